"""Parses single values: days, times, durations, addresses; None or False for a malformed one."""

import re
from datetime import date, datetime, timedelta

# Hours and seconds need minutes between them.
_TIME = r"T(?=\d)(?!\d+H\d+S)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?"
DURATION = re.compile(rf"([+-]?)P(?:(\d+)W|(?=[\dT])(?:(\d+)D)?(?:{_TIME})?)", re.ASCII)
ESCAPE = re.compile(r"\\(?![\\;,nN])")
ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!-~]+")


def duration(text: str) -> timedelta | None:
    """Parse a duration.

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


def is_duration(text: str) -> bool:
    """Return whether a text is a duration."""
    return duration(text) is not None


def day(text: str) -> date | None:
    """Parse a day such as 20260814."""
    if not re.fullmatch(r"\d{8}", text, re.ASCII):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def moment(text: str) -> datetime | None:
    """Parse a time such as 20260813T160000 or 20260813T160000Z; the zone is ignored."""
    match = re.fullmatch(r"(\d{8})T(\d\d)(\d\d)(\d\d)Z?", text, re.ASCII)
    parsed = day(match[1]) if match else None
    if match is None or parsed is None:
        return None
    hour, minute, second = (int(part) for part in match.groups()[1:])
    if hour > 23 or minute > 59 or second > 60:
        return None
    return datetime(parsed.year, parsed.month, parsed.day, hour, minute, min(second, 59))  # noqa: DTZ001 - only compared


def is_utc(text: str) -> bool:
    """Return whether a text is a time in UTC, with its Z."""
    return text.endswith("Z") and moment(text) is not None


def stray_escape(text: str) -> str:
    """Return the first invalid escape of a text, else an empty text.

    >>> stray_escape(r"a\\, b\\nc"), stray_escape(r"C:\\temp")
    ('', '\\\\t')
    """
    match = ESCAPE.search(text.replace("\\\\", ""))
    return match.string[match.start() : match.start() + 2] if match else ""


def is_address(text: str) -> bool:
    """Return whether a text is an address in ASCII."""
    return ADDRESS.fullmatch(text) is not None
