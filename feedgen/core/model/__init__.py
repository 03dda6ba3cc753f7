"""The frozen records that the rooms pass on; nothing here reads, writes or decides."""

from feedgen.core.model.backtests import BacktestReport, Outcome, PlanOutcome, ScoredWindow, Summary
from feedgen.core.model.builds import BuildInfo, SiteInfo
from feedgen.core.model.candidates import (
    Candidate,
    Certainty,
    NotYetCheck,
    Proposal,
    SiteCheck,
    WatchReport,
)
from feedgen.core.model.completeness import Omission, Output
from feedgen.core.model.estimates import SHARES, Belief, Estimate, Lag, WeightedLag, Window
from feedgen.core.model.exams import HOST, MILESTONES, Exam, Guidance, MilestoneKind, host_of
from feedgen.core.model.explanations import Explanation
from feedgen.core.model.fact_types import FACT_TYPES, FACTS
from feedgen.core.model.facts import (
    Announcement,
    Authority,
    Bound,
    Contact,
    MajorOffered,
    MilestoneFact,
    NamedDays,
    Observation,
    Origin,
    Plan,
    RegionalException,
    Rule,
    Session,
    Site,
    bounded_days,
    in_force,
)
from feedgen.core.model.feeds import CHINA, LONGEST, Event, Feed, instant
from feedgen.core.model.findings import Finding, LintRule, Severity
from feedgen.core.model.holidays import HolidayNotice, HolidayRun
from feedgen.core.model.ledgers import Acceptance, Change, Entry, Ledger, Version
from feedgen.core.model.place_contexts import MilestoneText, PlaceContext
from feedgen.core.model.places import Alias, Depth, Place, PlaceRelations
from feedgen.core.model.regions import Definitions, Region
from feedgen.core.model.sources import Confidence, Grade, Source, confidence_of
from feedgen.core.model.timelines import (
    CANCELLED_FOR,
    MEMORY,
    Basis,
    DatingMethod,
    Milestone,
    State,
    Timeline,
    identity_of,
    key_of,
)
