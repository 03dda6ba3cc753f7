"""Proposes candidates in one pull request, or in one issue if pull requests are not allowed.

Text from watched pages reaches GitHub only inside files: the candidates on the branch, the evidence
in the description. CHECKS is the outcome of the checks before, since GitHub starts none on a pull
request of the run's own token.
"""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from github import OURS, REPOSITORY, RUN, RefusedError, ask, gh, open_issue, report, write

BRANCH, TITLE = "watch/candidates", "Candidates from the authorities' pages"
CANDIDATES = "regions/candidates.toml"
MOST_CHARACTERS = 60_000
"""Of evidence; GitHub takes 65,536 in all."""
NOBODY = "0" * 40
EMAIL = "feedgen@kaohou.invalid"
AUTHOR = ("-c", "user.name=feedgen", "-c", f"user.email={EMAIL}")


def main() -> None:
    """Propose new candidates; those that were proposed before and turned down are left out."""
    if not Path(CANDIDATES).is_file():
        report("No candidate waits any more.")
        return
    head = _branch_head()
    if _is_of_somebody(head):
        report(f"Somebody works on `{BRANCH}`; it is left alone until it is merged or removed.")
        return
    is_new = _is_new(head)
    if is_new:
        _push(head)
    pulls = [pull for pull in _pulls() if pull["user"]["login"] == OURS]
    open_pull = next((pull for pull in pulls if pull["state"] == "open"), None)
    body = write("proposal.md", _body())
    if open_pull and is_new:
        _replace_body(f"pulls/{open_pull['number']}", body)
        report(f"Pull request {open_pull['number']} holds today's candidates.")
    elif open_pull or (pulls and not is_new):
        report("These candidates have been proposed already.")
    else:
        _open(body, is_new=is_new)


def _branch_head() -> str:
    """Return the commit of the branch on GitHub, which is fetched; zeros if there is none."""
    listed = _git("ls-remote", "origin", f"refs/heads/{BRANCH}").split()
    if not listed:
        return NOBODY
    _git("fetch", "--quiet", "--depth=1", "origin", f"refs/heads/{BRANCH}")
    return listed[0].decode("ascii")


def _is_of_somebody(head: str) -> bool:
    """Say whether a person made the last commit of the branch."""
    return head != NOBODY and _git("log", "-1", "--format=%ae", head).strip().decode() != EMAIL


def _is_new(head: str) -> bool:
    """Say whether the branch holds other candidates."""
    digest = _git("hash-object", CANDIDATES).strip()
    return head == NOBODY or digest not in _git("ls-tree", head, CANDIDATES)


def _push(head: str) -> None:
    _git("switch", "--quiet", "--force-create", BRANCH)
    _git("add", CANDIDATES)
    _git(*AUTHOR, "commit", "--quiet", "-m", TITLE)
    lease = f"--force-with-lease={BRANCH}:{'' if head == NOBODY else head}"
    _git("push", "--quiet", lease, "origin", f"HEAD:refs/heads/{BRANCH}")


def _pulls() -> list[dict[str, Any]]:
    owner = REPOSITORY.partition("/")[0]
    pulls = ask(f"pulls?state=all&head={owner}:{BRANCH}&per_page=100")
    assert isinstance(pulls, list)
    return pulls


def _open(body: str, *, is_new: bool) -> None:
    options = ("--title", TITLE, "--body-file", body)
    try:
        gh("pr", "create", "--base", "main", "--head", BRANCH, *options)
        report("A pull request was opened.")
        return
    except RefusedError as error:
        reason = f"None could be opened ({error})"
        report(f"**Switch: pull requests.** {reason}; see docs/hosting.md.")
    issue = open_issue(TITLE)
    if issue is None:
        gh("issue", "create", *options)
        report("An issue was opened instead.")
    elif is_new:
        _replace_body(f"issues/{issue['number']}", body)
        report(f"Issue {issue['number']} holds today's candidates.")


def _replace_body(path: str, body: str) -> None:
    gh("api", "--method", "PATCH", f"repos/{REPOSITORY}/{path}", "-F", f"body=@{body}")


def _body() -> str:
    """Return the description for the person who decides."""
    evidence = Path(os.environ["RUNNER_TEMP"], "evidence.md").read_text("utf-8")
    checks = "passed" if os.environ["CHECKS"] == "success" else "**failed**"
    commands = "`feedgen check` and `feedgen build --check`"
    return (
        f"The branch `{BRANCH}` holds what the authorities' pages seem to announce. Read the\n"
        "notice itself, then `feedgen announce --candidate N` writes it into the region's file.\n"
        "To turn "
        "candidates down, close this and keep the branch: the same ones are not proposed again.\n\n"
        f"{commands} on this branch: {checks}, {RUN}\n\n{calm(evidence)}\n"
    )


def calm(text: str) -> str:
    """Return a text without mentions and references, not too long; addresses stay as they are.

    >>> calm("@all see #1 at https://example.org/@a#1")
    '@\\u200ball see #\\u200b1 at https://example.org/@a#1'
    """
    quiet = re.sub(r"(https?://[^\s)]+)|([@#])(?=\w)", _broken_mention, text)
    if len(quiet) <= MOST_CHARACTERS:
        return quiet
    return f"{quiet[:MOST_CHARACTERS].rpartition(chr(10))[0]}\n\nThe rest is in `{CANDIDATES}`."


def _broken_mention(match: re.Match[str]) -> str:
    address, sign = match.groups()
    return str(address or f"{sign}\u200b")


def _git(*arguments: str) -> bytes:
    """Run git with the token of the step and return its output; an error ends the step."""
    program = Path(__file__).with_name("git.sh")
    return subprocess.run([program, *arguments], stdout=subprocess.PIPE, check=True).stdout  # noqa: S603


if __name__ == "__main__":
    try:
        main()
    except RefusedError as problem:
        report(f"**Switch: Issues or pull requests.** {problem}; see docs/hosting.md.")
        sys.exit(1)
