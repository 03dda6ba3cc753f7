"""Opens one issue when the run fails, comments on each new failure, and closes it at the end.

The environment gives the TITLE of the issue, the results of the jobs as GitHub lists them (NEEDS),
and what the guard blocked (HELD).
"""

import json
import os
import re
from typing import Any

from github import RUN, RefusedError, ask, gh, open_issue, report, write

FINE = ("success", "skipped")


def main() -> None:
    """Report the run, as far as the repository allows it."""
    results = {name: job["result"] for name, job in json.loads(os.environ["NEEDS"]).items()}
    failed = [name for name, result in results.items() if result not in FINE]
    try:
        if failed:
            _report_failure(f"Failed: {', '.join(failed)}")
        elif "success" in results.values():
            _close()
    except RefusedError as error:
        report(f"**Switch: Issues.** None could be opened ({error}); see docs/hosting.md.")


def _report_failure(failure: str) -> None:
    issue, title = open_issue(os.environ["TITLE"]), os.environ["TITLE"]
    # Another blocked place makes it another failure. Only what looks like our slugs is repeated.
    blocked = " ".join(re.findall(r"[a-z0-9/-]+", os.environ.get("HELD", "")))
    text = f"{failure}\n\nHeld back by the guard: {blocked}" if blocked else failure
    if issue is None:
        end = "This issue is closed by the first run in which all is well again."
        body = write("issue.md", f"{text}\n\n{RUN}\n\n{end}\n")
        gh("issue", "create", "--title", title, "--body-file", body)
        report("An issue was opened.")
    elif _is_reported(issue, text):
        report(f"Issue {issue['number']} has this failure already.")
    else:
        body = write("issue.md", f"{text}\n\n{RUN}\n")
        gh("issue", "comment", str(issue["number"]), "--body-file", body)
        report(f"Issue {issue['number']} has a new comment.")


def _is_reported(issue: dict[str, Any], text: str) -> bool:
    comments = ask(f"issues/{issue['number']}/comments?per_page=100")
    bodies = [(post["body"] or "").replace("\r\n", "\n") for post in (issue, *comments)]
    beginning = f"{text}\n\n{RUN.rpartition('/')[0]}/"
    return any(body.startswith(beginning) for body in bodies)


def _close() -> None:
    issue = open_issue(os.environ["TITLE"])
    if issue is not None:
        gh("issue", "close", str(issue["number"]), "--comment", f"All is well again: {RUN}")
        report(f"Issue {issue['number']} is closed: all is well again.")


if __name__ == "__main__":
    main()
