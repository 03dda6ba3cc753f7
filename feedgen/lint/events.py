"""Checks an event: its identity, its days, what it says, how it rings."""

import re
from datetime import timedelta

from feedgen.core.model import HOST
from feedgen.lint.components import Component, check_escapes, check_once
from feedgen.lint.lines import Line, Report, shown
from feedgen.lint.values import day, duration, is_address, moment

ONCE = (
    "UID", "DTSTAMP", "DTSTART", "DTEND", "DURATION", "SUMMARY", "DESCRIPTION", "STATUS", "TRANSP", "CLASS", "SEQUENCE",
    "CREATED", "LAST-MODIFIED", "URL", "LOCATION",
)  # fmt: skip
WORDS = {
    "STATUS": {"TENTATIVE", "CONFIRMED", "CANCELLED"},
    "TRANSP": {"OPAQUE", "TRANSPARENT"},
    "CLASS": {"PUBLIC", "PRIVATE", "CONFIDENTIAL"},
}
MOMENTS = ("DTSTAMP", "CREATED", "LAST-MODIFIED")
LONGEST_DESCRIPTION = 800
HTML = re.compile(r"</?(?:a|b|i|p|br|div|span|ul|li|strong|em|table)\b[^>]{0,200}>", re.IGNORECASE)
PREFIX = re.compile(r"【[^】]+】")


def check_event(event: Component, zones: set[str], report: Report, *, is_ours: bool) -> None:
    """Report what is wrong in one event.

    Args:
        event: The component.
        zones: The time zones that its calendar defines.
        report: Takes what is wrong.
        is_ours: A feed of ours made it, which promises more.
    """
    check_once(event, ONCE, report)
    _check_identity(event, report)
    _check_days(event, zones, report)
    _check_words(event, report)
    _check_texts(event, report)
    _check_company(event, report)
    for alarm in event.parts("VALARM"):
        _check_alarm(alarm, report)
    _check_order(event.parts("VALARM"), report)
    if is_ours:
        _check_ours(event, report)


def _check_identity(event: Component, report: Report) -> None:
    if not any(line.value.strip() for line in event.all("UID")):
        report(event.number, "uid", "the event has no UID")
    if not event.all("DTSTAMP"):
        report(event.number, "dtstamp", "the event has no DTSTAMP")
    for name in MOMENTS:
        for line in event.all(name):
            if moment(line.value) is None or not line.value.endswith("Z"):
                report(line.number, "utc", f"{name} {shown(line.value)} is no moment in UTC")
    for line in event.all("SEQUENCE"):
        if not re.fullmatch(r"\d{1,9}", line.value, re.ASCII):
            report(line.number, "sequence", f"{shown(line.value)} is no whole number from 0")


def _check_days(event: Component, zones: set[str], report: Report) -> None:
    start, end = event.first("DTSTART"), event.first("DTEND")
    if start is None:
        report(event.number, "dtstart", "the event has no DTSTART")
        return
    for line in (start, end):
        if line:
            _check_day(line, zones, report)
    lasting = event.first("DURATION")
    if end and lasting:
        report(lasting.number, "end-and-duration", "stands beside DTEND")
    if lasting and duration(lasting.value) is None:
        report(
            lasting.number,
            "duration",
            f"DURATION {shown(lasting.value)} is no duration; one such as P1D",
        )
    if end is None and lasting is None:
        report(event.number, "dtend", "the event has no DTEND")
    if end:
        _check_end(start, end, report)


def _check_day(line: Line, zones: set[str], report: Report) -> None:
    is_day = line.parameters.get("VALUE", "").upper() == "DATE"
    if (day(line.value) if is_day else moment(line.value)) is None:
        kind = (
            "day such as 20260814"
            if is_day
            else "moment such as 20260814T010000Z; a day needs VALUE=DATE"
        )
        report(line.number, "date", f"{line.name} {shown(line.value)} is no {kind}")
    zone = line.parameters.get("TZID", "")
    if zone and zone not in zones:
        report(line.number, "time-zone", f"TZID {shown(zone)} is not defined in the file")
    if not is_day and not zone and moment(line.value) and not line.value.endswith("Z"):
        report(line.number, "floating", f"{line.name} has no zone")


def _check_end(start: Line, end: Line, report: Report) -> None:
    if _is_day(start) != _is_day(end):
        report(end.number, "date-type", "DTSTART and DTEND are not of one type")
        return
    read = day if _is_day(start) else moment
    first, after = read(start.value), read(end.value)
    if (
        first
        and after
        and after <= first
        and start.parameters.get("TZID") == end.parameters.get("TZID")
    ):
        report(end.number, "exclusive-end", f"DTEND {end.value} is not after DTSTART {start.value}")


def _is_day(line: Line) -> bool:
    return line.parameters.get("VALUE", "").upper() == "DATE"


def _check_words(event: Component, report: Report) -> None:
    for name, words in WORDS.items():
        for line in event.all(name):
            if line.value.upper() not in words:
                report(
                    line.number,
                    name.lower(),
                    f"{shown(line.value)}; known are {', '.join(sorted(words))}",
                )
    start, transp = event.first("DTSTART"), event.first("TRANSP")
    busy = event.first("X-MICROSOFT-CDO-BUSYSTATUS")
    if start and _is_day(start) and (transp is None or transp.value.upper() == "OPAQUE"):
        at = transp.number if transp else event.number
        report(at, "busy", "an all-day event without TRANSP:TRANSPARENT")
    elif busy and busy.value.upper() in {"BUSY", "OOF"}:
        report(busy.number, "busy", f"X-MICROSOFT-CDO-BUSYSTATUS is {busy.value}")


def _check_texts(event: Component, report: Report) -> None:
    if not event.all("SUMMARY"):
        report(event.number, "summary", "the event has no SUMMARY")
    check_escapes(event, report)
    for line in event.all("DESCRIPTION"):
        length = len(re.sub(r"\\(.)", r"\1", line.value))
        if length > LONGEST_DESCRIPTION:
            report(line.number, "long-description", f"has {length} characters")
        if HTML.search(line.value):
            report(line.number, "html", "holds HTML")
    for line in event.all("URL"):
        if line.value and not is_address(line.value):
            report(line.number, "url", f"{shown(line.value)} is no address in ASCII")


def _check_company(event: Component, report: Report) -> None:
    for name, rule in (
        ("ATTENDEE", "scheduling"),
        ("ORGANIZER", "scheduling"),
        ("ATTACH", "attachment"),
        ("IMAGE", "attachment"),
        ("CONFERENCE", "attachment"),
        ("X-MICROSOFT-CDO-ALLDAYEVENT", "all-day-event"),
    ):
        for line in event.all(name):
            report(line.number, rule, f"{name} in a feed")


def _check_alarm(alarm: Component, report: Report) -> None:
    check_escapes(alarm, report)
    action, trigger = alarm.first("ACTION"), alarm.first("TRIGGER")
    if action is None:
        report(alarm.number, "alarm-action", "the alarm has no ACTION")
    elif action.value.upper() == "DISPLAY" and not alarm.all("DESCRIPTION"):
        report(alarm.number, "alarm-description", "the alarm has no DESCRIPTION")
    if trigger is None:
        report(alarm.number, "alarm-trigger", "the alarm has no TRIGGER")
    elif trigger.parameters.get("VALUE", "").upper() == "DATE-TIME":
        if moment(trigger.value) is None or not trigger.value.endswith("Z"):
            report(trigger.number, "utc", f"TRIGGER {shown(trigger.value)} is no moment in UTC")
    elif (lead := duration(trigger.value)) is None:
        report(
            trigger.number,
            "duration",
            f"TRIGGER {shown(trigger.value)} is no duration; one such as -PT15H",
        )
    elif lead > timedelta(0):
        report(trigger.number, "alarm-after", f"TRIGGER {trigger.value} is after the start")


def _check_order(alarms: list[Component], report: Report) -> None:
    leads = []
    for alarm in alarms:
        trigger = alarm.first("TRIGGER")
        lead = duration(trigger.value) if trigger else None
        if trigger and lead is not None:
            leads.append((lead, trigger.number))
    if leads and leads[0][0] < max(lead for lead, _ in leads):
        report(leads[0][1], "alarm-order", "the first alarm is not the nearest")


def _check_ours(event: Component, report: Report) -> None:
    uid, status, title = event.first("UID"), event.first("STATUS"), event.first("SUMMARY")
    if uid and not _has_our_host(uid.value):
        report(
            uid.number,
            "foreign-address",
            f"{shown(uid.value)} ends neither in @{HOST} nor in a name below it",
        )
    if status and title:
        is_marked = PREFIX.match(title.value) is not None
        if is_marked == (status.value.upper() == "CONFIRMED"):
            report(
                title.number,
                "state-in-title",
                f"{shown(title.value)} while STATUS is {shown(status.value)}",
            )


def _has_our_host(uid: str) -> bool:
    """Say whether a UID ends in our host, or in that of an exam with an identity, which lies below
    it.
    """
    _, at, host = uid.rpartition("@")
    return bool(at) and f".{host}".endswith(f".{HOST}")
