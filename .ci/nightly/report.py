"""Opens one issue when the run fails, says each kind of failure once, and closes it when all is
well again.

The environment says what came of the run: TITLE of the issue, NEEDS (the jobs and their results, as
GitHub gives them), HELD (what the guard held back).
"""

import json
import os
import re
from typing import Any

from github import RUN, RefusedError, ask, gh, open_issue, tell, write

FINE = ("success", "skipped")


def main() -> None:
    """Tell people, as far as the repository lets us."""
    results = {name: job["result"] for name, job in json.loads(os.environ["NEEDS"]).items()}
    failed = [name for name, result in results.items() if result not in FINE]
    try:
        if failed:
            _report(f"Failed: {', '.join(failed)}")
        elif "success" in results.values():
            _close()
    except RefusedError as error:
        tell(
            f"**Switch: Issues.** Nobody could be told by an issue ({error}); docs/hosting.md says what to set."
        )


def _report(what: str) -> None:
    issue = open_issue(os.environ["TITLE"])
    # What was held back decides whether it is the same failure; it is written as the slugs of our
    # places are.
    held = " ".join(re.findall(r"[a-z0-9/-]+", os.environ.get("HELD", "")))
    said = f"{what}\n\nHeld back by the guard: {held}" if held else what
    if issue is None:
        text = f"{said}\n\n{RUN}\n\nThis issue is closed by the first run in which all is well again.\n"
        gh(
            "issue",
            "create",
            "--title",
            os.environ["TITLE"],
            "--body-file",
            write("issue.md", text),
        )
        tell("An issue was opened.")
    elif not _has_been_said(issue, said):
        gh(
            "issue",
            "comment",
            str(issue["number"]),
            "--body-file",
            write("issue.md", f"{said}\n\n{RUN}\n"),
        )
        tell(f"Issue {issue['number']} has a comment more.")
    else:
        tell(f"Issue {issue['number']} says it already.")


def _has_been_said(issue: dict[str, Any], text: str) -> bool:
    comments = ask(f"issues/{issue['number']}/comments?per_page=100")
    bodies = [each["body"] or "" for each in (issue, *comments)]
    return any(
        body.replace("\r\n", "\n").startswith(f"{text}\n\n{RUN.rpartition('/')[0]}/")
        for body in bodies
    )


def _close() -> None:
    issue = open_issue(os.environ["TITLE"])
    if issue is not None:
        gh("issue", "close", str(issue["number"]), "--comment", f"All is well again: {RUN}")
        tell(f"Issue {issue['number']} is closed: all is well again.")


if __name__ == "__main__":
    main()
