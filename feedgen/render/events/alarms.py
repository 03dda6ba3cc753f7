"""Decides which events ring, and when: nothing past, and nothing that may not take place."""

from datetime import date, timedelta

from feedgen.core.model import Milestone, State

# Negative triggers only, 09:00 of the day: Outlook takes the absolute value, and keeps only the
# first alarm.
DAY_BEFORE = timedelta(hours=15)
THREE_DAYS_BEFORE = timedelta(days=2, hours=15)


def alarms(milestone: Milestone, as_of: date) -> tuple[timedelta, ...]:
    """Return how long before the event's first day its alarms ring, the day-before alarm first.

    A deadline rings one day and three days before its last day, any other milestone one day before
    its first day. Reported, unrecorded and cancelled milestones do not ring; nor does an estimate
    after an estimated anchor, or a milestone that the region may not hold.
    """
    if not _may_ring(milestone):
        return ()
    first = milestone.window.upper if milestone.is_deadline else milestone.window.lower
    leads = (DAY_BEFORE, THREE_DAYS_BEFORE) if milestone.is_deadline else (DAY_BEFORE,)
    return tuple(lead for lead in leads if first - timedelta(days=lead.days + 1) >= as_of)


def _may_ring(milestone: Milestone) -> bool:
    if milestone.state is State.ANNOUNCED:
        return True
    if milestone.state not in {State.ESTIMATED, State.PLANNED} or milestone.is_conditional:
        return False
    is_after_exam = (
        milestone.basis.anchor == "exam" and milestone.basis.anchor_state is State.REPORTED
    )
    return is_after_exam or milestone.basis.anchor_state is State.ANNOUNCED
