"""The frozen records that travel between the stations; nothing here reads, writes or decides."""

from feedgen.model.backtests import Judged, Outcome, PlanJudged, Report, Summary
from feedgen.model.estimates import SHARES, Belief, Estimate, Lag, Weighed, Window
from feedgen.model.facts import (
    Authority,
    Bound,
    Contact,
    Grade,
    Observation,
    Peculiarity,
    Plan,
    Rule,
    Session,
    Site,
    Source,
    Standing,
    bounded_days,
    in_force,
    standing_of,
)
from feedgen.model.feeds import Event, Feed
from feedgen.model.places import Alias, Around, Depth, Place
from feedgen.model.regions import FACTS, MILESTONES, About, Definitions, Guidance, MilestoneKind, Publication, Region
from feedgen.model.timelines import Basis, Milestone, State, Timeline
from feedgen.model.told import Said, Told
from feedgen.model.years import HolidayRun, YearNotice

__all__ = [
    "FACTS",
    "MILESTONES",
    "SHARES",
    "About",
    "Alias",
    "Around",
    "Authority",
    "Basis",
    "Belief",
    "Bound",
    "Contact",
    "Definitions",
    "Depth",
    "Estimate",
    "Event",
    "Feed",
    "Grade",
    "Guidance",
    "HolidayRun",
    "Judged",
    "Lag",
    "Milestone",
    "MilestoneKind",
    "Observation",
    "Outcome",
    "Peculiarity",
    "Place",
    "Plan",
    "PlanJudged",
    "Publication",
    "Region",
    "Report",
    "Rule",
    "Said",
    "Session",
    "Site",
    "Source",
    "Standing",
    "State",
    "Summary",
    "Timeline",
    "Told",
    "Weighed",
    "Window",
    "YearNotice",
    "bounded_days",
    "in_force",
    "standing_of",
]
