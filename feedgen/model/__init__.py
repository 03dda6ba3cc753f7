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
from feedgen.model.feeds import CHINA, Event, Feed, instant
from feedgen.model.findings import Finding, LintRule, Severity
from feedgen.model.ledgers import Change, Entry, Ledger, Value
from feedgen.model.places import Alias, Around, Depth, Place
from feedgen.model.regions import FACTS, MILESTONES, About, Definitions, Guidance, MilestoneKind, Publication, Region
from feedgen.model.timelines import Basis, Milestone, State, Timeline
from feedgen.model.told import Said, Told
from feedgen.model.years import HolidayRun, YearNotice

__all__ = [
    "CHINA",
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
    "Change",
    "Contact",
    "Definitions",
    "Depth",
    "Entry",
    "Estimate",
    "Event",
    "Feed",
    "Finding",
    "Grade",
    "Guidance",
    "HolidayRun",
    "Judged",
    "Lag",
    "Ledger",
    "LintRule",
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
    "Severity",
    "Site",
    "Source",
    "Standing",
    "State",
    "Summary",
    "Timeline",
    "Told",
    "Value",
    "Weighed",
    "Window",
    "YearNotice",
    "bounded_days",
    "in_force",
    "instant",
    "standing_of",
]
