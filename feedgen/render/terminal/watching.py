"""Prints a run over the authorities' pages: in a terminal, or as Markdown for a pull request."""

from collections.abc import Iterator, Mapping, Sequence

from feedgen.core.model import Candidate, NotYetCheck, SiteCheck, WatchReport
from feedgen.render.terminal.layout import escaped, linked, quoted

_Proposal = Candidate | NotYetCheck


def watched_text(
    watched: WatchReport,
    names: Mapping[str, str],
    silent_days: Mapping[str, int],
    *,
    is_markdown: bool,
) -> Iterator[str]:
    """Yield the candidates, the releases that have not come, and the sites that did not answer.

    Args:
        watched: The report of the run.
        names: Of the regions, by slug.
        silent_days: By the address of a list that did not answer, for how many days it has not.
        is_markdown: Tables in Markdown; all that comes from pages is escaped.
    """
    proposals: tuple[_Proposal, ...] = (*watched.candidates, *watched.not_yet_checks)
    if is_markdown:
        yield from _proposals_table(proposals, names)
        yield from _sites_table(watched.site_checks, names, silent_days)
        return
    for number, proposal in enumerate(proposals, start=1):
        yield from _proposal_lines(number, proposal, names)
    yield f"{len(proposals) or 'no'} candidates; {_answered(watched.site_checks)} sites answered"
    for check in watched.site_checks:
        if check.problem:
            yield f"  {names[check.region]}  {check.url} {_problem(check, silent_days)}"


def _proposal_lines(number: int, proposal: _Proposal, names: Mapping[str, str]) -> Iterator[str]:
    head = f"{number:>3}  {names[proposal.region]} {proposal.exam_year} {proposal.milestone}"
    if isinstance(proposal, NotYetCheck):
        yield f"{head}: not yet on {proposal.day}  {proposal.url}"
        return
    yield f"{head}: {_days(proposal)} ({proposal.certainty})"
    yield f"     {quoted(proposal.title)}{f'  {proposal.published}' if proposal.published else ''}"
    yield f"     {proposal.url}"
    if proposal.quote:
        yield f"     {quoted(proposal.quote)}"


def _proposals_table(proposals: Sequence[_Proposal], names: Mapping[str, str]) -> Iterator[str]:
    if not proposals:
        yield "Nothing new was found."
        yield ""
        return
    yield (
        "Found on the authorities' pages, checked by nobody. "
        "Accept with `feedgen announce --candidate N`."
    )
    yield ""
    yield "| N | region | year | milestone | days | how sure | notice | sentence |"
    yield "|---|---|---|---|---|---|---|---|"
    for number, proposal in enumerate(proposals, start=1):
        name, milestone = escaped(names[proposal.region]), escaped(proposal.milestone)
        cells = [str(number), name, str(proposal.exam_year), milestone, *_cells(proposal)]
        yield f"| {' | '.join(cells)} |"
    yield ""


def _cells(proposal: _Proposal) -> list[str]:
    """Return days, certainty, notice and sentence."""
    if isinstance(proposal, NotYetCheck):
        return [escaped(f"not yet on {proposal.day}"), "", linked(proposal.url), ""]
    published = f" ({proposal.published})" if proposal.published else ""
    notice = f"{escaped(f'{proposal.title}{published}')} {linked(proposal.url)}"
    return [_days(proposal), proposal.certainty.value, notice, escaped(proposal.quote)]


def _sites_table(
    checks: Sequence[SiteCheck], names: Mapping[str, str], silent_days: Mapping[str, int]
) -> Iterator[str]:
    yield f"{_answered(checks)} sites answered."
    yield ""
    yield "| region | list | answer |"
    yield "|---|---|---|"
    for check in checks:
        answer = _problem(check, silent_days) if check.problem else f"{check.notices} notices"
        yield f"| {escaped(names[check.region])} | {linked(check.url)} | {escaped(answer)} |"


def _answered(checks: Sequence[SiteCheck]) -> str:
    return f"{sum(not check.problem for check in checks)} of {len(checks)}"


def _days(candidate: Candidate) -> str:
    if candidate.first is None:
        return "no day named"
    is_single = candidate.last in {None, candidate.first}
    return f"{candidate.first}" if is_single else f"{candidate.first}..{candidate.last}"


def _problem(check: SiteCheck, silent_days: Mapping[str, int]) -> str:
    days = silent_days.get(check.url, 0)
    return f"{check.problem}; silent for {days} days" if days else check.problem
