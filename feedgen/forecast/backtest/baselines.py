"""Baselines for the model to beat: windows as wide as the rule's that need no model."""

from collections.abc import Callable, Mapping
from datetime import date

from dateutil.relativedelta import relativedelta

from feedgen.core.model import Outcome, Window
from feedgen.forecast.backtest.outcomes import RESULTS, Release, releases
from feedgen.forecast.estimation import rule_window
from feedgen.forecast.timelines import ObservationHistory, learned_until


def bare_rule(history: ObservationHistory, outcome: Outcome) -> Window:
    """Return the window of the nation's rule alone, its middle as the likeliest day."""
    exam, lag = Window(outcome.exam_end, outcome.exam_end), _rule(history)
    window = rule_window(exam, lag, history.calendar)
    return Window(
        window.lower, window.upper, history.calendar.after(outcome.exam_end, sum(lag) // 2)
    )


def same_lag(history: ObservationHistory, outcome: Outcome) -> Window:
    """Return the window around the lag of the release before: the region's, else the nation's."""
    before = _release_before(history, outcome)
    return _around(history, outcome, before.lag) if before else bare_rule(history, outcome)


def same_date(history: ObservationHistory, outcome: Outcome) -> Window:
    """Return the window around the date of the release before, in the first year after the exam."""
    before = _release_before(history, outcome)
    if before is None:
        return bare_rule(history, outcome)
    last_time = day = before.outcome.released
    while day <= outcome.exam_end:
        day = last_time + relativedelta(years=day.year - last_time.year + 1)
    return _around(history, outcome, history.calendar.lag_between(outcome.exam_end, day))


BASELINES: Mapping[str, Callable[[ObservationHistory, Outcome], Window]] = {
    "bare rule": bare_rule,
    "same lag as last time": same_lag,
    "same date as last time": same_date,
}


def _rule(history: ObservationHistory) -> tuple[int, int]:
    lag = history.nation.kinds[RESULTS].lag
    assert lag, "the nation has a rule for results"
    return lag


def _release_before(history: ObservationHistory, outcome: Outcome) -> Release | None:
    """Return the release before, as far as it was known at the end of the exam."""
    known = list(releases(history, learned_until(date.max, outcome.exam_end)))
    own = [release for release in known if release.outcome.region == outcome.region]
    return max(own or known, key=_order, default=None)


def _order(release: Release) -> tuple[date, str, int]:
    return release.outcome.released, release.outcome.region, release.lag


def _around(history: ObservationHistory, outcome: Outcome, lag: int) -> Window:
    """Return a window as long as the rule's around a lag."""
    shortest, longest = _rule(history)
    first = max(lag - (longest - shortest) // 2, 1)
    lags = (first, max(lag, 1), first + longest - shortest)
    lower, likeliest, upper = (history.calendar.after(outcome.exam_end, days) for days in lags)
    return Window(lower, upper, likeliest)
