"""Lays records out as text for a terminal; what it says is in English, names and titles stay Chinese."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from feedgen.model import Bound, Milestone, Observation, Place, Region, Source, State, Timeline, Window
from feedgen.model.facts import Fact
from feedgen.workdays import Workdays

MARKS = {
    State.ANNOUNCED: "●",
    State.PLANNED: "◐",
    State.REPORTED: "○",
    State.ESTIMATED: "~",
    State.UNRECORDED: "?",
    State.CANCELLED: "×",
}
Titles = Mapping[Milestone, str]


def timeline_text(place: Place, followed: Place, timeline: Timeline, region: Region, titles: Titles) -> Iterator[str]:
    """Yield the lines of a place's timeline, with a line where today is."""
    follows = "" if place.key == followed.key else f", follows {followed.name} {followed.slug}"
    yield f"{place.name} {place.slug}{follows}"
    yield f"authority  {region.authority.name if region.authority else 'unknown'}"
    yield f"site       {region.official_sites[0].url if region.official_sites else 'unknown'}"
    yield ""
    if not timeline.milestones:
        yield "  nothing is known for the year around this day"
    rows = [(each.window.lower, _row(each, titles[each], timeline.as_of)) for each in timeline.milestones]
    rows.append((timeline.as_of, f"{'─' * 28} {timeline.as_of} {'─' * 28}"))
    yield from (row for _, row in sorted(rows, key=lambda entry: entry[0]))
    yield ""
    yield f"earlier releases  {_earlier(timeline.earlier)}"


def _row(milestone: Milestone, title: str, as_of: date) -> str:
    days = padded(window_text(milestone.window), 25)
    state = padded(f"{MARKS[milestone.state]} {milestone.state.value}", 13)
    unsure = "" if milestone.basis.is_calendar_confirmed else ", holidays not announced yet"
    return f"  {days}{state}{padded(title, 32)}{_distance(milestone.window, as_of)}{unsure}".rstrip()


def _distance(window: Window, as_of: date) -> str:
    if window.lower > as_of:
        return f"in {(window.lower - as_of).days} days"
    if window.upper < as_of:
        return f"{(as_of - window.upper).days} days ago"
    return "today" if window.is_single else f"now, {(window.upper - as_of).days} days left"


def _earlier(observations: Sequence[Observation]) -> str:
    return ", ".join(f"{each.first} ({each.dated})" for each in observations) or "none recorded"


def country_text(entries: Iterable[tuple[Place, Milestone, str]], as_of: date) -> Iterator[str]:
    """Yield a line for the next date of each province, the nearest first."""
    yield f"next dates on {as_of}"
    yield ""
    for place, milestone, title in sorted(entries, key=lambda entry: (entry[1].window.lower, entry[0].key)):
        yield f"  {padded(place.name, 18)}{_row(milestone, title, as_of).lstrip()}"


def explanation(
    milestone: Milestone, title: str, region: Region, timeline: Timeline, calendar: Workdays
) -> Iterator[str]:
    """Yield the lines that say where a date comes from."""
    basis, window = milestone.basis, milestone.window
    yield f"{milestone.exam_year} {milestone.kind}  {title}"
    yield f"  days      {window_text(window)}  {MARKS[milestone.state]} {milestone.state.value}"
    yield f"  rule      {_rule_text(milestone, region)}"
    for source in basis.sources:
        yield f"            {source_text(source)}"
    if basis.anchor and basis.anchor_window and basis.anchor_state:
        yield f"  anchor    {basis.anchor} {window_text(basis.anchor_window)} ({basis.anchor_state.value})"
    for fact in basis.facts:
        yield from _fact_lines(fact)
    if basis.is_widened and milestone.plan:
        yield f"  widened   to hold the plan for {milestone.plan.words}, which is not sure enough to be followed"
    elif basis.rule == "lag" and basis.anchor_window:
        yield f"  counted   {_count_text(basis.anchor_window.lower, window.lower, calendar)}"
        yield f"            {_count_text(basis.anchor_window.upper, window.upper, calendar)}"
    for run in basis.holidays:
        note = "" if run.is_confirmed else "  (notice for that year not known: may move)"
        yield f"  holiday   {run.name} {window_text(Window(run.first, run.last))}{note}"
    if window.likeliest:
        yield f"  likeliest {window.likeliest}"
    if milestone.plan:
        yield f"  plan      {milestone.plan.words}  {milestone.plan.at}"
        yield from (f"            {source_text(source)}" for source in milestone.plan.sources)
    if milestone.is_conditional:
        yield f"  note      nothing says whether {region.name} holds this at all"
    if milestone.state is State.UNRECORDED:
        yield f"  note      the window was over on {window.upper} and no date is recorded"
    for bound in region.bounds:
        if bound.is_about(milestone.kind, milestone.exam_year, milestone.sitting):
            yield f"  bound     {_bound_text(bound)}; not used for the days yet"
    if milestone.kind == "results_release":
        yield from _earlier_lines(timeline.earlier)


def _bound_text(bound: Bound) -> str:
    days = {"not before": bound.not_before, "not after": bound.not_after, "not yet on": bound.not_yet}
    return ", ".join(f"{word} {day}" for word, day in days.items() if day) + f", {bound.at}"


def _rule_text(milestone: Milestone, region: Region) -> str:
    basis = milestone.basis
    shortest, longest = basis.lag or (0, 0)
    whose = "the nation's" if basis.is_national else f"{region.name}'s own"
    span = str(shortest) if shortest == longest else f"{shortest} to {longest}"
    texts = {
        "days named": f"days that the sources name ({whose})",
        "lag": f"{span} working days after {basis.anchor} ({whose} rule, no level)",
        "window on record": f"open {span} {basis.unit} days from {basis.anchor}, its day counting ({whose} record)",
        "season": f"weekend nearest to the median day of {len(basis.facts)} sessions, {longest} weeks either way",
        "plan": "the authority's own plan",
    }
    return texts[basis.rule]


def _fact_lines(fact: Fact) -> Iterator[str]:
    known = f", known from {fact.known_from}" if fact.known_from else ""
    yield f"  fact      {type(fact).__name__.lower()} at {fact.at}{known}"
    for source in fact.sources:
        yield f"            {source_text(source)}"


def _count_text(anchor: date, day: date, calendar: Workdays) -> str:
    return f"{anchor + timedelta(days=1)} to {day}: {calendar.lag_between(anchor, day)} working days"


def _earlier_lines(observations: Sequence[Observation]) -> Iterator[str]:
    for each in observations:
        how = f"dated by {each.dated}, exam days: {each.exam_days}"
        yield f"  earlier   {each.first} for {each.exam_year}, {how}, {each.at}"
        yield from (f"            {source_text(source)}" for source in each.sources)


def source_text(source: Source) -> str:
    """Return a source on one line."""
    where = source.url or source.reason
    reason = f" ({source.reason})" if source.url and source.reason else ""
    return f"{source.grade.value}: {where}{reason}, checked {source.checked}"


def found_text(place: Place, full_name: str, area: Place) -> str:
    """Return a place that was found on one line; a county is led to its area."""
    led = "" if area.key == place.key else f"  -> {area.name} {area.slug}"
    return f"{padded(full_name, 34)}{padded(place.slug, 36)}{place.key}{led}"


def coverage_text(table: Mapping[str, Mapping[str, str]], names: Mapping[str, str]) -> Iterator[str]:
    """Yield a table of regions against facts, a letter each, with totals."""
    facts = list(next(iter(table.values()), {}))
    for number, fact in enumerate(facts, start=1):
        yield f"{number:>4} {fact}"
    yield "     S sourced  I inherited  A assumed  . unknown"
    yield ""
    yield padded("", 24) + "".join(f"{number:>3}" for number in range(1, len(facts) + 1))
    for slug, row in table.items():
        letters = "".join(f"{_letter(status):>3}" for status in row.values())
        yield padded(f"{slug} {names[slug]}", 24) + letters
    yield ""
    for status in ("sourced", "inherited", "assumed", "unknown"):
        counts = [sum(row[fact] == status for row in table.values()) for fact in facts]
        yield padded(status, 24) + "".join(f"{count:>3}" for count in counts)


def _letter(status: str) -> str:
    return "." if status == "unknown" else status[0].upper()


def window_text(window: Window) -> str:
    """Return a window as ISO days; the second without its year where it is the same.

    >>> window_text(Window(date(2026, 7, 29), date(2026, 8, 27)))
    '2026-07-29 to 08-27'
    """
    if window.is_single:
        return window.lower.isoformat()
    same_year = window.lower.year == window.upper.year
    return f"{window.lower} to {window.upper.strftime('%m-%d') if same_year else window.upper}"


def padded(text: str, width: int) -> str:
    """Fill a text up to a width in terminal columns, Chinese characters counting two; at least one space follows."""
    columns = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
    return text + " " * max(width - columns, 1)
