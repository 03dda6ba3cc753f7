"""Checks that the site serves what was built.

The environment gives SITE, STATUS_SHA256 of the built status.json, and PAUSES of PAUSE_SECONDS
between two attempts (20 and 30 by default: Pages caches for ten minutes). Prints a line for each
remaining problem and exits with 1.
"""

import hashlib
import json
import os
import sys
import time
from http.client import HTTPException
from pathlib import Path
from urllib.request import Request, urlopen

SAMPLE = 20
"""Feeds besides the overview; the first by digest, so that others are chosen when feeds change."""
MOST_BYTES = 10_000_000


def main() -> int:
    """Check until all is well or no attempt is left."""
    site = f"{os.environ['SITE'].rstrip('/')}/"
    if not site.startswith(("https://", "http://")):
        sys.exit("SITE is no address of the web")
    pauses = int(os.environ.get("PAUSES", "20"))
    problems = problems_of(site, os.environ["STATUS_SHA256"])
    while problems and pauses > 0:
        print(f"not yet: {problems[0]}", flush=True)
        time.sleep(float(os.environ.get("PAUSE_SECONDS", "30")))
        pauses -= 1
        problems = problems_of(site, os.environ["STATUS_SHA256"])
    report(problems or [f"{site} serves what was built"])
    return 1 if problems else 0


def problems_of(site: str, status_digest: str) -> list[str]:
    """Return the problems of the site, one printable line each."""
    problem, content = ask(f"{site}status.json", "application/json", status_digest)
    if problem:
        return [problem]
    digest_by_feed = {path: feed["sha256"] for path, feed in json.loads(content)["feeds"].items()}
    sample = sorted(digest_by_feed, key=lambda path: digest_by_feed[path])[:SAMPLE]
    wanted = [("index.html", "text/html", ""), ("", "text/html", "")]
    wanted += [
        (path, "text/calendar", digest_by_feed[path])
        for path in dict.fromkeys(("all.ics", *sample))
    ]
    return [
        problem
        for path, kind, digest in wanted
        if (problem := ask(f"{site}{path}", kind, digest)[0])
    ]


def ask(address: str, kind: str, digest: str) -> tuple[str, bytes]:
    """Return the problem of an answer, and its bytes; without a digest any bytes are right."""
    try:
        # Only http and https get here. A host compresses only if asked.
        request = Request(address, headers={"User-Agent": "feedgen-nightly"})  # noqa: S310
        with urlopen(request, timeout=30) as response:  # noqa: S310
            status, content = response.status, response.read(MOST_BYTES)
            content_type = response.headers.get_content_type()
    except (OSError, HTTPException) as error:
        return printable(f"{address}: {error}"), b""
    if status != 200:
        return f"{address}: answers {status}", b""
    if content_type != kind:
        return printable(f"{address}: is served as {content_type}, not {kind}"), b""
    if digest and hashlib.sha256(content).hexdigest() != digest:
        return f"{address}: is not what was built", b""
    return "", content


def printable(text: str) -> str:
    """Return one short line of ASCII, whatever a server sent."""
    return ascii(text)[1:-1][:300]


def report(lines: list[str]) -> None:
    """Print lines, and add them to the summary of the run if there is one."""
    print("\n".join(lines))
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(summary).open("a", encoding="utf-8") as file:
            file.writelines(f"- {line}\n" for line in lines)


if __name__ == "__main__":
    sys.exit(main())
