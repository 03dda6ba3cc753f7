"""Dates the milestones after an exam: on named days, else from the anchor."""

from collections.abc import Iterator
from datetime import date

from feedgen.core.model import MILESTONES, Basis, DatingMethod, Milestone, MilestoneKind, Window
from feedgen.core.model.exams import BEFORE_EXAM, REVIEW
from feedgen.forecast.timelines.best_facts import shared_confidence
from feedgen.forecast.timelines.dating_context import STATES, DatingContext
from feedgen.forecast.timelines.deadlines import deadline
from feedgen.forecast.timelines.lags import DatedMilestone, date_by_lag


def date_chain(
    context: DatingContext,
    exam_year: int,
    sitting: int,
    exam: Milestone | None,
    session_end: date = date.max,
) -> Iterator[Milestone]:
    """Yield every milestone of an exam year but the exam itself, each dated from its anchor.

    Args:
        context: The facts of one day.
        exam_year: The year by which the exam is called.
        sitting: 2 for a second session in one exam year.
        exam: Without it, since its days are unknown, only named days give dates.
        session_end: The last day of the session; a release follows all majors.
    """
    dated = {"exam": DatedMilestone.on(exam, session_end)} if exam else {}
    for key in MILESTONES:
        kind = context.region.kinds.get(key)
        if kind is None or key == "exam":
            continue
        link = _named(context, kind, exam_year, sitting, exam) or _expected(context, kind, dated)
        if link:
            dated[key] = link
            yield link.milestone


def _named(
    context: DatingContext,
    kind: MilestoneKind,
    exam_year: int,
    sitting: int,
    exam: Milestone | None,
) -> DatedMilestone | None:
    """Return the milestone on the days that were announced or reported."""
    facts = context.days_named(kind.key, exam_year, sitting)
    if not facts:
        return None
    sources = tuple(source for fact in facts for source in fact.sources)
    known = max((fact.known_from for fact in facts if fact.known_from), default=date.min)
    milestone = Milestone(
        kind=kind.key,
        exam_year=exam_year,
        sitting=sitting,
        state=STATES[shared_confidence(facts)],
        window=Window(facts[0].first, facts[0].last),
        basis=Basis(method=DatingMethod.DAYS_NAMED, sources=sources, facts=tuple(facts)),
        known_from=min(exam.known_from, known) if exam else known,
        revised=known,
        is_deadline=bool(kind.deadline_title),
        plan=context.plan(kind.key, exam_year, sitting),
    )
    return DatedMilestone.on(milestone, facts[0].last)


def _expected(
    context: DatingContext, kind: MilestoneKind, dated: dict[str, DatedMilestone]
) -> DatedMilestone | None:
    """Return the milestone in the window that its anchor gives; none before the exam has one."""
    if kind.key in BEFORE_EXAM:
        return None
    anchor = _anchor(context, kind, dated)
    if anchor is None or (kind.key == REVIEW and not context.region.reviews_after_results):
        return None
    if kind.deadline_title:
        return deadline(context, kind, anchor)
    earlier = dated.get(kind.after)
    return date_by_lag(context, kind, anchor, after=earlier.milestone if earlier else None)


def _anchor(
    context: DatingContext, kind: MilestoneKind, dated: dict[str, DatedMilestone]
) -> DatedMilestone | None:
    """Return the milestone that the lag is counted from: the nearest anchor with a date."""
    key = kind.anchor
    while key and key not in dated and key in context.region.kinds:
        key = context.region.kinds[key].anchor
    return dated.get(key)
