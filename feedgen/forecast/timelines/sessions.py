"""The exam itself: sessions that are known, sessions that were cancelled, and the next one nobody
has announced.
"""

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
)
from feedgen.forecast.estimation import (
    LEVEL,
    effective_weights,
    exam_season,
    posterior,
    prior_from_rule,
)
from feedgen.forecast.timelines.context import STATES, DatingContext

RELEVANT_YEARS = 3
"""Sessions further back cannot have anything within the last twelve months."""


def past_exams(context: DatingContext) -> Iterator[tuple[Milestone, Session]]:
    """Yield the exam of each known session that is recent enough to matter."""
    for session in context.sessions():
        if (
            session.start is None
            or session.is_cancelled
            or session.exam_year <= context.as_of.year - RELEVANT_YEARS
        ):
            continue
        state = STATES[session.confidence]
        if state is State.ANNOUNCED and _is_nations(session, context):
            # What the nation's notices say is not yet a notice of this region.
            state = State.REPORTED
        yield (
            _exam(session, state, Window(session.start, session.end or session.start), context),
            session,
        )


def _is_nations(session: Session, context: DatingContext) -> bool:
    is_nations = session.stated_by == context.nation.slug != context.region.slug
    return is_nations and not context.region.kinds["exam"].is_nationwide


def sessions_without_days(context: DatingContext) -> list[tuple[int, int]]:
    """Return exam year and sitting of what was named although nobody recorded when its exam ended."""
    known = {
        (session.exam_year, session.sitting)
        for session in context.sessions()
        if session.end or session.is_cancelled
    }
    named = {(fact.exam_year, fact.sitting) for fact in context.region.named_days}
    return sorted(each for each in named - known if each[0] > context.as_of.year - RELEVANT_YEARS)


def cancelled_exams(context: DatingContext) -> Iterator[tuple[Milestone, Session]]:
    """Yield the exam of each session whose cancellation became known within the last 60 days.

    It stands where it stood before: on its own days, else on those that it had inherited, else in
    its season.
    """
    for session in context.sessions():
        known = session.known_from
        if not session.is_cancelled or known is None or context.as_of > known + CANCELLED_FOR:
            continue
        session = _with_days(session, context)
        held = _sessions_with_days(context, before=session.exam_year)
        if session.start:
            window = Window(session.start, session.end or session.start)
        elif held and context.region.kinds["exam"].season:
            season = _estimate(context, held, session.exam_year)
            window = exam_season(season.region, session.exam_year, context.calendar)
        else:
            continue
        yield _exam(session, State.CANCELLED, window, context), session


def _with_days(session: Session, context: DatingContext) -> Session:
    """Return a cancelled session with the days on which it would have been held, where they had
    been known.
    """
    for other in context.region.sessions:
        is_same = (other.exam_year, other.sitting) == (session.exam_year, session.sitting)
        if session.start is None and is_same and not other.is_cancelled:
            return replace(session, start=other.start, end=other.end)
    return session


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
    """Yield the next exam where its days are not known yet, and any that should have been held
    without our knowing.
    """
    sessions, kind = context.sessions(), context.region.kinds.get("exam")
    held = _sessions_with_days(context)
    if kind is None or kind.season is None or not held:
        return
    last_end = max(session.end or session.start or date.min for session in held)
    if last_end >= context.as_of:
        return
    called_off = [
        session.known_from for session in sessions if session.is_cancelled and session.known_from
    ]
    since = max([last_end + timedelta(days=1), *called_off])
    exam_year = max(session.exam_year for session in sessions) + 1
    while True:
        exam = _estimated_exam(context, held, exam_year, since)
        yield exam
        if exam.window.upper >= context.as_of:
            return
        since, exam_year = exam.window.upper + timedelta(days=1), exam_year + 1


def _estimated_exam(
    context: DatingContext, held: list[Session], exam_year: int, since: date
) -> Milestone:
    kind = context.region.kinds["exam"]
    estimate = _estimate(context, held, exam_year)
    window = exam_season(estimate.region, exam_year, context.calendar)
    holidays = context.calendar.holidays_between(window.lower, window.upper)
    basis = Basis(
        method=DatingMethod.SEASON,
        unit="days of the year",
        lag=kind.season,
        holidays=holidays,
        is_calendar_confirmed=all(run.is_confirmed for run in holidays),
        sources=kind.sources,
        facts=tuple(held),
        estimate=estimate,
        is_national=not context.region.has_own_sessions,
    )
    return Milestone("exam", exam_year, 1, State.ESTIMATED, window, basis, since, since)


def _estimate(context: DatingContext, held: list[Session], exam_year: int) -> Estimate:
    """Learn the day of the year on which the exam begins, as lags are learned: counted from the
    last New Year's Eve.
    """
    season = context.region.kinds["exam"].season
    assert season, "without a season there is nothing to learn"
    # A second sitting says nothing of the season, and an exam may slip into the year after its own.
    begun = [
        (each, each.start - date(each.exam_year, 1, 1))
        for each in held
        if each.start and each.sitting == 1
    ]
    lags = [
        Lag(each.stated_by, each.exam_year, each.sitting, since.days + 1, since.days + 1, (each,))
        for each, since in begun
    ]
    rule = prior_from_rule(season)
    first, last = (
        (date(2001, 1, 1) + timedelta(days=day - 1)).replace(year=exam_year) for day in season
    )
    belief = posterior(rule, lags)
    weighed = effective_weights(lags, belief)
    return Estimate(
        level=LEVEL,
        rule=rule,
        nation=None,
        region=belief,
        national_observations=tuple(
            each for each in weighed if each.lag.region == context.nation.slug
        ),
        own_observations=tuple(each for each in weighed if each.lag.region != context.nation.slug),
        until=context.as_of,
        rule_window=Window(first, last),
        is_regional_rule=False,
    )


def _sessions_with_days(context: DatingContext, before: int = 9999) -> list[Session]:
    """Return the sessions whose first day is known, before an exam year, without those called off."""
    sessions = context.sessions()
    return [
        each
        for each in sessions
        if each.start and not each.is_cancelled and each.exam_year < before
    ]
