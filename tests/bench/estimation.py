"""Prints the figures behind docs/decisions/0009 to 0011; run by hand: `python -m
tests.bench.estimation`.

All is measured on the frozen record, prospectively: each window from what was known on the morning
after the exam.
"""

import math
import statistics
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product
from pathlib import Path

from feedgen.core.model import (
    BacktestReport,
    Belief,
    Definitions,
    HolidayRun,
    Lag,
    Outcome,
    Region,
    Window,
)
from feedgen.core.workdays import Workdays
from feedgen.definitions.regions import load
from feedgen.forecast.backtest import outcomes_of, replay
from feedgen.forecast.estimation import (
    LagDistribution,
    beliefs,
    distributions,
    exam_season,
    interval_score,
    posterior,
    prior_from_rule,
    regional_prior,
)

FROZEN = Path(__file__).parent.parent / "assets" / "frozen_regions"
CHOSEN = {
    "TAIL": 4,
    "RULE_SCALES": 1.0,
    "RULE_WEIGHT": 4.0,
    "NATION_WEIGHT": 1.0,
    "PLAN_ERROR": 0.1,
}
DERIVED = {"REGION_TAIL": 8, "SCALE_ERROR": 1 / math.sqrt(8)}
"""What follows from them; halved and doubled all the same."""
SPRING = (5, 6)
"""Months; a session in them is no postponed one."""


def main() -> None:
    """Print every table."""
    definitions = load(FROZEN)
    outcomes = outcomes_of(definitions)
    print("chosen constants, halved and doubled")
    _constants(definitions, outcomes)
    print(
        "\nchosen anew without each exam year in turn, from half, same and double of the first four"
    )
    _leave_one_year_out(definitions, outcomes)
    print("\nworking days or calendar days")
    _calendars(definitions, outcomes)
    print(
        "\nlag or time of year: spring sessions, counted from between May 31 (0) and the exam's last day (1)"
    )
    _lag_or_date(outcomes)
    print("\nhow many own releases the nation's record is worth to a region")
    _own_history(definitions, outcomes)
    print("\nhow wide")
    _widths(definitions, outcomes)
    print("\nwhat lies between regions and between years")
    _components(outcomes)
    print("\nplans")
    _plans(definitions, outcomes)
    print("\nthe next exam: its weekend in the window, learned from the sessions before")
    _seasons(definitions)


def _row(name: str, report: BacktestReport) -> None:
    overall, recent = report.overall, report.recent["model"]
    assert overall and report.overall_with_looks
    print(
        f"  {name:28}n {overall.n:3}  held {overall.coverage:4.0%}  width {overall.mean_width:5.1f}  "
        f"score {overall.mean_score:6.1f}  error {overall.mae:5.1f}  recent {recent.mean_score:6.1f} "
        f"({recent.mean_width:4.1f} wide)  looking {report.overall_with_looks.mean_score:6.1f}"
    )


@contextmanager
def _set(**constants: float) -> Iterator[None]:
    """Work with other constants for a while, and with what derives from them."""
    before = {name: getattr(beliefs, name, None) or getattr(distributions, name) for name in CHOSEN}
    _assign({**before, **constants})
    try:
        yield
    finally:
        _assign(before)


def _assign(constants: Mapping[str, float]) -> None:
    beliefs.TAIL = distributions.TAIL = int(constants["TAIL"])
    beliefs.student_t_cdf = lambda away, tail=beliefs.TAIL: student_t_cdf(away, tail)  # type: ignore[misc]
    beliefs.REGION_TAIL = 2 * beliefs.TAIL
    beliefs.RULE_WEIGHT = constants["RULE_WEIGHT"]
    beliefs.SCALE_ERROR = 1 / math.sqrt(2 * beliefs.RULE_WEIGHT)
    beliefs.RULE_SCALES = constants["RULE_SCALES"]
    beliefs.REGION_TAIL = constants.get("REGION_TAIL", beliefs.REGION_TAIL)
    beliefs.SCALE_ERROR = constants.get("SCALE_ERROR", beliefs.SCALE_ERROR)
    beliefs.NATION_WEIGHT = constants["NATION_WEIGHT"]
    beliefs.BETWEEN = 1 / (1 + beliefs.NATION_WEIGHT)
    distributions.PLAN_ERROR = constants["PLAN_ERROR"]
    beliefs._learned.cache_clear()
    beliefs.shares.cache_clear()
    distributions._added.cache_clear()


def student_t_cdf(away: float, tail: int) -> float:
    """Return the share of Student's t below a value, for an even number of degrees of freedom
    (ibidem, 26.7.4).
    """
    if math.isinf(away):
        return 1.0 if away > 0 else 0.0
    squares = tail + away * away
    term = total = 1.0
    for number in range(2, tail, 2):
        term *= tail / squares * (number - 1) / number
        total += term
    return 0.5 + away / math.sqrt(squares) * total / 2


def _constants(definitions: Definitions, outcomes: Sequence[Outcome]) -> None:
    _row("as chosen", replay(definitions, outcomes))
    for name, value in {**CHOSEN, **DERIVED}.items():
        for factor in (0.5, 2):
            with _set(**{name: value * factor}):
                _row(f"{name} {value * factor:g}", replay(definitions, outcomes))


def _leave_one_year_out(definitions: Definitions, outcomes: Sequence[Outcome]) -> None:
    names = ("TAIL", "RULE_SCALES", "RULE_WEIGHT", "NATION_WEIGHT")
    scores: dict[tuple[float, ...], list[tuple[int, float]]] = {}
    for factors in product((0.5, 1, 2), repeat=len(names)):
        with _set(
            **{name: CHOSEN[name] * factor for name, factor in zip(names, factors, strict=True)}
        ):
            judged = replay(definitions, outcomes).scored
        scores[factors] = [(each.outcome.exam_year, each.score) for each in judged]
    picked, total = [], 0.0
    for left_out in sorted({outcome.exam_year for outcome in outcomes}):
        best = min(
            scores, key=lambda each: sum(score for year, score in scores[each] if year != left_out)
        )
        picked.append((left_out, best))
        total += sum(score for year, score in scores[best] if year == left_out)
    for year, factors in picked:
        print(
            f"  without {year}: {', '.join(f'{name} x{factor:g}' for name, factor in zip(names, factors, strict=True))}"
        )
    print(f"  score of the years left out: {total / len(outcomes):.1f}")


class _EveryDay(Workdays):
    """A calendar on which every day counts."""

    def is_working(self, day: date) -> bool:  # noqa: ARG002
        return True

    def holidays_between(self, first: date, last: date) -> tuple[HolidayRun, ...]:  # noqa: ARG002
        return ()


def _calendars(definitions: Definitions, outcomes: Sequence[Outcome]) -> None:
    _row("working days, 42 to 63", replay(definitions, outcomes))
    nation = _ruled(definitions.nation, (61, 92))
    regions = {slug: _ruled(region, (61, 92)) for slug, region in definitions.regions.items()}
    sys.modules[replay.__module__].Workdays = _EveryDay  # type: ignore[attr-defined]
    try:
        _row(
            "calendar days, 61 to 92",
            replay(replace(definitions, nation=nation, regions=regions), outcomes),
        )
    finally:
        sys.modules[replay.__module__].Workdays = Workdays  # type: ignore[attr-defined]


def _ruled(region: Region, lag: tuple[int, int]) -> Region:
    kind = region.kinds["results_release"]
    return replace(region, kinds={**region.kinds, kind.key: replace(kind, lag=lag)})


def _lag_or_date(outcomes: Sequence[Outcome]) -> None:
    spring = [each for each in outcomes if each.exam_end.month in SPRING]
    calendar = Workdays()
    for share in (0, 0.25, 0.5, 0.75, 1):
        scores, held = [], 0
        for outcome in spring:
            before = [each for each in spring if each.released <= outcome.exam_end]
            window = _window_from(outcome, before, share, calendar)
            scores.append(interval_score(window, outcome.released, miss_rate=0.2))
            held += window.lower <= outcome.released <= window.upper
        print(
            f"  {share:4}  n {len(spring)}  held {held / len(spring):4.0%}  score {statistics.mean(scores):5.1f}"
        )
    exams = [each.exam_end.timetuple().tm_yday for each in spring]
    releases = [each.released.timetuple().tm_yday for each in spring]
    slope, intercept = statistics.linear_regression(exams, releases)
    residuals = [
        release - slope * exam - intercept for exam, release in zip(exams, releases, strict=True)
    ]
    spread = math.sqrt(sum(each**2 for each in residuals) / (len(spring) - 2))
    error = spread / math.sqrt(sum((each - statistics.mean(exams)) ** 2 for each in exams))
    print(
        f"  a day later in the exam moves the release by {slope:.2f} days, give or take {error:.2f}"
    )


def _window_from(
    outcome: Outcome, before: Sequence[Outcome], share: float, calendar: Workdays
) -> Window:
    lags = [
        Lag(each.region, each.exam_year, each.sitting, days, days, ())
        for each in before
        for days in [calendar.lag_between(_anchor(each, share), each.released)]
    ]
    nation = posterior(prior_from_rule((42, 63)), lags, from_many_regions=True)
    region = posterior(
        regional_prior(nation), [lag for lag in lags if lag.region == outcome.region]
    )
    return LagDistribution.on(_anchor(outcome, share)).convolved_with(region).window(calendar)


def _anchor(outcome: Outcome, share: float) -> date:
    typical = date(outcome.exam_year, 5, 31)
    return typical + timedelta(days=round(share * (outcome.exam_end - typical).days))


def _own_history(definitions: Definitions, outcomes: Sequence[Outcome]) -> None:
    for weight in (0.125, 0.25, 0.5, 1, 2, 4, 1000):
        with _set(NATION_WEIGHT=weight):
            _row(f"{weight:g}", replay(definitions, outcomes))


@dataclass(frozen=True)
class _Constant:
    """One window for all, chosen in hindsight."""

    shortest: int
    longest: int
    score: float
    held: float


def _widths(definitions: Definitions, outcomes: Sequence[Outcome]) -> None:
    report = replay(definitions, outcomes)
    for factor in (0.5, 0.75, 0.9, 1, 1.1, 1.25, 1.5):
        scores, held = [], 0
        for each in report.scored:
            middle = each.window.likeliest or each.window.lower
            lower = middle - timedelta(days=round((middle - each.window.lower).days * factor))
            upper = middle + timedelta(days=round((each.window.upper - middle).days * factor))
            scores.append(
                interval_score(Window(lower, upper), each.outcome.released, miss_rate=0.2)
            )
            held += lower <= each.outcome.released <= upper
        print(
            f"  {factor:4} times  held {held / len(scores):4.0%}  score {statistics.mean(scores):5.1f}"
        )
    calendar = Workdays()
    best = min(
        (_constant(outcomes, lags, calendar) for lags in product(range(28, 60), range(60, 95))),
        key=lambda each: each.score,
    )
    figures = f"{best.shortest} to {best.longest}, held {best.held:.0%}, score {best.score:.1f}"
    print(f"  best constant, in hindsight: {figures}")


def _constant(outcomes: Sequence[Outcome], lags: tuple[int, int], calendar: Workdays) -> _Constant:
    windows = [Window(*(calendar.after(each.exam_end, lag) for lag in lags)) for each in outcomes]
    pairs = list(zip(windows, outcomes, strict=True))
    scores = [interval_score(window, each.released, miss_rate=0.2) for window, each in pairs]
    held = statistics.mean(window.lower <= each.released <= window.upper for window, each in pairs)
    return _Constant(*lags, statistics.mean(scores), held)


def _components(outcomes: Sequence[Outcome]) -> None:
    calendar = Workdays()
    logs = [
        (each, math.log(calendar.lag_between(each.exam_end, each.released))) for each in outcomes
    ]
    for name in ("region", "exam_year"):
        groups: dict[object, list[float]] = {}
        for outcome, value in logs:
            groups.setdefault(getattr(outcome, name), []).append(value)
        print(
            f"  share of the variance of the logarithm between {name}s: {_intraclass(list(groups.values())):.2f}"
        )


def _intraclass(groups: Sequence[Sequence[float]]) -> float:
    """Return the intraclass correlation of a one-way analysis of variance."""
    values = [value for group in groups for value in group]
    mean, count = statistics.mean(values), len(values)
    between = sum(len(group) * (statistics.mean(group) - mean) ** 2 for group in groups) / (
        len(groups) - 1
    )
    within = sum((value - statistics.mean(group)) ** 2 for group in groups for value in group) / (
        count - len(groups)
    )
    size = (count - sum(len(group) ** 2 for group in groups) / count) / (len(groups) - 1)
    return (between - within) / (between + (size - 1) * within)


def _plans(definitions: Definitions, outcomes: Sequence[Outcome]) -> None:
    report = replay(definitions, outcomes)
    for each in report.plans:
        print(f"  {each.region} {each.plan.exam_year} {each.plan.words}: {each.verdict}")
    _row("with plans", report)
    regions = {slug: replace(region, plans=()) for slug, region in definitions.regions.items()}
    _row("without", replay(replace(definitions, regions=regions), outcomes))


def _seasons(definitions: Definitions) -> None:
    kind = definitions.nation.kinds["exam"]
    assert kind.season
    held = []
    for number, session in enumerate(sessions := definitions.nation.sessions):
        days = [(each, each.start.timetuple().tm_yday) for each in sessions[:number] if each.start]
        belief = posterior(
            prior_from_rule(kind.season),
            [Lag("", each.exam_year, 1, day, day, ()) for each, day in days],
        )
        window = _season(belief, session.exam_year)
        held.append(bool(session.start and window.lower <= session.start <= window.upper))
        print(
            f"  {session.exam_year}: {session.start} in {window.lower} to {window.upper}: {held[-1]}"
        )
    print(f"  held {statistics.mean(held):.0%} of {len(held)}")


def _season(belief: Belief, exam_year: int) -> Window:
    return exam_season(belief, exam_year, Workdays())


if __name__ == "__main__":
    main()
