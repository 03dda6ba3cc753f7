"""Lays out where a date comes from."""

import math
from collections.abc import Iterator, Sequence
from datetime import timedelta

from feedgen.core.model import (
    Belief,
    Bound,
    Estimate,
    Milestone,
    NamedDays,
    Observation,
    Plan,
    Region,
    State,
    Timeline,
    WeightedLag,
    Window,
)
from feedgen.core.model.facts import Fact
from feedgen.core.workdays import Workdays
from feedgen.render.terminal.layout import MARKS, padded, session_text, source_text, window_text


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
        yield from _estimate_lines(
            basis.estimate, "working days" if basis.unit == "working" else basis.unit
        )
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
    is_nations = is_nations or region.kinds[milestone.kind].is_nationwide
    whose = "the nation's" if is_nations else f"{region.name}'s own"
    span = str(shortest) if shortest == longest else f"{shortest} to {longest}"
    lag = f"{span} working days after {basis.anchor} ({'a rule that we assume' if basis.is_assumed else f'{whose} rule'})"
    texts = {
        "days named": "days that we assume"
        if basis.is_assumed
        else f"days that the sources name ({whose})",
        "lag": lag,
        "window on record": f"open {span} {basis.unit} days from {basis.anchor}, its day counting ({whose} record)",
        "season": f"a weekend, the exam beginning on day {span} of the year",
        "plan": f"the authority's own plan; {lag}"
        if basis.estimate
        else "the authority's own plan",
    }
    return texts[basis.method]


def _fact_lines(fact: Fact) -> Iterator[str]:
    known = f", known from {fact.known_from}" if fact.known_from else ""
    said = ""
    if isinstance(fact, Bound):
        days = {
            "not before": fact.not_before,
            "not after": fact.not_after,
            "not yet on": fact.not_yet,
        }
        said = ": " + ", ".join(f"{word} {day}" for word, day in days.items() if day)
    elif isinstance(fact, Plan):
        said = f": {fact.words}"
    yield f"  {padded(type(fact).__name__.lower(), 10)}{fact.origin}{known}{said}"
    for source in fact.sources:
        yield f"            {source_text(source)}"


def _estimate_lines(estimate: Estimate, unit: str) -> Iterator[str]:
    """Yield prior, observations with their weights, and what they make of it together."""
    yield f"  prior     {_belief_text(estimate.rule)}"
    level = "which is taken at its word" if estimate.is_regional_rule else "at no level"
    yield f"            alone it would give {window_text(estimate.rule_window)}, {level}"
    yield f"  learned   from what was known on {estimate.until}"
    for weighed in estimate.national_observations:
        yield f"    nation  {_weighed_text(weighed)}"
    if estimate.nation:
        yield f"  nation    {_belief_text(estimate.nation)}, from {len(estimate.national_observations)} observations"
    for weighed in estimate.own_observations:
        yield f"    own     {_weighed_text(weighed)}"
        for fact in weighed.lag.facts:
            yield from (f"            {source_text(source)}" for source in fact.sources)
    yield f"  region    {_belief_text(estimate.region)}, from {len(estimate.own_observations)} of its own"
    if estimate.own_observations or not estimate.is_regional_rule:
        yield f"  level     {estimate.level:.0%} of outcomes are meant to lie within the days, counted in {unit}"


def _belief_text(belief: Belief) -> str:
    low, high = (math.exp(belief.centre + side * belief.scale) for side in (-1, 1))
    error = f"give or take a factor of {math.exp(belief.centre_error):.2f}"
    return f"middle {math.exp(belief.centre):.1f} ({error}), most from {low:.0f} to {high:.0f}"


def _weighed_text(weighed: WeightedLag) -> str:
    lag = weighed.lag
    days = f"{lag.shortest}"
    if lag.is_bound:
        days = f"{lag.shortest or 'any'} to {lag.longest or 'any'}"
    return (
        f"{session_text(lag)}{padded(days, 12)}counts {weighed.weight:.2f}  {lag.facts[-1].origin}"
    )


def _count_lines(anchor: Window, window: Window, calendar: Workdays) -> Iterator[str]:
    for label, day in (("counted", window.lower), ("", window.upper)):
        first = anchor.lower + timedelta(days=1)
        count = calendar.lag_between(anchor.lower, day)
        yield f"  {padded(label, 10)}{first} to {day}: {count} working days"


def _earlier_lines(observations: Sequence[NamedDays]) -> Iterator[str]:
    for each in observations:
        how = f"dated by {each.dated}" + (
            f", exam days: {each.exam_days}" if isinstance(each, Observation) else ""
        )
        yield f"  earlier   {each.first} for {each.exam_year}, {how}, {each.origin}"
        yield from (f"            {source_text(source)}" for source in each.sources)
