"""The library: `load`, `timeline` and `estimate`, which `feedgen` gives to programs.

Only `load` reads files, and nothing here reads the clock.
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

_latest: tuple[Definitions, ObservationHistory] | None = None
"""The definitions used last, compared by identity, and their observations.

So the observations are gathered once for all places of a country.
"""


def load(folder: str | PathLike[str] | None = None) -> Definitions:
    """Load a folder of definitions, and check all of it.

    Args:
        folder: A folder such as `regions/`. None: the default of the command, which is `./regions`
            if it holds `national.toml`, else that of the checkout feedgen was imported from, else
            the copy inside the package.

    Returns:
        Every region with all that it inherits, and every place; immutable.

    Raises:
        DefinitionError: The definitions are invalid; holds every problem of every file.
    """
    return load_folder(default_folder() if folder is None else Path(folder))


def timeline(definitions: Definitions, place: str | Place, *, as_of: date | str) -> Timeline:
    """Date all milestones of a place by the facts that were known on a day.

    Args:
        definitions: The result of `load`.
        place: A slug, a code or a Chinese name (`guangdong/meizhou`, `441400`, 梅州, 梅州市), or
            one of `definitions.places`.
        as_of: The day to pretend it is, in China; a date, or text such as `2026-06-05`. Facts that
            became known after it are ignored.

    Returns:
        The milestones by their days, from twelve months before `as_of` on: those of every session
        with known exam days, and the next exam. Feeds, pages and data of that day are made from the
        same timeline.

    Raises:
        PlaceError: No place has that name, or several have it.
        DayError: `as_of` is not a day from 2005 to 2090.
    """
    region = definitions.region_for(_resolve(definitions, place))
    return build_timeline(region, _history_of(definitions), parse_day(as_of))


def estimate(
    definitions: Definitions,
    place: str | Place,
    milestone: str = "results_release",
    exam_year: int | None = None,
    *,
    as_of: date | str,
) -> Milestone:
    """Return one milestone of an exam year in a place, dated by the facts known on a day.

    Announced and reported days are given as published; `state` tells them apart. The authority has
    named the day only if `state` is `announced`.

    Args:
        definitions: The result of `load`.
        place: As in `timeline`.
        milestone: `exam`, `results_release`, `score_recheck`, `qualification_review` or
            `certificate_collection`. `exam_enrolment`, `admission_ticket`, `pass_mark` and
            `public_notice` have published dates only, no estimates.
        exam_year: None: that of the newest session in the timeline with known exam days, past or
            ahead. A session without them counts as well if it has a date on record or may have
            begun; otherwise the dates of an older one would pass for its own. For `exam` the newest
            session, even if it is only estimated.
        as_of: As in `timeline`.

    Returns:
        The milestone of the timeline: `window.lower` and `window.upper`, both inclusive,
        `window.likeliest` (None for published days), `state`, `basis`. Of two sittings in one exam
        year the later one.

    Raises:
        MilestoneError: No milestone has that name, or it has no date there on that day.
        PlaceError: No place has that name, or several have it.
        DayError: `as_of` is not a day from 2005 to 2090.
    """
    if type(exam_year) not in {int, type(None)}:
        raise MilestoneError(
            f"{exam_year!r} is not an exam year; give one such as 2026, or None for the newest"
        )
    if milestone not in MILESTONES:
        raise MilestoneError(
            f"unknown milestone '{milestone}'; {did_you_mean(str(milestone), MILESTONES)}"
        )
    dated = timeline(definitions, place, as_of=as_of)
    year = _newest_year(dated, milestone) if exam_year is None else exam_year
    sittings = [
        sitting
        for sitting in dated.milestones
        if (sitting.kind, sitting.exam_year) == (milestone, year)
    ]
    if not sittings:
        raise MilestoneError(_undated_message(dated, milestone, year))
    return max(sittings, key=lambda sitting: sitting.sitting)


def default_folder() -> Path:
    """Return the folder of the definitions: ./regions, else the checkout's, else the wheel's."""
    folders = (Path("regions"), PACKAGE.parent / "regions", PACKAGE / "regions")
    return next((folder for folder in folders if (folder / "national.toml").is_file()), folders[0])


def parse_day(day: date | str) -> date:
    """Return the day that a date or a text names.

    Raises:
        DayError: It is not a day from 2005 to 2090, or it is a datetime.

    >>> parse_day("2026-08-16")
    datetime.date(2026, 8, 16)
    """
    if not isinstance(day, str | date):
        raise DayError(f"{day!r} is not a day; give a date, or text such as '2026-08-16'")
    if isinstance(day, datetime):
        raise DayError(f"'{day}' is a moment; give the day that it is in China")
    try:
        parsed = date.fromisoformat(day) if isinstance(day, str) else day
    except ValueError as error:
        raise DayError(f"'{day}' is not a day; give one such as 2026-08-16") from error
    if not FIRST_YEAR <= parsed.year <= LAST_YEAR:
        raise DayError(f"{parsed} is out of range; give a day from {FIRST_YEAR} to {LAST_YEAR}")
    return parsed


def _resolve(definitions: Definitions, place: str | Place) -> Place:
    if isinstance(place, str):
        return Gazetteer.of(definitions.places).resolve(place)
    if not isinstance(place, Place):
        raise PlaceError(
            f"{place!r} is not a place; give a slug, a code in quotes ('441400') or a Chinese name"
        )
    if place.key not in definitions.region_of:
        raise PlaceError(
            f"{place.name} {place.slug} is not in these definitions; take one of their `places`"
        )
    return place


def _history_of(definitions: Definitions) -> ObservationHistory:
    global _latest
    latest = _latest
    if latest is None or latest[0] is not definitions:
        workdays = Workdays(definitions.year_notices)
        latest = _latest = definitions, ObservationHistory.of(definitions, workdays)
    return latest[1]


def _newest_year(dated: Timeline, kind: str) -> int | None:
    """Return the exam year of the newest session, or None for an empty timeline."""
    years = (
        milestone.exam_year
        for milestone in dated.milestones
        if kind == "exam" or not _is_next_exam(milestone, dated.as_of)
    )
    return max(years, default=None)


def _is_next_exam(milestone: Milestone, as_of: date) -> bool:
    """Return whether it is an exam ahead dated by its season, on which nothing depends yet."""
    is_season = milestone.basis.method is DatingMethod.SEASON
    return milestone.kind == "exam" and is_season and milestone.window.lower > as_of


def _undated_message(dated: Timeline, kind: str, exam_year: int | None) -> str:
    name = kind if exam_year is None else f"{kind} of {exam_year}"
    known = dict.fromkeys(
        f"{milestone.kind} of {milestone.exam_year}" for milestone in dated.milestones
    )
    return (
        f"no {name} is dated in {dated.region} on {dated.as_of};"
        f" dated there: {', '.join(known) or 'nothing'}"
    )
