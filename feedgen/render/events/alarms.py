"""Which events wake somebody, and when: nothing in the past, nothing for what may not exist yet."""

from datetime import date, timedelta

from feedgen.core.model import Milestone, State

# Negative triggers only, 09:00 of the day: Outlook takes the absolute value, and keeps only the
# first alarm.
DAY_BEFORE = timedelta(hours=15)
THREE_DAYS_BEFORE = timedelta(days=2, hours=15)


def alarms(milestone: Milestone, as_of: date) -> tuple[timedelta, ...]:
    """Return how long before the event's first day its alarms ring, the day-before alarm first.

    A deadline rings the day before and three days before, anything else the day before its first
    day. What was only reported, is not recorded or was cancelled does not ring; nor does an
    estimate that hangs on another estimate, or one of which nobody knows whether it exists here.
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
