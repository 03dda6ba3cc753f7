"""Answers a program that imports feedgen: `load`, `timeline` and `estimate`, given in `feedgen`
itself.

Only `load` reads anything, and nothing here reads the clock.
"""

from datetime import date, datetime
from os import PathLike
from pathlib import Path

from feedgen.core.errors import DayError, MilestoneError, PlaceError
from feedgen.core.model import MILESTONES, DatingMethod, Definitions, Milestone, Place, Timeline
from feedgen.core.workdays import Workdays
from feedgen.definitions.places import Gazetteer
from feedgen.definitions.regions import load as load_folder
from feedgen.definitions.regions.tables import did_you_mean
from feedgen.forecast.timelines import ObservationHistory, build_timeline

PACKAGE = Path(__file__).parent
FIRST_YEAR, LAST_YEAR = 2005, 2090
"""Years that can be asked about, both inclusive."""

_asked_last: tuple[Definitions, ObservationHistory] | None = None
"""What the regions observed, of the definitions asked about last: a country asked place by place is
gone through once.

They are held here and compared by identity, so that nothing else can ever be taken for them.
"""


def load(folder: str | PathLike[str] | None = None) -> Definitions:
    """Load a folder of definitions, and check all of it.

    Args:
        folder: A folder such as `regions/`. None: the one that the command takes, which is
            `./regions` if it holds `national.toml`, else that of the checkout feedgen was imported
            from, else the copy that came with feedgen.

    Returns:
        Every region with all that it inherits, and every place. The definitions never change; load
        them once and ask as often as you like.

    Raises:
        DefinitionError: Something in the folder is wrong; the error holds every problem of every
            file.
    """
    return load_folder(default_folder() if folder is None else Path(folder))


def timeline(definitions: Definitions, place: str | Place, *, as_of: date | str) -> Timeline:
    """Date everything that is known or expected in a place, as far as it was known on a day.

    Args:
        definitions: What `load` gave.
        place: A slug, a code or a Chinese name (`guangdong/meizhou`, `441400`, 梅州, 梅州市), or
            one of `definitions.places`.
        as_of: The day to pretend it is, in China; a date, or text such as `2026-06-05`. Facts that
            became known later are not used, those of that day are.

    Returns:
        The milestones in the order of their days, from twelve months before `as_of` on: all of
        every session whose exam days are known, and the next exam. The same as feeds, pages and
        data of that day are made from.

    Raises:
        PlaceError: No place goes by that name, or more than one does.
        DayError: `as_of` is no day, or not one from 2005 to 2090.
    """
    region = definitions.region_for(_place(definitions, place))
    return build_timeline(region, _record(definitions), day_of(as_of))


def estimate(
    definitions: Definitions,
    place: str | Place,
    milestone: str = "results_release",
    exam_year: int | None = None,
    *,
    as_of: date | str,
) -> Milestone:
    """Say when one milestone of an exam year comes in a place, as far as that was known on a day.

    Days that were announced or reported are given as they were named; `state` says which it is, and
    only where it is `announced` has the authority named the day.

    Args:
        definitions: What `load` gave.
        place: As `timeline` takes it.
        milestone: What is asked for: `exam`, `results_release`, `score_recheck`,
            `qualification_review`, `certificate_collection`; `exam_enrolment`, `admission_ticket`,
            `pass_mark` or `public_notice`, which have a date only where somebody has named one.
        exam_year: None: that of the newest session in the timeline whose exam days are known, held
            or still ahead. One without known days counts as well if a date of it is on record or it
            may have begun: the dates of an older one would be taken for its own. Of the exam itself
            the newest, even where it is only estimated.
        as_of: As `timeline` takes it.

    Returns:
        The milestone as it stands in the timeline: `window.lower` and `window.upper`, both
        inclusive, `window.likeliest` (None where the days are named), `state`, `basis`. Of two
        sittings in one exam year it is that of the later one.

    Raises:
        MilestoneError: There is no such milestone, or it has no date there on that day.
        PlaceError: No place goes by that name, or more than one does.
        DayError: `as_of` is no day, or not one from 2005 to 2090.
    """
    if type(exam_year) not in {int, type(None)}:
        raise MilestoneError(
            f"{exam_year!r} is no exam year; a number such as 2026, or None for the newest"
        )
    if milestone not in MILESTONES:
        raise MilestoneError(
            f"unknown milestone '{milestone}'; {did_you_mean(str(milestone), MILESTONES)}"
        )
    found = timeline(definitions, place, as_of=as_of)
    year = _newest_year(found, milestone) if exam_year is None else exam_year
    asked = [each for each in found.milestones if (each.kind, each.exam_year) == (milestone, year)]
    if not asked:
        raise MilestoneError(_without_date(found, milestone, year))
    return max(asked, key=lambda each: each.sitting)


def default_folder() -> Path:
    """Return ./regions, else the checkout's, else the wheel's copy: where definitions are if no
    folder is named.
    """
    folders = (Path("regions"), PACKAGE.parent / "regions", PACKAGE / "regions")
    return next((folder for folder in folders if (folder / "national.toml").is_file()), folders[0])


def day_of(day: date | str) -> date:
    """Return a day that was given as such, or as text.

    Raises:
        DayError: It is no day, a moment, or out of reach.

    >>> day_of("2026-08-16")
    datetime.date(2026, 8, 16)
    """
    if not isinstance(day, str | date):
        raise DayError(f"{day!r} is no day; a date, or text such as '2026-08-16'")
    if isinstance(day, datetime):
        raise DayError(
            f"'{day}' is a moment, and which day that is depends on the place; give the day it is in China"
        )
    try:
        found = date.fromisoformat(day) if isinstance(day, str) else day
    except ValueError as error:
        raise DayError(f"'{day}' is no day; a day such as 2026-08-16") from error
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise DayError(f"{found} is out of reach; a day from {FIRST_YEAR} to {LAST_YEAR}")
    return found


def _place(definitions: Definitions, place: str | Place) -> Place:
    if not isinstance(place, str | Place):
        raise PlaceError(
            f"{place!r} is no place; a slug, a code in quotes ('441400') or a Chinese name"
        )
    if isinstance(place, str):
        return Gazetteer.of(definitions.places).resolve(place)
    if place.key not in definitions.region_of:
        raise PlaceError(
            f"{place.name} {place.slug} is no place of these definitions; take one of their `places`"
        )
    return place


def _record(definitions: Definitions) -> ObservationHistory:
    global _asked_last
    kept = _asked_last
    if kept is None or kept[0] is not definitions:
        kept = definitions, ObservationHistory.of(definitions, Workdays(definitions.year_notices))
        _asked_last = kept
    return kept[1]


def _newest_year(found: Timeline, milestone: str) -> int | None:
    """Return the exam year that is meant where none is named; None where the timeline has none to
    offer.
    """
    meant = (
        each
        for each in found.milestones
        if milestone == "exam" or not _is_next_exam(each, found.as_of)
    )
    return max((each.exam_year for each in meant), default=None)


def _is_next_exam(milestone: Milestone, as_of: date) -> bool:
    """Say whether it is an exam ahead whose days nobody has named: nothing hangs on it yet."""
    return (
        milestone.kind == "exam"
        and milestone.basis.method is DatingMethod.SEASON
        and milestone.window.lower > as_of
    )


def _without_date(found: Timeline, milestone: str, exam_year: int | None) -> str:
    what = milestone if exam_year is None else f"{milestone} of {exam_year}"
    dated = ", ".join(
        dict.fromkeys(f"{each.kind} of {each.exam_year}" for each in found.milestones)
    )
    return (
        f"no {what} is dated in {found.region} on {found.as_of}; dated there: {dated or 'nothing'}"
    )
