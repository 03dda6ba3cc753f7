"""Lays out where a date comes from."""

import math
from collections.abc import Iterable, Iterator

from feedgen.core.model import (
    Belief,
    Bound,
    DatingMethod,
    Estimate,
    Explanation,
    Observation,
    Plan,
    Region,
    Source,
    State,
    WeightedLag,
    Window,
)
from feedgen.core.model.facts import Fact
from feedgen.render.terminal.layout import MARKS, padded, session_text, source_text, window_text


def explanation_lines(explanation: Explanation, title: str, region: Region) -> Iterator[str]:
    """Yield the lines that explain a date, the title of its event first."""
    milestone, anchor = explanation.milestone, explanation.anchor_window
    window, state = milestone.window, milestone.state
    yield f"{milestone.exam_year} {milestone.kind}  {title}"
    yield _line("days", f"{window_text(window)}  {MARKS[state]} {state.value}")
    yield _line("rule", _rule(explanation, region))
    yield from _source_lines(explanation.sources)
    if anchor:
        days = f"{window_text(anchor)} ({explanation.anchor_state})"
        yield _line("anchor", f"{explanation.anchor} {days}")
    for fact in dict.fromkeys([*explanation.facts, *explanation.own_facts]):
        yield _line(type(fact).__name__.lower(), _fact(fact))
        yield from _source_lines(fact.sources)
    if explanation.estimate:
        yield from _estimate_lines(explanation, explanation.estimate)
    for label, (first, last, count) in zip(("counted", ""), explanation.working_days, strict=False):
        yield _line(label, f"{first} to {last}: {count} working days")
    for run in explanation.holidays:
        note = "" if run.is_confirmed else "  (notice for that year not known: may move)"
        yield _line("holiday", f"{run.name} {window_text(Window(run.first, run.last))}{note}")
    yield from _result_lines(explanation, region)


def _line(label: str, text: str) -> str:
    return f"  {padded(label, 10)}{text}"


def _source_lines(sources: Iterable[Source]) -> Iterator[str]:
    for source in sources:
        yield _line("", source_text(source))


def _result_lines(explanation: Explanation, region: Region) -> Iterator[str]:
    milestone = explanation.milestone
    if explanation.middle:
        yield _line("likeliest", f"{explanation.middle}")
    if milestone.is_conditional:
        yield _line("note", f"no source says whether {region.name} holds this at all")
    if milestone.state is State.UNRECORDED:
        yield _line("note", f"the window ended on {milestone.window.upper} without a recorded date")
    for fact in explanation.earlier or ():
        how = f"dated by {fact.dated}"
        if isinstance(fact, Observation):
            how += f", exam days: {fact.exam_days}"
        yield _line("earlier", f"{fact.first} for {fact.exam_year}, {how}, {fact.origin}")
        yield from _source_lines(fact.sources)


def _rule(explanation: Explanation, region: Region) -> str:
    shortest, longest = explanation.lag or (0, 0)
    span = str(shortest) if shortest == longest else f"{shortest} to {longest}"
    owner = "the nation's" if explanation.is_nations_rule else f"{region.name}'s own"
    anchor, assumed = explanation.anchor, explanation.is_assumed
    rule = "a rule that we assume" if assumed else f"{owner} rule"
    lag = f"{span} working days after {anchor} ({rule})"
    window = f"open {span} {explanation.unit} days from {anchor}, its day counting ({owner} record)"
    named = "days that we assume" if assumed else f"days that the sources name ({owner})"
    plan = "the authority's own plan" + (f"; {lag}" if explanation.estimate else "")
    return {
        DatingMethod.DAYS_NAMED: named,
        DatingMethod.LAG: lag,
        DatingMethod.WINDOW_ON_RECORD: window,
        DatingMethod.SEASON: f"a weekend, the exam beginning on day {span} of the year",
        DatingMethod.PLAN: plan,
        DatingMethod.PREVIOUS_BUILD: "days of the previous build; new facts are being checked",
    }[explanation.method]


def _fact(fact: Fact) -> str:
    known = f", known from {fact.known_from}" if fact.known_from else ""
    content = ""
    if isinstance(fact, Bound):
        days = (fact.not_before, fact.not_after, fact.not_yet)
        words = zip(("not before", "not after", "not yet on"), days, strict=True)
        content = ": " + ", ".join(f"{word} {day}" for word, day in words if day)
    elif isinstance(fact, Plan):
        content = f": {fact.words}"
    return f"{fact.origin}{known}{content}"


def _estimate_lines(explanation: Explanation, estimate: Estimate) -> Iterator[str]:
    """Yield the prior, the observations with their weights, and the belief after each."""
    own, national = estimate.own_observations, estimate.national_observations
    taken = "which is taken at its word" if estimate.is_regional_rule else "at no level"
    yield _line("prior", _belief(estimate.prior))
    yield _line("", f"alone it would give {window_text(estimate.rule_window)}, {taken}")
    yield _line("learned", f"from what was known on {estimate.learned_until}")
    for observation in national:
        yield _line("  nation", _observation(observation))
    if estimate.nation:
        yield _line("nation", f"{_belief(estimate.nation)}, from {len(national)} observations")
    for observation in own:
        yield _line("  own", _observation(observation))
        for fact in observation.lag.facts:
            yield from _source_lines(fact.sources)
    yield _line("region", f"{_belief(estimate.region)}, from {len(own)} of its own")
    if explanation.level is not None:
        unit = "working days" if explanation.unit == "working" else explanation.unit
        share = f"{explanation.level:.0%} of outcomes are meant to lie within the days"
        yield _line("level", f"{share}, counted in {unit}")
    elif not explanation.is_taken_at_word:
        yield _line("level", "too little is on record to name one")


def _belief(belief: Belief) -> str:
    low, high = (math.exp(belief.centre + side * belief.scale) for side in (-1, 1))
    error = f"give or take a factor of {math.exp(belief.centre_error):.2f}"
    return f"middle {math.exp(belief.centre):.1f} ({error}), most from {low:.0f} to {high:.0f}"


def _observation(observation: WeightedLag) -> str:
    lag = observation.lag
    span = f"{lag.shortest or 'any'} to {lag.longest or 'any'}"
    days = padded(span if lag.is_bound else f"{lag.shortest}", 12)
    return f"{session_text(lag)}{days}counts {observation.weight:.2f}  {lag.facts[-1].origin}"
