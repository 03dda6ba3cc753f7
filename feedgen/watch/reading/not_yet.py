"""Proves by a list that a release has not come yet."""

from collections.abc import Sequence
from datetime import date, timedelta

from feedgen.core.model import Exam
from feedgen.watch.reading.exam_names import (
    name_certainty,
    names_another,
    normalized,
    without_names,
)
from feedgen.watch.reading.links import Link
from feedgen.watch.reading.title_patterns import MENTIONS_SCORES
from feedgen.watch.reading.titles import AwaitedMilestone, is_too_early, milestone_named, years_of

_LONGEST_LULL = timedelta(days=200)
_FEWEST_DATED = 5
_AHEAD = timedelta(days=3)


def proves_not_yet(
    links: Sequence[Link], awaited: AwaitedMilestone, exam: Exam, today: date
) -> bool:
    """Whether a list proves that a release has not come.

    It must be a real list of notices and reach back to the exam, and no title may be the release.

    Args:
        links: All notices of the list, those without an address as well.
        awaited: The release.
        exam: The exam.
        today: The day on which the list was read.
    """
    days = sorted(link.day for link in links if link.day and link.day - today <= _AHEAD)
    if len(days) < _FEWEST_DATED or today - days[-1] > _LONGEST_LULL:
        return False
    if awaited.since and days[0] > awaited.since:
        return False
    return not any(_may_bring(link, awaited, exam) for link in links)


def _may_bring(link: Link, awaited: AwaitedMilestone, exam: Exam) -> bool:
    """Whether a notice may be the release, if its title were whole or worded otherwise."""
    title = normalized(link.title)
    years = years_of(title)
    if (years and awaited.exam_year not in years) or is_too_early(link.day, awaited):
        return False
    if name_certainty(title, exam, is_cut=link.is_cut) is None:
        return link.is_cut and not names_another(title, exam)
    named = milestone_named(without_names(title, exam), is_cut=link.is_cut)
    is_named = named is not None and named[0] == awaited.milestone
    return is_named or MENTIONS_SCORES.is_in(title)
