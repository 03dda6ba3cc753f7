"""Explains the date of a milestone: decides what it rests on, once for all renderers."""

from datetime import date

from feedgen.core.model import (
    Basis,
    Bound,
    Confidence,
    DatingMethod,
    Explanation,
    Grade,
    Milestone,
    NamedDays,
    Region,
    Session,
    State,
    Timeline,
)
from feedgen.core.model.facts import Fact
from feedgen.core.workdays import ONE_DAY, Workdays


def explain(
    milestone: Milestone, region: Region, timeline: Timeline, calendar: Workdays
) -> Explanation:
    """Explain the date of a milestone of a region's timeline."""
    basis, kind = milestone.basis, region.kinds[milestone.kind]
    middle = milestone.window.likeliest if basis.is_on_record else None
    session = _cancelled_session(milestone)
    facts = dict.fromkeys((*basis.facts, *filter(None, [milestone.plan])))
    return Explanation(
        **vars(basis),
        milestone=milestone,
        kind=kind,
        as_of=timeline.as_of,
        is_nations_rule=_is_nations_rule(basis) or kind.is_nationwide,
        is_converted=_is_converted(basis),
        anchor_name=region.kinds[basis.anchor].name if basis.anchor else "",
        working_days=_working_days(milestone, calendar),
        own_facts=tuple(fact for fact in facts if _is_own(fact, milestone)),
        bounds=_bounds(milestone),
        is_plan_used=milestone.plan in basis.facts,
        level=basis.estimate.level if basis.estimate and basis.is_on_record else None,
        is_taken_at_word=_is_taken_at_word(basis),
        session_count=_session_count(basis),
        middle=middle,
        likeliest=middle if _may_be_likeliest(milestone) else None,
        earlier=_earlier(milestone, timeline),
        cancelled_session=session,
        were_days_named=_were_days_named(milestone, session),
    )


def _is_nations_rule(basis: Basis) -> bool:
    return basis.estimate.nation is not None if basis.estimate else basis.is_national


def _is_converted(basis: Basis) -> bool:
    has_assumption = any(source.grade is Grade.ASSUMPTION for source in basis.sources)
    is_all_ours = basis.is_assumed and _is_nations_rule(basis)
    return has_assumption and not is_all_ours and not basis.is_on_record


def _working_days(milestone: Milestone, calendar: Workdays) -> tuple[tuple[date, date, int], ...]:
    anchor, window = milestone.basis.anchor_window, milestone.window
    if not milestone.basis.estimate or not anchor or not anchor.is_single:
        return ()
    first = anchor.lower + ONE_DAY
    ends = (window.lower, window.upper)
    return tuple((first, last, calendar.lag_between(anchor.lower, last)) for last in ends)


def _is_own(fact: Fact, milestone: Milestone) -> bool:
    is_dated_exam = milestone.kind == "exam" and milestone.basis.method is DatingMethod.DAYS_NAMED
    return is_dated_exam or not isinstance(fact, Session)


def _bounds(milestone: Milestone) -> tuple[date | None, date | None, date | None]:
    facts = [fact for fact in milestone.basis.facts if isinstance(fact, Bound)]
    bounds = [bound for bound in facts if bound.milestone == milestone.kind]
    return (
        max(filter(None, (bound.not_yet for bound in bounds)), default=None),
        max(filter(None, (bound.not_before for bound in bounds)), default=None),
        min(filter(None, (bound.not_after for bound in bounds)), default=None),
    )


def _is_taken_at_word(basis: Basis) -> bool:
    estimate = basis.estimate
    return estimate is not None and estimate.is_regional_rule and not estimate.own_observations


def _session_count(basis: Basis) -> int:
    if basis.method is not DatingMethod.SEASON:
        return 0
    has_source = any(fact.confidence is not Confidence.ASSUMED for fact in basis.facts)
    return len(basis.facts) if has_source or basis.is_on_record else 0


def _may_be_likeliest(milestone: Milestone) -> bool:
    """Say whether people may be given the median; with a plan it is a day nobody has in mind."""
    is_window = milestone.state is State.ESTIMATED and not milestone.window.is_single
    return is_window and milestone.plan not in milestone.basis.facts


def _earlier(milestone: Milestone, timeline: Timeline) -> tuple[NamedDays, ...] | None:
    if milestone.kind != "results_release":
        return None
    return tuple(fact for fact in timeline.earlier if fact.exam_year < milestone.exam_year)


def _cancelled_session(milestone: Milestone) -> Session | None:
    sessions = (fact for fact in milestone.basis.facts if isinstance(fact, Session))
    return next(sessions, None) if milestone.state is State.CANCELLED else None


def _were_days_named(milestone: Milestone, session: Session | None) -> bool:
    has_day = milestone.kind != "exam" or (session is not None and session.start is not None)
    return milestone.basis.method is DatingMethod.DAYS_NAMED and has_day
