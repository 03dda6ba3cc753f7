"""Recovers entries from a published feed, for a folder whose ledger is lost.

A feed does not carry everything. STATUS separates announced and cancelled days from all others:
planned, reported and unrecorded days come back as estimated. Earlier versions are lost, and so is
whether an event is a deadline or conditional; its title is that of its kind. The next build
corrects every entry whose event it makes with the same bytes.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from icalendar import Calendar

from feedgen.core.model import (
    CHINA,
    Entry,
    Event,
    MilestoneKind,
    State,
    Version,
    identity_of,
)
from feedgen.publish.ledger.entries import digest

ONE_DAY = timedelta(days=1)
HOST = re.compile(rb"^UID:[^\r\n]*@([^@\r\n]*)", re.MULTILINE)
FOLD = b"\r\n "
STATES = {"CONFIRMED": State.ANNOUNCED, "CANCELLED": State.CANCELLED}
"""By STATUS; any other is that of an estimate."""


def recover_entries(
    content: bytes, place_key: str, kinds: Mapping[str, MilestoneKind]
) -> dict[str, Entry]:
    """Return the entries that a feed of ours gives, one for each of its events.

    Args:
        content: The feed without alarms.
        place_key: Key of the place, which its UIDs begin with.
        kinds: Of milestones; their titles become those of the entries.

    Raises:
        ValueError: It is no calendar.
    """
    return {
        event.key: Entry(
            digest(event),
            event.sequence,
            event.created,
            event.modified,
            (_version(event, kinds.get(identity_of(event.key)[0])),),
        )
        for event in parse_events(content, place_key)
    }


def _version(event: Event, kind: MilestoneKind | None) -> Version:
    published, title = event.modified.astimezone(CHINA).date(), kind.title if kind else event.title
    return Version(published, event.first, event.last, event.state, title)


def hosts_in(content: bytes) -> set[str]:
    """Return the hosts at the end of the UIDs of a feed of ours."""
    return {host.decode("utf-8", "replace") for host in HOST.findall(content.replace(FOLD, b""))}


def parse_events(content: bytes, place_key: str) -> Iterator[Event]:
    """Yield the events of a place in a feed of ours, without their alarms.

    The state is only that of STATUS, and the plain title still has its state in front.

    Args:
        content: The feed.
        place_key: Key of the place, which its UIDs begin with.

    Raises:
        ValueError: It is no calendar.
    """
    for component in Calendar.from_ical(content).walk("VEVENT"):
        if str(component["UID"]).startswith(f"{place_key}-"):
            yield _event(component, place_key)


def _event(component: Any, place_key: str) -> Event:
    uid, title, status = (str(component[name]) for name in ("UID", "SUMMARY", "STATUS"))
    return Event(
        key=uid.partition("@")[0].removeprefix(f"{place_key}-"),
        uid=uid,
        state=STATES.get(status, State.ESTIMATED),
        sequence=int(component["SEQUENCE"]),
        created=_moment(component, "CREATED"),
        modified=_moment(component, "LAST-MODIFIED"),
        first=component["DTSTART"].dt,
        last=component["DTEND"].dt - ONE_DAY,
        title=title,
        plain_title=title,
        description=str(component["DESCRIPTION"]),
        url=str(component.get("URL", "")),
        status=status,
        categories=tuple(str(category) for category in component["CATEGORIES"].cats),
        alarms=(),
    )


def _moment(component: Any, name: str) -> datetime:
    moment = component[name].dt
    if not isinstance(moment, datetime):
        raise ValueError(f"{name} is no moment")
    return moment
