"""The frozen records that travel between the stations; nothing here reads, writes or decides."""

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
    in_force,
    standing_of,
)
from feedgen.model.feeds import Event, Feed
from feedgen.model.places import Alias, Depth, Place
from feedgen.model.regions import FACTS, MILESTONES, About, Definitions, Guidance, MilestoneKind, Region
from feedgen.model.timelines import Basis, Milestone, State, Timeline, Window
from feedgen.model.years import HolidayRun, YearNotice

__all__ = [
    "FACTS",
    "MILESTONES",
    "About",
    "Alias",
    "Authority",
    "Basis",
    "Bound",
    "Contact",
    "Definitions",
    "Depth",
    "Event",
    "Feed",
    "Grade",
    "Guidance",
    "HolidayRun",
    "Milestone",
    "MilestoneKind",
    "Observation",
    "Peculiarity",
    "Place",
    "Plan",
    "Region",
    "Rule",
    "Session",
    "Site",
    "Source",
    "Standing",
    "State",
    "Timeline",
    "Window",
    "YearNotice",
    "in_force",
    "standing_of",
]
