"""Reads single values: days, moments, durations, texts; says what is wrong with one in a few words,
or nothing.
"""

import re
from datetime import date, datetime, timedelta

# Hours and seconds may not stand together without minutes between them.
_TIME = r"T(?=\d)(?!\d+H\d+S)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?"
DURATION = re.compile(rf"([+-]?)P(?:(\d+)W|(?=[\dT])(?:(\d+)D)?(?:{_TIME})?)", re.ASCII)
ESCAPE = re.compile(r"\\(?![\\;,nN])")
ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!-~]+")


def duration(text: str) -> timedelta | None:
    """Return a duration, or None where the text is none.

    >>> duration("-PT15H"), duration("P12H"), duration("PT")
    (datetime.timedelta(days=-1, seconds=32400), None, None)
    """
    match = DURATION.fullmatch(text)
    if match is None or len(text) > 30:
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    try:
        length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
        return -length if match[1] == "-" else length
    except OverflowError:
        return None


def day(text: str) -> date | None:
    """Return a day of the form 20260814, or None."""
    if not re.fullmatch(r"\d{8}", text, re.ASCII):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def moment(text: str) -> datetime | None:
    """Return a moment of the form 20260813T160000 with or without a Z, or None; the zone is not
    looked at.
    """
    match = re.fullmatch(r"(\d{8})T(\d\d)(\d\d)(\d\d)Z?", text, re.ASCII)
    found = day(match[1]) if match else None
    if match is None or found is None:
        return None
    hour, minute, second = (int(part) for part in match.groups()[1:])
    if hour > 23 or minute > 59 or second > 60:
        return None
    return datetime(found.year, found.month, found.day, hour, minute, min(second, 59))  # noqa: DTZ001 - compared alone


def stray_escape(text: str) -> str:
    """Return the first escape that is none, or nothing.

    >>> stray_escape(r"a\\, b\\nc"), stray_escape(r"C:\\temp")
    ('', '\\\\t')
    """
    match = ESCAPE.search(text.replace("\\\\", ""))
    return match.string[match.start() : match.start() + 2] if match else ""


def is_address(text: str) -> bool:
    """Say whether a text is an address in ASCII."""
    return ADDRESS.fullmatch(text) is not None
