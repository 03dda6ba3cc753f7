"""What people are told from: a place with all that holds there, and what is said of each of its
milestones.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from feedgen.core.model.exams import Exam
from feedgen.core.model.places import Place
from feedgen.core.model.regions import Region
from feedgen.core.model.timelines import Milestone, Timeline


@dataclass(frozen=True, kw_only=True)
class PlaceContext:
    """A place, whom it follows, and what holds there."""

    place: Place
    followed: Place
    """The province-level place whose dates it takes; itself for a province."""
    region: Region
    timeline: Timeline
    exam: Exam
    longest_name: int = 0
    """Characters of the longest name of a place in the region: texts are cut as if all had it, and
    so alike.
    """

    @property
    def name_slack(self) -> int:
        """How many characters shorter than the longest the place's name is."""
        return max(self.longest_name - len(self.place.name), 0)


@dataclass(frozen=True, kw_only=True)
class MilestoneText:
    """What is said of one milestone, in Chinese: the same words in a feed and on a page."""

    milestone: Milestone
    name: str
    """What it is: 成绩公布, 成绩复核截止, 资格审核（如有）."""
    word: str
    """Its state in a word: 官方, 预计."""
    sureness: str
    """What the date rests on, in a line."""
    texts: tuple[str, ...]
    """When, how sure and why, in full sentences."""
    likeliest: date | None
    """The day that may be named as the likeliest; None where the record is too thin for one."""


SHOWN_RULES = 3
"""Of each milestone, the newest, on a page: it has to stay small."""


class Output(StrEnum):
    """Where people and programs meet a fact."""

    FEED = "feed"
    PAGE = "page"
    DATA = "data"


@dataclass(frozen=True)
class Omission:
    """A fact that an output does not tell."""

    region: str
    """Slug."""
    at: str
    """File and line of the fact."""
    output: Output
    reason: str
    """Empty where nobody knows one: a bug."""
