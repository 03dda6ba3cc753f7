"""The rules, each with its reason and where that is written; how they are checked stands in the
other modules.
"""

from feedgen.core.model import LintRule, Severity

E, W = Severity.ERROR, Severity.WARNING


def _r(name: str, severity: Severity, reason: str, reference: str) -> LintRule:
    """Return a rule; a reference that is a number alone is a section of RFC 5545."""
    return LintRule(
        name, severity, reason, f"RFC 5545 {reference}" if reference[0].isdigit() else reference
    )


_ALL = (
    # The file
    _r("file-size", E, "a file that large is no feed, and is not read", "this linter reads at most 8 MB"),
    _r("google-size", E, "Google does not take feeds over 1 MB", "reports of feed makers"),
    _r("google-events", E, "Google does not take feeds with more than about 1,100 events", "reports of feed makers"),
    _r("utf-8", E, "calendars read UTF-8; other bytes become wrong signs, or the file is refused", "3.1.4"),
    _r("bom", W, "some parsers take a byte order mark for a part of BEGIN and find no calendar", "3.1"),
    _r("line-ends", E, "lines end with CR and LF; strict parsers read the whole file as one line", "3.1"),
    _r("last-line", W, "the last line has no end, and some parsers wait for it", "3.1"),
    _r("blank-line", W, "an empty line is no content line; strict parsers refuse it", "3.1"),
    _r("line-length", E, "a line of more than 75 octets is cut off or refused by strict parsers", "3.1"),
    _r("fold-character", E, "a fold within a character breaks it where lines are decoded one by one", "3.1"),
    _r("control-character", E, "control characters are forbidden and end the file for some parsers", "3.1"),
    _r("content-line", E, "a line is a name, perhaps parameters, a colon and a value; others stop parsers", "3.1"),
    # Components
    _r("begin", E, "a feed begins with BEGIN:VCALENDAR, or it is taken for something else", "3.4"),
    _r("nesting", E, "each BEGIN has its END, or everything after it is read into the wrong component", "3.6"),
    _r("depth", E, "components this deep hold nothing that a calendar shows, and can exhaust a parser", "3.6"),
    _r("one-calendar", E, "Outlook takes one calendar a file and passes over the others", "MS-OXCICAL, note 1"),
    _r("no-events", W, "a feed without events empties the calendars of those who subscribed", "3.6"),
    _r("once", E, "twice where once is allowed: parsers take either, or refuse the file", "3.6"),
    _r("empty-property", W, "a property without a value is refused by libical", "libical's own checks"),
    # The calendar's properties
    _r("version", E, "VERSION:2.0 is required; without it parsers assume the calendar of 1996", "3.7.4"),
    _r("prodid", E, "PRODID is required", "3.7.3"),
    _r("calscale", W, "anything but GREGORIAN is unknown to calendars", "3.7.1"),
    _r("method", W, "a METHOD makes a feed an invitation, which asks for an organizer", "RFC 5546 3.2"),
    _r("calendar-name", W, "without NAME or X-WR-CALNAME the calendar bears its address as its name", "RFC 7986 5.1"),
    _r("color", W, "COLOR takes a name of CSS3, nothing else", "RFC 7986 5.9"),
    _r("refresh-value", E, "it has no default type: without VALUE=DURATION it is malformed", "RFC 7986 5.7"),
    _r("refresh-length", E, "a refresh interval is positive; else clients ask as they like", "RFC 7986 5.7"),
    # Values
    _r("duration", E, "one malformed duration makes Xiaomi's calendar refuse the whole file, silently", "3.3.6"),
    _r("date", E, "no such day or time; the event is lost, or the file refused", "3.3.4, 3.3.5"),
    _r("date-type", E, "DTSTART and DTEND differ in type; parsers refuse the event", "3.8.2.2"),
    _r("utc", E, "DTSTAMP, CREATED and LAST-MODIFIED are moments in UTC, with a Z", "3.8.7"),
    _r("floating", W, "a time without a zone is shown in another one by Google, Apple and Outlook", "3.3.5"),
    _r("time-zone", E, "TZID names a zone that the file does not define; calendars guess", "3.2.19"),
    _r("escape", E, "only \\\\ \\; \\, and \\n may follow a backslash in a text", "3.3.11"),
    _r("url", E, "an address with spaces or other than ASCII signs is refused by ical4j", "RFC 3986 2"),
    _r("sequence", E, "SEQUENCE is a whole number from 0", "3.8.7.4"),
    _r("status", E, "STATUS of an event is TENTATIVE, CONFIRMED or CANCELLED", "3.8.1.11"),
    _r("transp", E, "TRANSP is OPAQUE or TRANSPARENT", "3.8.2.7"),
    _r("class", E, "CLASS is PUBLIC, PRIVATE or CONFIDENTIAL", "3.8.1.3"),
    # Events
    _r("uid", E, "without a UID each download doubles the event", "3.8.4.7"),
    _r("uid-twice", E, "two events with one UID: calendars keep one of them", "3.8.4.7"),
    _r("dtstamp", E, "DTSTAMP is required", "3.8.7.2"),
    _r("dtstart", E, "an event without DTSTART is shown nowhere", "3.8.2.4"),
    _r("dtend", W, "without DTEND Google and others guess how long a day lasts", "reports of feed makers"),
    _r("exclusive-end", E, "DTEND is the day after the last; without it the day is lost", "3.6.1"),
    _r("end-and-duration", E, "DTEND and DURATION may not stand together", "3.6.1"),
    _r("summary", W, "an event without a title cannot be told from others", "3.8.1.12"),
    _r("long-description", W, "texts over 800 characters are cut off or shown badly", "reports on Outlook"),
    _r("html", W, "HTML in a description is shown raw by Thunderbird", "Nextcloud tasks, issue 3206"),
    _r("scheduling", W, "ATTENDEE and ORGANIZER make calendars offer answers, and tell addresses", "RFC 5546 3.2"),
    _r("attachment", W, "ATTACH, IMAGE and CONFERENCE are shown by hardly any phone", "reports of feed makers"),
    _r("all-day-event", W, "X-MICROSOFT-CDO-ALLDAYEVENT should not be exported", "MS-OXCICAL, ALLDAYEVENT"),
    _r("busy", W, "an all-day event that is OPAQUE or busy blocks people's days", "MS-OXCICAL, BUSYSTATUS"),
    # Alarms
    _r("alarm-action", E, "an alarm needs ACTION", "3.6.6"),
    _r("alarm-description", E, "a DISPLAY alarm needs DESCRIPTION", "3.6.6"),
    _r("alarm-trigger", E, "an alarm needs TRIGGER", "3.6.6"),
    _r("alarm-after", E, "Outlook takes the absolute value and rings before the start", "MS-OXCICAL, VALARM"),
    _r("alarm-order", W, "Outlook keeps the first alarm alone; the nearest one should be that", "MS-OXCICAL, VALARM"),
    # Feeds of ours
    _r("state-in-title", E, "no calendar is sure to show STATUS: the title must say the same", "docs/feeds.md"),
    _r("foreign-address", E, "ours end in kaohou.invalid, which can never become somebody's", "docs/feeds.md"),
)  # fmt: skip

RULES = {rule.name: rule for rule in _ALL}
