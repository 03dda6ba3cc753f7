"""Makes the lines of a ledger from a feed that stands: how the ledger began, and how it is made
anew.
"""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from icalendar import Calendar

from feedgen.core.model import CHINA, Entry, Event, State, Version
from feedgen.publish.ledger.entries import digest

ONE_DAY = timedelta(days=1)
HOST = re.compile(rb"^UID:[^\r\n]*@([^@\r\n]*)", re.MULTILINE)
FOLD = b"\r\n "


def rebuild_entries(
    content: bytes, place_key: str, state_of_title: Callable[[str], State]
) -> dict[str, Entry]:
    """Return the lines that a feed of ours gives, one for each of its events.

    Args:
        content: The feed without alarms.
        place_key: Key of the place, which its UIDs begin with.
        state_of_title: Says what state a title tells.

    Raises:
        ValueError: It is no calendar.
    """
    rows = {}
    for event in parse_events(content, place_key, state_of_title):
        value = Version(
            event.modified.astimezone(CHINA).date(),
            event.first,
            event.last,
            event.state,
            event.title,
        )
        rows[event.key] = Entry(
            digest(event), event.sequence, event.created, event.modified, (value,)
        )
    return rows


def hosts_in(content: bytes) -> set[str]:
    """Return what the UIDs of a feed of ours end in."""
    return {host.decode("utf-8", "replace") for host in HOST.findall(content.replace(FOLD, b""))}


def parse_events(
    content: bytes, place_key: str, state_of_title: Callable[[str], State]
) -> Iterator[Event]:
    """Yield the events that a feed of ours has of a place, as they were published; alarms are not
    read.

    Args:
        content: The feed.
        place_key: Key of the place, which its UIDs begin with.
        state_of_title: Says what state a title tells.

    Raises:
        ValueError: It is no calendar.
    """
    for component in Calendar.from_ical(content).walk("VEVENT"):
        if str(component["UID"]).startswith(f"{place_key}-"):
            yield _event(component, place_key, state_of_title)


def _event(component: Any, place_key: str, state_of_title: Callable[[str], State]) -> Event:
    uid, title = str(component["UID"]), str(component["SUMMARY"])
    return Event(
        key=uid.partition("@")[0].removeprefix(f"{place_key}-"),
        uid=uid,
        state=state_of_title(title),
        sequence=int(component["SEQUENCE"]),
        created=_moment(component, "CREATED"),
        modified=_moment(component, "LAST-MODIFIED"),
        first=component["DTSTART"].dt,
        last=component["DTEND"].dt - ONE_DAY,
        title=title,
        description=str(component["DESCRIPTION"]),
        url=str(component.get("URL", "")),
        status=str(component["STATUS"]),
        categories=tuple(str(category) for category in component["CATEGORIES"].cats),
        alarms=(),
    )


def _moment(component: Any, name: str) -> datetime:
    moment = component[name].dt
    if not isinstance(moment, datetime):
        raise ValueError(f"{name} is no moment")
    return moment
