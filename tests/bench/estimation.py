"""Prints the figures behind docs/decisions/0009 to 0011: `python -m tests.bench.estimation`.

All are measured on the frozen record: each window from the facts of the morning after the exam.
"""

import math
import statistics
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from pathlib import Path

from feedgen.core.model import (
    BacktestReport,
    Definitions,
    HolidayRun,
    Lag,
    Outcome,
    Region,
    ScoredWindow,
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
"""They follow from the chosen ones; halved and doubled all the same."""
SPRING = (5, 6)
"""Months; a session in them was not postponed."""


def main() -> None:
    """Print every table."""
    definitions = load(FROZEN)
    outcomes = outcomes_of(definitions)
    print("chosen constants, halved and doubled")
    _constants(definitions, outcomes)
    print("\nchosen anew without each exam year, from half, same and double of the first four")
    _leave_one_year_out(definitions, outcomes)
    print("\nworking days or calendar days")
    _calendars(definitions, outcomes)
    print("\nlag or time of year: spring sessions, counted from between")
    print("May 31 (0) and the exam's last day (1)")
    _lag_or_date(outcomes)
    print("\nhow many own releases the nation's record is worth to a region")
    _own_history(definitions, outcomes)
    print("\nhow wide")
    _widths(definitions, outcomes)
    print("\nvariance between regions and between years")
    _components(outcomes)
    print("\nplans")
    _plans(definitions, outcomes)
    print("\nthe next exam: its weekend in the window, learned from the sessions before")
    _seasons(definitions)


def _row(name: str, report: BacktestReport) -> None:
    overall, recent = report.overall, report.recent["model"]
    assert overall and report.overall_with_looks
    print(
        f"  {name:28}n {overall.n:3}  held {overall.coverage:4.0%}  "
        f"width {overall.mean_width:5.1f}  score {overall.mean_score:6.1f}  "
        f"error {overall.mae:5.1f}  recent {recent.mean_score:6.1f} "
        f"({recent.mean_width:4.1f} wide)  looking {report.overall_with_looks.mean_score:6.1f}"
    )


@contextmanager
def _set(**constants: float) -> Iterator[None]:
    """Replace constants, and those that derive from them, for a while."""
    before = {name: getattr(beliefs, name, None) or getattr(distributions, name) for name in CHOSEN}
    _assign({**before, **constants})
    try:
        yield
    finally:
        _assign(before)


def _assign(constants: Mapping[str, float]) -> None:
    beliefs.TAIL = distributions.TAIL = int(constants["TAIL"])
    beliefs.student_t_cdf = lambda value, tail=beliefs.TAIL: student_t_cdf(value, tail)  # type: ignore[misc]
    beliefs.RULE_WEIGHT = constants["RULE_WEIGHT"]
    beliefs.RULE_SCALES = constants["RULE_SCALES"]
    beliefs.REGION_TAIL = int(constants.get("REGION_TAIL", 2 * beliefs.TAIL))
    beliefs.SCALE_ERROR = constants.get("SCALE_ERROR", 1 / math.sqrt(2 * beliefs.RULE_WEIGHT))
    beliefs.NATION_WEIGHT = constants["NATION_WEIGHT"]
    beliefs.BETWEEN = 1 / (1 + beliefs.NATION_WEIGHT)
    distributions.PLAN_ERROR = constants["PLAN_ERROR"]
    _forget()


def _forget() -> None:
    """Clear what estimation keeps, as in a new process."""
    for function in (beliefs._posterior, beliefs.cumulative_shares, distributions._convolved):
        function.cache_clear()


def student_t_cdf(value: float, tail: int) -> float:
    """Return the share of Student's t below a value, for an even number of degrees of freedom.

    Source:
        Abramowitz and Stegun (1964), 26.7.4.
    """
    if math.isinf(value):
        return 1.0 if value > 0 else 0.0
    squares = tail + value * value
    term = total = 1.0
    for number in range(2, tail, 2):
        term *= tail / squares * (number - 1) / number
        total += term
    return 0.5 + value / math.sqrt(squares) * total / 2


def _constants(definitions: Definitions, outcomes: Sequence[Outcome]) -> None:
    _row("as chosen", replay(definitions, outcomes))
    for name, value in {**CHOSEN, **DERIVED}.items():
        for factor in (0.5, 2):
            with _set(**{name: value * factor}):
                _row(f"{name} {value * factor:g}", replay(definitions, outcomes))


def _leave_one_year_out(definitions: Definitions, outcomes: Sequence[Outcome]) -> None:
    names = ("TAIL", "RULE_SCALES", "RULE_WEIGHT", "NATION_WEIGHT")
    scores: dict[tuple[float, ...], dict[int, float]] = {}
    for factors in product((0.5, 1, 2), repeat=len(names)):
        constants = zip(names, factors, strict=True)
        with _set(**{name: CHOSEN[name] * factor for name, factor in constants}):
            scores[factors] = _score_by_year(replay(definitions, outcomes).scored)
    total = 0.0
    for year in sorted({outcome.exam_year for outcome in outcomes}):
        others = {factors: sum(by.values()) - by[year] for factors, by in scores.items()}
        best = min(others, key=others.__getitem__)
        total += scores[best][year]
        words = (f"{name} x{factor:g}" for name, factor in zip(names, best, strict=True))
        print(f"  without {year}: {', '.join(words)}")
    print(f"  score of the years left out: {total / len(outcomes):.1f}")


def _score_by_year(windows: Iterable[ScoredWindow]) -> dict[int, float]:
    by_year: dict[int, float] = {}
    for window in windows:
        year = window.outcome.exam_year
        by_year[year] = by_year.get(year, 0.0) + window.score
    return by_year


class _EveryDay(Workdays):
    """A calendar on which every day counts."""

    def is_working(self, day: date) -> bool:  # noqa: ARG002
        return True

    def holidays_between(self, first: date, last: date) -> tuple[HolidayRun, ...]:  # noqa: ARG002
        return ()


def _calendars(definitions: Definitions, outcomes: Sequence[Outcome]) -> None:
    _row("working days, 42 to 63", replay(definitions, outcomes))
    nation = _with_lag(definitions.nation, (61, 92))
    regions = {slug: _with_lag(region, (61, 92)) for slug, region in definitions.regions.items()}
    definitions = replace(definitions, nation=nation, regions=regions)
    sys.modules[replay.__module__].Workdays = _EveryDay  # type: ignore[attr-defined]
    try:
        _row("calendar days, 61 to 92", replay(definitions, outcomes))
    finally:
        sys.modules[replay.__module__].Workdays = Workdays  # type: ignore[attr-defined]


def _with_lag(region: Region, lag: tuple[int, int]) -> Region:
    kind = region.kinds["results_release"]
    return replace(region, kinds={**region.kinds, kind.key: replace(kind, lag=lag)})


def _scored(outcome: Outcome, window: Window) -> ScoredWindow:
    return ScoredWindow(outcome, window, interval_score(window, outcome.released, miss_rate=0.2))


def _figures(windows: Sequence[ScoredWindow]) -> str:
    held = statistics.mean(window.is_inside for window in windows)
    score = statistics.mean(window.score for window in windows)
    return f"held {held:4.0%}  score {score:5.1f}"


def _lag_or_date(outcomes: Sequence[Outcome]) -> None:
    spring = [outcome for outcome in outcomes if outcome.exam_end.month in SPRING]
    for share in (0, 0.25, 0.5, 0.75, 1):
        windows = [_scored(outcome, _window_from(outcome, spring, share)) for outcome in spring]
        print(f"  {share:4}  n {len(spring)}  {_figures(windows)}")
    exams = [outcome.exam_end.timetuple().tm_yday for outcome in spring]
    releases = [outcome.released.timetuple().tm_yday for outcome in spring]
    slope, intercept = statistics.linear_regression(exams, releases)
    days = zip(exams, releases, strict=True)
    squares = sum((release - slope * exam - intercept) ** 2 for exam, release in days)
    mean = statistics.mean(exams)
    error = math.sqrt(squares / (len(spring) - 2) / sum((exam - mean) ** 2 for exam in exams))
    move = f"moves the release by {slope:.2f} days, give or take {error:.2f}"
    print(f"  a day later in the exam {move}")


def _window_from(outcome: Outcome, outcomes: Sequence[Outcome], share: float) -> Window:
    """Return the window of an outcome, learned from those that were released before its exam."""
    calendar, lags = Workdays(), []
    for known in outcomes:
        if known.released <= outcome.exam_end:
            days = calendar.lag_between(_anchor(known, share), known.released)
            lags.append(Lag(known.region, known.exam_year, known.sitting, days, days, ()))
    nation = posterior(prior_from_rule((42, 63)), lags, from_many_regions=True)
    own = [lag for lag in lags if lag.region == outcome.region]
    region = posterior(regional_prior(nation), own)
    return LagDistribution.on(_anchor(outcome, share)).convolved_with(region).window(calendar)


def _anchor(outcome: Outcome, share: float) -> date:
    typical = date(outcome.exam_year, 5, 31)
    return typical + timedelta(days=round(share * (outcome.exam_end - typical).days))


def _own_history(definitions: Definitions, outcomes: Sequence[Outcome]) -> None:
    for weight in (0.125, 0.25, 0.5, 1, 2, 4, 1000):
        with _set(NATION_WEIGHT=weight):
            _row(f"{weight:g}", replay(definitions, outcomes))


def _widths(definitions: Definitions, outcomes: Sequence[Outcome]) -> None:
    report = replay(definitions, outcomes)
    for factor in (0.5, 0.75, 0.9, 1, 1.1, 1.25, 1.5):
        windows = [
            _scored(scored.outcome, _stretched(scored.window, factor)) for scored in report.scored
        ]
        print(f"  {factor:4} times  {_figures(windows)}")
    calendar, best = Workdays(), (math.inf, "")
    for shortest, longest in product(range(28, 60), range(60, 95)):
        windows = [
            _scored(outcome, _constant(outcome, shortest, longest, calendar))
            for outcome in outcomes
        ]
        score = statistics.mean(window.score for window in windows)
        if score < best[0]:
            held = statistics.mean(window.is_inside for window in windows)
            best = score, f"{shortest} to {longest}, held {held:.0%}, score {score:.1f}"
    print(f"  best constant, in hindsight: {best[1]}")


def _stretched(window: Window, factor: float) -> Window:
    middle = window.likeliest or window.lower
    before, after = (middle - window.lower).days, (window.upper - middle).days
    lower = middle - timedelta(days=round(before * factor))
    return Window(lower, middle + timedelta(days=round(after * factor)))


def _constant(outcome: Outcome, shortest: int, longest: int, calendar: Workdays) -> Window:
    lower, upper = (calendar.after(outcome.exam_end, lag) for lag in (shortest, longest))
    return Window(lower, upper)


def _components(outcomes: Sequence[Outcome]) -> None:
    calendar = Workdays()
    for name in ("region", "exam_year"):
        groups: dict[object, list[float]] = {}
        for outcome in outcomes:
            lag = calendar.lag_between(outcome.exam_end, outcome.released)
            groups.setdefault(getattr(outcome, name), []).append(math.log(lag))
        share = _intraclass(list(groups.values()))
        print(f"  share of the variance of the logarithm between {name}s: {share:.2f}")


def _intraclass(groups: Sequence[Sequence[float]]) -> float:
    """Return the intraclass correlation of a one-way analysis of variance."""
    values = [value for group in groups for value in group]
    mean, count, degrees = statistics.mean(values), len(values), len(groups) - 1
    between = sum(len(group) * (statistics.mean(group) - mean) ** 2 for group in groups) / degrees
    squares = sum((value - statistics.mean(group)) ** 2 for group in groups for value in group)
    within = squares / (count - len(groups))
    size = (count - sum(len(group) ** 2 for group in groups) / count) / degrees
    return (between - within) / (between + (size - 1) * within)


def _plans(definitions: Definitions, outcomes: Sequence[Outcome]) -> None:
    report = replay(definitions, outcomes)
    for outcome in report.plans:
        plan = outcome.plan
        print(f"  {outcome.region} {plan.exam_year} {plan.words}: {outcome.verdict}")
    _row("with plans", report)
    regions = {slug: replace(region, plans=()) for slug, region in definitions.regions.items()}
    _row("without", replay(replace(definitions, regions=regions), outcomes))


def _seasons(definitions: Definitions) -> None:
    season = definitions.nation.kinds["exam"].season
    assert season
    held, lags = [], []
    for session in definitions.nation.sessions:
        belief = posterior(prior_from_rule(season), lags)
        window = exam_season(belief, session.exam_year, Workdays())
        held.append(bool(session.start and window.lower <= session.start <= window.upper))
        days = f"{session.start} in {window.lower} to {window.upper}"
        print(f"  {session.exam_year}: {days}: {held[-1]}")
        if session.start:
            day = session.start.timetuple().tm_yday
            lags.append(Lag("", session.exam_year, 1, day, day, ()))
    print(f"  held {statistics.mean(held):.0%} of {len(held)}")


if __name__ == "__main__":
    main()
