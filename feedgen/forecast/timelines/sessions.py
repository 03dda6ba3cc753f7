"""Dates the exam itself: known sessions, cancelled sessions, and the next exam."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from feedgen.core.model import (
    CANCELLED_FOR,
    Basis,
    DatingMethod,
    Estimate,
    Lag,
    Milestone,
    Session,
    State,
    Window,
    in_force,
)
from feedgen.core.workdays import ONE_DAY
from feedgen.forecast.estimation import (
    LEVEL,
    effective_weights,
    exam_season,
    posterior,
    prior_from_rule,
)
from feedgen.forecast.timelines.dating_context import STATES, DatingContext

RELEVANT_YEARS = 3
"""Sessions further back cannot have anything within the last twelve months."""


def past_exams(context: DatingContext) -> Iterator[tuple[Milestone, Session]]:
    """Yield the exam of each session with known days that is recent enough to matter."""
    for session in _dated_sessions(context):
        if session.start and session.exam_year > context.as_of.year - RELEVANT_YEARS:
            state = STATES[session.confidence]
            if state is State.ANNOUNCED and _is_nations(session, context):
                # A notice of the nation is not yet a notice of this region.
                state = State.REPORTED
            yield _exam(session, state, _exam_days(session, context), context), session


def _exam_days(session: Session, context: DatingContext) -> Window:
    """Return the days of a session, or the one day on which the major sits.

    A region with sessions of its own does not follow the nation's order of majors.
    """
    assert session.start, "its days are known"
    kind, last = context.region.kinds["exam"], session.end or session.start
    has_major_day = (
        kind.major_day is not None
        and session.exam_year >= (kind.major_day_since or 0)
        and last - session.start == ONE_DAY
        and not context.region.has_own_sessions
    )
    if not has_major_day:
        return Window(session.start, last)
    day = session.start if kind.major_day == 1 else last
    return Window(day, day)


def _is_nations(session: Session, context: DatingContext) -> bool:
    is_nations = session.stated_by == context.nation.slug != context.region.slug
    return is_nations and not context.region.kinds["exam"].is_nationwide


def sessions_without_days(context: DatingContext) -> list[tuple[int, int]]:
    """Return exam year and sitting of milestones on named days after an exam on unknown days."""
    known = {
        (session.exam_year, session.sitting)
        for session in context.sessions()
        if session.end or session.is_cancelled
    }
    first_year = context.as_of.year - RELEVANT_YEARS + 1
    named = {
        (fact.exam_year, fact.sitting)
        for fact in context.region.named_days
        if fact.exam_year >= first_year
    }
    return sorted(named - known)


def cancelled_exams(context: DatingContext) -> Iterator[tuple[Milestone, Session]]:
    """Yield the exam of each session whose cancellation became known within the last 60 days.

    It keeps its days: its own, else those that it had inherited, else the season.
    """
    for session in context.sessions():
        known = session.known_from
        if not session.is_cancelled or known is None or context.as_of > known + CANCELLED_FOR:
            continue
        session = _with_days(session, context)
        window = _cancelled_window(session, context)
        if window:
            yield _exam(session, State.CANCELLED, window, context), session


def _with_days(session: Session, context: DatingContext) -> Session:
    """Return a cancelled session with the days on which it would have been held, if known."""
    for planned in context.region.sessions:
        is_same = (planned.exam_year, planned.sitting) == (session.exam_year, session.sitting)
        if session.start is None and is_same and not planned.is_cancelled:
            return replace(session, start=planned.start, end=planned.end)
    return session


def _cancelled_window(session: Session, context: DatingContext) -> Window | None:
    if session.start:
        return _exam_days(session, context)
    dated = _season_sessions(context)
    earlier = [known for known in dated if known.exam_year < session.exam_year]
    if not earlier or not context.region.kinds["exam"].season:
        return None
    season = _estimate(context, earlier, session.exam_year)
    return exam_season(season.region, session.exam_year, context.calendar)


def _exam(session: Session, state: State, window: Window, context: DatingContext) -> Milestone:
    known_from = session.known_from or window.lower
    basis = Basis(
        method=DatingMethod.DAYS_NAMED,
        sources=session.sources,
        facts=(session,),
        is_national=_is_nations(session, context),
    )
    return Milestone(
        "exam", session.exam_year, session.sitting, state, window, basis, known_from, known_from
    )


def next_exams(context: DatingContext) -> Iterator[Milestone]:
    """Yield the next exam while its days are unknown, after any that passed unrecorded."""
    kind, dated = context.region.kinds.get("exam"), _season_sessions(context)
    ends = [session.end or session.start or date.min for session in _dated_sessions(context)]
    last_end = max(ends, default=date.max)
    if kind is None or kind.season is None or last_end >= context.as_of:
        return
    since = max(last_end + ONE_DAY, _last_cancellation(context))
    exam_year = max(session.exam_year for session in context.sessions()) + 1
    while True:
        exam = _estimated_exam(context, dated, exam_year, since)
        yield exam
        if exam.window.upper >= context.as_of:
            return
        since, exam_year = exam.window.upper + ONE_DAY, exam_year + 1


def _last_cancellation(context: DatingContext) -> date:
    cancelled = (session for session in context.sessions() if session.is_cancelled)
    return max((session.known_from or date.min for session in cancelled), default=date.min)


def _estimated_exam(
    context: DatingContext, sessions: list[Session], exam_year: int, since: date
) -> Milestone:
    kind = context.region.kinds["exam"]
    estimate = _estimate(context, sessions, exam_year)
    window = exam_season(estimate.region, exam_year, context.calendar)
    holidays = context.calendar.holidays_between(window.lower, window.upper)
    basis = Basis(
        method=DatingMethod.SEASON,
        unit="days of the year",
        lag=kind.season,
        holidays=holidays,
        is_calendar_confirmed=all(run.is_confirmed for run in holidays),
        sources=kind.sources,
        facts=tuple(sessions),
        estimate=estimate,
        is_national=not context.region.has_own_sessions,
    )
    return Milestone("exam", exam_year, 1, State.ESTIMATED, window, basis, since, since)


def _estimate(context: DatingContext, sessions: list[Session], exam_year: int) -> Estimate:
    """Learn the day of the year on which the exam begins: a lag after the last New Year's Eve."""
    season = context.region.kinds["exam"].season
    assert season, "without a season there is nothing to learn"
    # A second sitting says nothing of the season.
    lags = [_season_lag(session) for session in sessions if session.sitting == 1]
    prior = prior_from_rule(season)
    belief = posterior(prior, lags)
    observations = effective_weights(lags, belief)
    nation = context.nation.slug
    first, last = (_day_of_year(exam_year, day) for day in season)
    return Estimate(
        level=LEVEL,
        prior=prior,
        nation=None,
        region=belief,
        national_observations=tuple(seen for seen in observations if seen.lag.region == nation),
        own_observations=tuple(seen for seen in observations if seen.lag.region != nation),
        learned_until=context.as_of,
        rule_window=Window(first, last),
        is_regional_rule=False,
    )


def _season_lag(session: Session) -> Lag:
    assert session.start, "its days are known"
    # An exam may slip into the year after its own.
    day = (session.start - date(session.exam_year, 1, 1)).days + 1
    return Lag(session.stated_by, session.exam_year, session.sitting, day, day, (session,))


def _day_of_year(year: int, number: int) -> date:
    """Return a day by its number in a common year, in any year."""
    return (date(2001, 1, 1) + timedelta(days=number - 1)).replace(year=year)


def _season_sessions(context: DatingContext) -> list[Session]:
    """Return the sessions that the season is learned from.

    Regions without sessions of their own sit the nation's next exam, whatever they sat before.
    """
    is_own = context.region.has_own_sessions
    return _dated(context.sessions() if is_own else in_force(context.nation.sessions))


def _dated_sessions(context: DatingContext) -> list[Session]:
    """Return the sessions whose first day is known, without the cancelled ones."""
    return _dated(context.sessions())


def _dated(sessions: list[Session]) -> list[Session]:
    return [session for session in sessions if session.start and not session.is_cancelled]
