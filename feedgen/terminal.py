"""Lays records out as text for a terminal; what it says is in English, names and titles stay Chinese."""

import math
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from feedgen.model import (
    Belief,
    Bound,
    Estimate,
    Judged,
    Lag,
    Milestone,
    Observation,
    Outcome,
    Place,
    Plan,
    Region,
    Report,
    Source,
    State,
    Summary,
    Timeline,
    Weighed,
    Window,
)
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
    if basis.estimate:
        yield from _estimate_lines(basis.estimate, "working days" if basis.unit == "working" else basis.unit)
    if basis.estimate and basis.anchor_window and basis.anchor_window.is_single:
        yield from _count_lines(basis.anchor_window, window, calendar)
    for run in basis.holidays:
        note = "" if run.is_confirmed else "  (notice for that year not known: may move)"
        yield f"  holiday   {run.name} {window_text(Window(run.first, run.last))}{note}"
    if window.likeliest:
        yield f"  likeliest {window.likeliest}"
    if milestone.plan and milestone.plan not in basis.facts:
        yield from _fact_lines(milestone.plan)
    if milestone.is_conditional:
        yield f"  note      nothing says whether {region.name} holds this at all"
    if milestone.state is State.UNRECORDED:
        yield f"  note      the window was over on {window.upper} and no date is recorded"
    if milestone.kind == "results_release":
        yield from _earlier_lines(timeline.earlier)


def _rule_text(milestone: Milestone, region: Region) -> str:
    basis = milestone.basis
    shortest, longest = basis.lag or (0, 0)
    is_nations = basis.estimate.nation is not None if basis.estimate else basis.is_national
    whose = "the nation's" if is_nations else f"{region.name}'s own"
    span = str(shortest) if shortest == longest else f"{shortest} to {longest}"
    lag = f"{span} working days after {basis.anchor} ({whose} rule)"
    texts = {
        "days named": f"days that the sources name ({whose})",
        "lag": lag,
        "window on record": f"open {span} {basis.unit} days from {basis.anchor}, its day counting ({whose} record)",
        "season": f"a weekend, the exam beginning on day {span} of the year",
        "plan": f"the authority's own plan; {lag}" if basis.estimate else "the authority's own plan",
    }
    return texts[basis.rule]


def _fact_lines(fact: Fact) -> Iterator[str]:
    known = f", known from {fact.known_from}" if fact.known_from else ""
    said = ""
    if isinstance(fact, Bound):
        days = {"not before": fact.not_before, "not after": fact.not_after, "not yet on": fact.not_yet}
        said = ": " + ", ".join(f"{word} {day}" for word, day in days.items() if day)
    elif isinstance(fact, Plan):
        said = f": {fact.words}"
    yield f"  {padded(type(fact).__name__.lower(), 10)}{fact.at}{known}{said}"
    for source in fact.sources:
        yield f"            {source_text(source)}"


def _estimate_lines(estimate: Estimate, unit: str) -> Iterator[str]:
    """Yield prior, observations with their weights, and what they make of it together."""
    yield f"  prior     {_belief_text(estimate.rule)}"
    level = "which is taken at its word" if estimate.is_word else "at no level"
    yield f"            alone it would give {window_text(estimate.bare)}, {level}"
    yield f"  learned   from what was known on {estimate.until}"
    for weighed in estimate.nations:
        yield f"    nation  {_weighed_text(weighed)}"
    if estimate.nation:
        yield f"  nation    {_belief_text(estimate.nation)}, from {len(estimate.nations)} observations"
    for weighed in estimate.own:
        yield f"    own     {_weighed_text(weighed)}"
        for fact in weighed.lag.facts:
            yield from (f"            {source_text(source)}" for source in fact.sources)
    yield f"  region    {_belief_text(estimate.region)}, from {len(estimate.own)} of its own"
    if estimate.own or not estimate.is_word:
        yield f"  level     {estimate.level:.0%} of outcomes are meant to lie within the days, counted in {unit}"


def _belief_text(belief: Belief) -> str:
    low, high = (math.exp(belief.centre + side * belief.scale) for side in (-1, 1))
    error = f"give or take a factor of {math.exp(belief.centre_error):.2f}"
    return f"middle {math.exp(belief.centre):.1f} ({error}), most from {low:.0f} to {high:.0f}"


def _weighed_text(weighed: Weighed) -> str:
    lag = weighed.lag
    days = f"{lag.shortest}"
    if lag.is_bound:
        days = f"{lag.shortest or 'any'} to {lag.longest or 'any'}"
    return f"{_whose(lag)}{padded(days, 12)}counts {weighed.weight:.2f}  {lag.facts[-1].at}"


def _whose(session: Lag | Outcome) -> str:
    sitting = f" sitting {session.sitting}" if session.sitting > 1 else ""
    return padded(f"{session.region} {session.exam_year}{sitting}", 20)


def _count_lines(anchor: Window, window: Window, calendar: Workdays) -> Iterator[str]:
    for label, day in (("counted", window.lower), ("", window.upper)):
        first = anchor.lower + timedelta(days=1)
        count = calendar.lag_between(anchor.lower, day)
        yield f"  {padded(label, 10)}{first} to {day}: {count} working days"


def _earlier_lines(observations: Sequence[Observation]) -> Iterator[str]:
    for each in observations:
        how = f"dated by {each.dated}" + (f", exam days: {each.exam_days}" if each.exam_days else "")
        yield f"  earlier   {each.first} for {each.exam_year}, {how}, {each.at}"
        yield from (f"            {source_text(source)}" for source in each.sources)


def backtest_text(report: Report) -> Iterator[str]:
    """Yield tables of how right the windows would have been."""
    if report.overall and report.looking:
        yield from _figures(report, report.overall, report.looking)
    else:
        yield "no release to judge by"
    yield ""
    kept = sum(each.verdict == "kept" for each in report.plans)
    yield f"plans in regions/ kept: {kept} of {len(report.plans)}"
    for each in report.plans:
        yield f"  {padded(f'{each.region} {each.plan.exam_year}', 20)}{padded(each.verdict, 8)}{each.plan.words}"
    if report.skipped:
        yield f"rows without exam days or release, not judged: {report.skipped}"


def _figures(report: Report, overall: Summary, looking: Summary) -> Iterator[str]:
    yield f"windows of the morning after the exam, meant to hold {report.level:.0%}; figures in calendar days"
    yield from _summary_lines({"model": overall, **report.baselines})
    yield ""
    yield "where the region had released within the three years before"
    yield from _summary_lines(report.recent)
    yield ""
    yield "after looks on days 30 and 60 after the exam that found nothing"
    yield from _summary_lines({"model": looking})
    yield ""
    yield "by exam year"
    yield from _summary_lines({str(year): each for year, each in report.by_year.items()})
    yield ""
    yield "by region"
    yield from _summary_lines(report.by_region)
    yield ""
    yield from (_judged_text(each) for each in report.judged)


def _summary_lines(summaries: Mapping[str, Summary]) -> Iterator[str]:
    yield f"  {'':24}{'n':>4}{'held':>7}{'width':>8}{'score':>8}{'error':>8}"
    for name, each in summaries.items():
        figures = f"{each.n:>4}{each.coverage:>7.0%}{each.mean_width:>8.1f}{each.mean_score:>8.1f}{each.mae:>8.1f}"
        yield f"  {padded(name, 24)}{figures}"


def _judged_text(judged: Judged) -> str:
    outcome, window = judged.outcome, judged.window
    held = "held  " if judged.is_inside else "MISSED"
    days = f"{padded(window_text(window), 25)}likeliest {window.likeliest or window.lower}"
    return f"  {_whose(outcome)}{held}  {outcome.released} in {days}"


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
