"""Checks an event: its properties, days, texts and alarms."""

import re
from datetime import timedelta

from feedgen.core.model import HOST
from feedgen.lint.components import Component, Properties, check_escapes, check_properties
from feedgen.lint.lines import Line, Reporter, shown
from feedgen.lint.values import day, duration, is_address, is_duration, is_utc, moment

LONGEST_DESCRIPTION = 800
HTML = re.compile(r"</?(?:a|b|i|p|br|div|span|ul|li|strong|em|table)\b[^>]{0,200}>", re.IGNORECASE)
PREFIX = re.compile(r"【[^】]+】")
STATUS = re.compile("TENTATIVE|CONFIRMED|CANCELLED", re.IGNORECASE)
TRANSP = re.compile("OPAQUE|TRANSPARENT", re.IGNORECASE)
CLASS = re.compile("PUBLIC|PRIVATE|CONFIDENTIAL", re.IGNORECASE)
SEQUENCE = re.compile(r"\d{1,9}", re.ASCII)
ONCE = (
    "UID", "DTSTAMP", "DTSTART", "DTEND", "DURATION", "SUMMARY", "DESCRIPTION", "STATUS", "TRANSP",
    "CLASS", "SEQUENCE", "CREATED", "LAST-MODIFIED", "URL", "LOCATION",
)  # fmt: skip
PROPERTIES = Properties(
    once=ONCE,
    required={"UID": "uid", "DTSTAMP": "dtstamp", "DTSTART": "dtstart", "SUMMARY": "summary"},
    unexpected={
        "ATTENDEE": "scheduling",
        "ORGANIZER": "scheduling",
        "ATTACH": "attachment",
        "IMAGE": "attachment",
        "CONFERENCE": "attachment",
        "X-MICROSOFT-CDO-ALLDAYEVENT": "all-day-event",
    },
    values={
        "UID": ("uid", str.strip, "an identity"),
        "DTSTAMP": ("utc", is_utc, "a time in UTC"),
        "CREATED": ("utc", is_utc, "a time in UTC"),
        "LAST-MODIFIED": ("utc", is_utc, "a time in UTC"),
        "DURATION": ("duration", is_duration, "a duration such as P1D"),
        "SEQUENCE": ("sequence", SEQUENCE.fullmatch, "a whole number from 0"),
        "STATUS": ("status", STATUS.fullmatch, "TENTATIVE, CONFIRMED or CANCELLED"),
        "TRANSP": ("transp", TRANSP.fullmatch, "OPAQUE or TRANSPARENT"),
        "CLASS": ("class", CLASS.fullmatch, "PUBLIC, PRIVATE or CONFIDENTIAL"),
        "URL": ("url", lambda text: not text or is_address(text), "an address in ASCII"),
    },
)


def check_event(event: Component, zones: set[str], report: Reporter, *, is_ours: bool) -> None:
    """Check one event.

    Args:
        event: The component.
        zones: The time zones that its calendar defines.
        report: Takes the findings.
        is_ours: The feed is one of ours, for which more rules hold.
    """
    check_properties(event, PROPERTIES, report)
    _check_days(event, zones, report)
    _check_busy(event, report)
    _check_description(event, report)
    for alarm in event.parts("VALARM"):
        _check_alarm(alarm, report)
    _check_order(event.parts("VALARM"), report)
    if is_ours:
        _check_ours(event, report)


def _check_days(event: Component, zones: set[str], report: Reporter) -> None:
    start, end, length = (event.first(name) for name in ("DTSTART", "DTEND", "DURATION"))
    if start is None:
        return
    _check_day(start, zones, report)
    if end:
        _check_day(end, zones, report)
        _check_end(start, end, report)
    if end and length:
        report(length.number, "end-and-duration", "DURATION beside DTEND")
    elif not (end or length):
        report(event.number, "dtend", "VEVENT has neither DTEND nor DURATION")


def _check_day(line: Line, zones: set[str], report: Reporter) -> None:
    is_day, zone = line.has_type("DATE"), line.parameters.get("TZID", "")
    value = day(line.value) if is_day else moment(line.value)
    if value is None:
        expected = "a day such as 20260814"
        if not is_day:
            expected = "a time such as 20260814T010000Z; a day needs VALUE=DATE"
        report(line.number, "date", f"{line.name} {shown(line.value)} is not {expected}")
    if zone and zone not in zones:
        report(line.number, "time-zone", f"TZID {shown(zone)} is not defined in the file")
    if value and not (is_day or zone or line.value.endswith("Z")):
        report(line.number, "floating", f"{line.name} has no time zone")


def _check_end(start: Line, end: Line, report: Reporter) -> None:
    is_day = start.has_type("DATE")
    if is_day != end.has_type("DATE"):
        report(end.number, "date-type", "DTSTART and DTEND differ in type")
        return
    parse = day if is_day else moment
    first, after = parse(start.value), parse(end.value)
    is_comparable = start.parameters.get("TZID") == end.parameters.get("TZID")
    if first and after and is_comparable and after <= first:
        report(end.number, "exclusive-end", f"DTEND {end.value} is not after DTSTART {start.value}")


def _check_busy(event: Component, report: Reporter) -> None:
    start, transp = event.first("DTSTART"), event.first("TRANSP")
    busy = event.first("X-MICROSOFT-CDO-BUSYSTATUS")
    is_opaque = transp is None or transp.value.upper() == "OPAQUE"
    if start and start.has_type("DATE") and is_opaque:
        number = transp.number if transp else event.number
        report(number, "busy", "an all-day event without TRANSP:TRANSPARENT")
    elif busy and busy.value.upper() in {"BUSY", "OOF"}:
        report(busy.number, "busy", f"X-MICROSOFT-CDO-BUSYSTATUS is {busy.value}")


def _check_description(event: Component, report: Reporter) -> None:
    for line in event.all("DESCRIPTION"):
        length = len(re.sub(r"\\(.)", r"\1", line.value))
        if length > LONGEST_DESCRIPTION:
            report(line.number, "long-description", f"has {length} characters")
        if HTML.search(line.value):
            report(line.number, "html", "holds HTML")


def _check_alarm(alarm: Component, report: Reporter) -> None:
    check_escapes(alarm, report)
    action, trigger = alarm.first("ACTION"), alarm.first("TRIGGER")
    if action is None:
        report(alarm.number, "alarm-action", "VALARM has no ACTION")
    elif action.value.upper() == "DISPLAY" and not alarm.first("DESCRIPTION"):
        report(alarm.number, "alarm-description", "VALARM has no DESCRIPTION")
    if trigger is None:
        report(alarm.number, "alarm-trigger", "VALARM has no TRIGGER")
    else:
        _check_trigger(trigger, report)


def _check_trigger(trigger: Line, report: Reporter) -> None:
    number, text = trigger.number, shown(trigger.value)
    if trigger.has_type("DATE-TIME"):
        if not is_utc(trigger.value):
            report(number, "utc", f"TRIGGER {text} is not a time in UTC")
        return
    lead = duration(trigger.value)
    if lead is None:
        report(number, "duration", f"TRIGGER {text} is not a duration such as -PT15H")
    elif lead > timedelta():
        report(number, "alarm-after", f"TRIGGER {trigger.value} is after the start")


def _check_order(alarms: list[Component], report: Reporter) -> None:
    triggers = [trigger for alarm in alarms if (trigger := alarm.first("TRIGGER"))]
    parsed = [(trigger.number, duration(trigger.value)) for trigger in triggers]
    leads = [(number, lead) for number, lead in parsed if lead is not None]
    if leads and leads[0][1] < max(lead for _, lead in leads):
        report(leads[0][0], "alarm-order", "the first alarm is not the nearest to the start")


def _check_ours(event: Component, report: Reporter) -> None:
    uid, status, title = event.first("UID"), event.first("STATUS"), event.first("SUMMARY")
    if uid and not _has_our_host(uid.value):
        report(uid.number, "foreign-address", f"{shown(uid.value)} does not end in @{HOST}")
    if status and title:
        has_prefix = PREFIX.match(title.value) is not None
        if has_prefix == (status.value.upper() == "CONFIRMED"):
            text = f"{shown(title.value)} while STATUS is {shown(status.value)}"
            report(title.number, "state-in-title", text)


def _has_our_host(uid: str) -> bool:
    """Return whether a UID ends in our host, or in an exam's name below it."""
    _, at, host = uid.rpartition("@")
    return bool(at) and f".{host}".endswith(f".{HOST}")
