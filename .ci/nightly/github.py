"""Uses GitHub by its own program `gh`; any text longer than a fixed title goes by file."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

REPOSITORY = os.environ["GITHUB_REPOSITORY"]
RUN = f"{os.environ['GITHUB_SERVER_URL']}/{REPOSITORY}/actions/runs/{os.environ['GITHUB_RUN_ID']}"
"""Address of this run."""
OURS = "github-actions[bot]"
"""Opens our issues and pull requests; those of others are left alone, whatever their title."""


class RefusedError(Exception):
    """GitHub refused a request."""


def gh(*arguments: str) -> str:
    """Run `gh` and return what it prints.

    Raises:
        RefusedError: It failed; the message is the reason that it gave.
    """
    done = subprocess.run(["gh", *arguments], capture_output=True, encoding="utf-8", check=False)  # noqa: S603, S607
    if done.returncode:
        raise RefusedError(" ".join(done.stderr.split())[:300])
    return done.stdout


def ask(path: str) -> Any:
    """Return the answer of GitHub's API to a path of the repository."""
    return json.loads(gh("api", f"repos/{REPOSITORY}/{path}"))


def open_issue(title: str) -> dict[str, Any] | None:
    """Return our open issue with a title."""
    issues = ask("issues?state=open&creator=github-actions%5Bbot%5D&per_page=100")
    return next(
        (issue for issue in issues if issue["title"] == title and "pull_request" not in issue), None
    )


def write(name: str, text: str) -> str:
    """Write a text into a file of the run, for `gh` to read; return its path."""
    path = Path(os.environ["RUNNER_TEMP"], name)
    path.write_text(text, "utf-8")
    return str(path)


def report(line: str) -> None:
    """Print a line, and add it to the summary of the job."""
    print(line)
    with Path(os.environ["GITHUB_STEP_SUMMARY"]).open("a", encoding="utf-8") as summary:
        summary.write(f"{line}\n\n")
