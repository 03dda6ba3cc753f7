"""Puts candidates before a person: one branch and one pull request, or one issue where those may
not be opened.

What watched pages say reaches GitHub only inside files: the candidates on the branch, the evidence
in the text. CHECKS says what came of the checks that ran before, since GitHub starts none on a pull
request of the run's own token.
"""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from github import OURS, REPOSITORY, RUN, RefusedError, ask, gh, open_issue, tell, write

BRANCH, TITLE = "watch/candidates", "Candidates from the authorities' pages"
CANDIDATES = "regions/candidates.toml"
MOST_CHARACTERS = 60_000
"""Of evidence; GitHub takes 65,536 in all."""
NOBODY = "0" * 40
EMAIL = "feedgen@kaohou.invalid"
AUTHOR = ("-c", "user.name=feedgen", "-c", f"user.email={EMAIL}")


def main() -> None:
    """Propose what is new; what was proposed before and turned down stays so."""
    if not Path(CANDIDATES).is_file():
        tell("No candidate waits any more.")
        return
    stands = _standing()
    if stands != NOBODY and _git("log", "-1", "--format=%ae", stands).strip().decode() != EMAIL:
        tell(f"Somebody is at work on `{BRANCH}`; it is left alone until it is merged or removed.")
        return
    is_new = stands == NOBODY or _git("hash-object", CANDIDATES).strip() not in _git(
        "ls-tree", stands, CANDIDATES
    )
    if is_new:
        _push(stands)
    pulls = [each for each in _pulls() if each["user"]["login"] == OURS]
    open_pull = next((each for each in pulls if each["state"] == "open"), None)
    body = write("proposal.md", _body())
    if open_pull and is_new:
        gh(
            "api",
            "--method",
            "PATCH",
            f"repos/{REPOSITORY}/pulls/{open_pull['number']}",
            "-F",
            f"body=@{body}",
        )
        tell(f"Pull request {open_pull['number']} holds today's candidates.")
    elif open_pull or (pulls and not is_new):
        tell("These candidates have been proposed already.")
    else:
        _open(body, is_new=is_new)


def _standing() -> str:
    """Return the commit of the branch as GitHub has it, which is fetched; zeros where there is
    none.
    """
    listed = _git("ls-remote", "origin", f"refs/heads/{BRANCH}").split()
    if not listed:
        return NOBODY
    _git("fetch", "--quiet", "--depth=1", "origin", f"refs/heads/{BRANCH}")
    return listed[0].decode("ascii")


def _push(stands: str) -> None:
    _git("switch", "--quiet", "--force-create", BRANCH)
    _git("add", CANDIDATES)
    _git(*AUTHOR, "commit", "--quiet", "-m", TITLE)
    lease = f"--force-with-lease={BRANCH}:{'' if stands == NOBODY else stands}"
    _git("push", "--quiet", lease, "origin", f"HEAD:refs/heads/{BRANCH}")


def _pulls() -> list[dict[str, Any]]:
    owner = REPOSITORY.partition("/")[0]
    found = ask(f"pulls?state=all&head={owner}:{BRANCH}&per_page=100")
    assert isinstance(found, list)
    return found


def _open(body: str, *, is_new: bool) -> None:
    try:
        gh(
            "pr",
            "create",
            "--base",
            "main",
            "--head",
            BRANCH,
            "--title",
            TITLE,
            "--body-file",
            body,
        )
        tell("A pull request was opened.")
        return
    except RefusedError as error:
        tell(
            f"**Switch: pull requests.** None could be opened ({error}); docs/hosting.md says what to set."
        )
    issue = open_issue(TITLE)
    if issue is None:
        gh("issue", "create", "--title", TITLE, "--body-file", body)
        tell("An issue was opened instead.")
    elif is_new:
        gh(
            "api",
            "--method",
            "PATCH",
            f"repos/{REPOSITORY}/issues/{issue['number']}",
            "-F",
            f"body=@{body}",
        )
        tell(f"Issue {issue['number']} holds today's candidates.")


def _body() -> str:
    """Return what is written for the person who decides."""
    evidence = Path(os.environ["RUNNER_TEMP"], "evidence.md").read_text("utf-8")
    checks = "passed" if os.environ["CHECKS"] == "success" else "**failed**"
    return (
        f"The branch `{BRANCH}` holds what the authorities' pages seem to announce. Read the notice itself, then\n"
        "`feedgen announce --candidate N` writes it into the region's file. To turn candidates down, close this and\n"
        "keep the branch: the same ones are not proposed again.\n\n"
        f"`feedgen check` and `feedgen build --check` on this branch: {checks}, {RUN}\n\n{calm(evidence)}\n"
    )


def calm(text: str) -> str:
    """Return a text that mentions nobody and refers to no issue, and is not too long; addresses
    stay as they are.

    >>> calm("@all see #1 at https://example.org/@a#1")
    '@\\u200ball see #\\u200b1 at https://example.org/@a#1'
    """
    quiet = re.sub(
        r"https?://[^\s)]+|[@#](?=\w)", lambda each: each[0] + "\u200b" * (len(each[0]) == 1), text
    )
    if len(quiet) <= MOST_CHARACTERS:
        return quiet
    return f"{quiet[:MOST_CHARACTERS].rpartition(chr(10))[0]}\n\nThe rest is in `{CANDIDATES}`."


def _git(*arguments: str) -> bytes:
    """Run git with the token of the step and return what it prints; what goes wrong ends the step."""
    program = Path(__file__).with_name("git.sh")
    return subprocess.run([program, *arguments], stdout=subprocess.PIPE, check=True).stdout  # noqa: S603


if __name__ == "__main__":
    try:
        main()
    except RefusedError as problem:
        tell(f"**Switch: Issues or pull requests.** {problem}; docs/hosting.md says what to set.")
        sys.exit(1)
