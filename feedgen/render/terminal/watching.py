"""Lays out what a round over the authorities' pages brought: in a terminal, or as Markdown for a
pull request.
"""

from collections.abc import Iterator, Mapping, Sequence

from feedgen.core.model import Candidate, NotYetCheck, SiteCheck, WatchReport
from feedgen.render.terminal.layout import escaped, linked, quoted


def watched_text(
    watched: WatchReport,
    names: Mapping[str, str],
    silent_days: Mapping[str, int],
    *,
    is_markdown: bool,
) -> Iterator[str]:
    """Yield the lines that say what was found, where was nothing, and which sites answered.

    Args:
        watched: What the round brought.
        names: Of the regions, by slug.
        silent_days: By the address of a list that did not answer, for how many days it has not.
        is_markdown: Tables in Markdown; all that comes from pages is escaped.
    """
    every: tuple[Candidate | NotYetCheck, ...] = (*watched.candidates, *watched.looks)
    if is_markdown:
        yield from _proposals_table(every, names)
        yield from _visits_table(watched.visits, names, silent_days)
        return
    for number, each in enumerate(every, start=1):
        yield from _proposal_lines(number, each, names)
    silent = [each for each in watched.visits if each.problem]
    answered = len(watched.visits) - len(silent)
    yield f"{len(every) or 'no'} candidates; {answered} of {len(watched.visits)} sites answered"
    for visit in silent:
        yield f"  {names[visit.region]}  {visit.url} {visit.problem}{_silence(visit, silent_days)}"


def _proposal_lines(
    number: int, each: Candidate | NotYetCheck, names: Mapping[str, str]
) -> Iterator[str]:
    head = f"{number:>3}  {names[each.region]} {each.exam_year} {each.milestone}"
    if isinstance(each, NotYetCheck):
        yield f"{head}: not yet on {each.day}  {each.url}"
        return
    yield f"{head}: {_days(each)} ({each.sureness})"
    yield f"     {quoted(each.title)}{f'  {each.published}' if each.published else ''}"
    yield f"     {each.url}"
    if each.quote:
        yield f"     {quoted(each.quote)}"


def _proposals_table(
    every: Sequence[Candidate | NotYetCheck], names: Mapping[str, str]
) -> Iterator[str]:
    if not every:
        yield "Nothing new was found."
        yield ""
        return
    yield "Found on the authorities' pages, checked by nobody. Accept with `feedgen announce --candidate N`."
    yield ""
    yield "| N | region | year | milestone | days | how sure | notice | sentence |"
    yield "|---|---|---|---|---|---|---|---|"
    for number, each in enumerate(every, start=1):
        cells = [
            str(number),
            escaped(names[each.region]),
            str(each.exam_year),
            escaped(each.milestone),
        ]
        if isinstance(each, NotYetCheck):
            cells += [escaped(f"not yet on {each.day}"), "", linked(each.url), ""]
        else:
            published = f" ({each.published})" if each.published else ""
            notice = f"{escaped(f'{each.title}{published}')} {linked(each.url)}"
            cells += [_days(each), each.sureness.value, notice, escaped(each.quote)]
        yield f"| {' | '.join(cells)} |"
    yield ""


def _visits_table(
    visits: Sequence[SiteCheck], names: Mapping[str, str], silent_days: Mapping[str, int]
) -> Iterator[str]:
    yield f"{sum(not each.problem for each in visits)} of {len(visits)} sites answered."
    yield ""
    yield "| region | list | answer |"
    yield "|---|---|---|"
    for each in visits:
        answer = (
            f"{each.problem}{_silence(each, silent_days)}"
            if each.problem
            else f"{each.notices} notices"
        )
        yield f"| {escaped(names[each.region])} | {linked(each.url)} | {escaped(answer)} |"


def _days(candidate: Candidate) -> str:
    if candidate.first is None:
        return "no day named"
    return (
        f"{candidate.first}"
        if candidate.last in {None, candidate.first}
        else f"{candidate.first}..{candidate.last}"
    )


def _silence(visit: SiteCheck, silent_days: Mapping[str, int]) -> str:
    days = silent_days.get(visit.url, 0)
    return f"; silent for {days} days" if days else ""
