"""The input of all texts: a place with its region and timeline, and its milestones in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from feedgen.core.model.exams import Exam
from feedgen.core.model.explanations import Explanation
from feedgen.core.model.facts import Rule, in_force
from feedgen.core.model.places import Place
from feedgen.core.model.regions import Region
from feedgen.core.model.timelines import Milestone, Timeline


@dataclass(frozen=True, kw_only=True)
class PlaceContext:
    """A place, the province that it follows, and the facts and dates that hold there."""

    place: Place
    followed: Place
    """The province-level place whose dates it takes; itself for a province."""
    region: Region
    timeline: Timeline
    explanations: Mapping[str, Explanation]
    """Why each milestone of the timeline has its days, by the milestone's key."""
    exam: Exam
    longest_name: int = 0
    """Characters of the longest name of a place in the region.

    Texts are cut as if every place had it, so that they are alike in all places.
    """

    @property
    def name_slack(self) -> int:
        """How many characters shorter than the longest the place's name is."""
        return max(self.longest_name - len(self.place.name), 0)

    @property
    def current_since(self) -> int:
        """The exam year of the last session but two; rules from before it may be outdated."""
        sessions = in_force(self.region.sessions)
        held = [
            session.exam_year
            for session in sessions
            if session.start and session.start <= self.timeline.as_of and not session.is_cancelled
        ]
        return held[-3] if len(held) > 2 else 0

    def is_outdated(self, rule: Rule) -> bool:
        """Say whether a rule is so old that it may no longer hold."""
        return rule.exam_year is not None and rule.exam_year < self.current_since


@dataclass(frozen=True, kw_only=True)
class MilestoneText:
    """One milestone in Chinese, in the same words in a feed and on a page."""

    milestone: Milestone
    name: str
    """成绩公布, 成绩复核截止, 资格审核（如有）."""
    word: str
    """Its state in a word: 官方, 预计."""
    sureness: str
    """What the date rests on, in a line."""
    sentences: tuple[str, ...]
    """When, how sure and why."""
    likeliest: date | None
    """The likeliest day; None if the record is too thin to name one."""
