"""Why a milestone has its days: decided once, put into words by every renderer."""

from dataclasses import dataclass
from datetime import date

from feedgen.core.model.exams import MilestoneKind
from feedgen.core.model.facts import Fact, NamedDays, Session
from feedgen.core.model.timelines import Basis, Milestone


@dataclass(frozen=True, kw_only=True)
class Explanation(Basis):
    """Where the date of one milestone comes from: its basis, and what follows from it."""

    milestone: Milestone
    kind: MilestoneKind
    as_of: date
    is_nations_rule: bool
    """The rule, the record or the days are the nation's, not the region's own."""
    is_converted: bool
    """We converted the rule to working days, and no record makes up for it."""
    anchor_name: str
    """Chinese; empty without an anchor."""
    working_days: tuple[tuple[date, date, int], ...]
    """From the day after the anchor to each end of the window: first, last, count."""
    own_facts: tuple[Fact, ...]
    """The facts and the plan, without the sessions that a lag or a season was counted from."""
    bounds: tuple[date | None, date | None, date | None]
    """The tightest `not_yet`, `not_before` and `not_after` of the milestone."""
    is_plan_used: bool
    """The plan has changed the window."""
    level: float | None
    """Share of outcomes that the window is meant to hold; None where the record is too small."""
    is_taken_at_word: bool
    """The window is the span of the region's own rule, which no record has changed."""
    session_count: int
    """Exams that the next one is expected from; 0 where they are few and all assumed."""
    middle: date | None
    """The median day; None where the record is too small."""
    likeliest: date | None
    """The median day where people may be given it as the likeliest."""
    earlier: tuple[NamedDays, ...] | None
    """The region's earlier releases, newest first; None where the milestone is no release."""
    cancelled_session: Session | None
    were_days_named: bool
    """A source named the days, so that they are not our estimate."""
