"""What anybody could say without a model: windows as wide as the rule's, for the model to beat."""

from collections.abc import Callable, Mapping
from datetime import date

from dateutil.relativedelta import relativedelta

from feedgen.core.model import Outcome, Window
from feedgen.forecast.backtest.outcomes import RESULTS, Release, releases
from feedgen.forecast.estimation import bare_window
from feedgen.forecast.timelines import ObservationHistory, known_until


def bare_rule(record: ObservationHistory, outcome: Outcome) -> Window:
    """Return the window of the nation's rule alone, its middle as the likeliest day."""
    shortest, longest = _rule(record)
    window = bare_window(
        Window(outcome.exam_end, outcome.exam_end), (shortest, longest), record.calendar
    )
    return Window(
        window.lower,
        window.upper,
        record.calendar.after(outcome.exam_end, (shortest + longest) // 2),
    )


def same_lag(record: ObservationHistory, outcome: Outcome) -> Window:
    """Return the window around the lag of the release before: the region's own, else the last of
    the nation.
    """
    before = _before(record, outcome)
    return _around(record, outcome, before.lag) if before else bare_rule(record, outcome)


def same_date(record: ObservationHistory, outcome: Outcome) -> Window:
    """Return the window around the day of the year of the release before, the first that comes
    after the exam.
    """
    before = _before(record, outcome)
    if before is None:
        return bare_rule(record, outcome)
    last_time = day = before.outcome.released
    while day <= outcome.exam_end:
        day = last_time + relativedelta(years=day.year - last_time.year + 1)
    return _around(record, outcome, record.calendar.lag_between(outcome.exam_end, day))


BASELINES: Mapping[str, Callable[[ObservationHistory, Outcome], Window]] = {
    "bare rule": bare_rule,
    "same lag as last time": same_lag,
    "same date as last time": same_date,
}


def _rule(record: ObservationHistory) -> tuple[int, int]:
    lag = record.nation.kinds[RESULTS].lag
    assert lag, "the nation has a rule for results"
    return lag


def _before(record: ObservationHistory, outcome: Outcome) -> Release | None:
    """Return the release before, as far as it was known when the exam was over."""
    until = known_until(date.max, outcome.exam_end)
    known = sorted(
        releases(record, until),
        key=lambda each: (each.outcome.released, each.outcome.region, each.lag),
    )
    own = [each for each in known if each.outcome.region == outcome.region]
    return next(reversed(own or known), None)


def _around(record: ObservationHistory, outcome: Outcome, lag: int) -> Window:
    """Return a window as long as the rule's around a lag."""
    shortest, longest = _rule(record)
    half = (longest - shortest) // 2
    days = (max(lag - half, 1), max(lag, 1), max(lag - half, 1) + longest - shortest)
    lower, likeliest, upper = (record.calendar.after(outcome.exam_end, each) for each in days)
    return Window(lower, upper, likeliest)
