"""The rules, each with its reason and reference."""

from feedgen.core.model import LintRule, Severity

E, W = Severity.ERROR, Severity.WARNING


def _r(name: str, severity: Severity, reason: str, reference: str) -> LintRule:
    """Return a rule; a bare number is a section of RFC 5545."""
    section = f"RFC 5545 {reference}" if reference[0].isdigit() else reference
    return LintRule(name, severity, reason, section)


_ALL = (
    # The file
    _r("file-size", E, "a file over 8 MB is not a feed and is not read", "a limit of this linter"),
    _r("google-size", E, "Google refuses feeds over 1 MB", "reports of feed makers"),
    _r("google-events", E, "Google refuses feeds of over 1,100 events", "reports of feed makers"),
    _r("utf-8", E, "clients read UTF-8 and garble or refuse other encodings", "3.1.4"),
    _r("bom", W, "some parsers read a byte order mark as a part of BEGIN", "3.1"),
    _r("line-ends", E, "lines end with CR LF; strict parsers read one long line", "3.1"),
    _r("last-line", W, "some parsers wait for the end of the last line", "3.1"),
    _r("blank-line", W, "strict parsers refuse an empty line", "3.1"),
    _r("line-length", E, "strict parsers cut or refuse a line over 75 octets", "3.1"),
    _r("fold-character", E, "parsers that decode line by line break a folded character", "3.1"),
    _r("control-character", E, "some parsers stop at a control character", "3.1"),
    _r("content-line", E, "a line is a name, parameters, a colon and a value", "3.1"),
    # Components
    _r("begin", E, "a file without BEGIN:VCALENDAR is not taken for a feed", "3.4"),
    _r("nesting", E, "without its END a component swallows what follows", "3.6"),
    _r("depth", E, "deep nesting shows nothing and can exhaust a parser", "3.6"),
    _r("one-calendar", E, "Outlook reads the first calendar of a file only", "MS-OXCICAL, note 1"),
    _r("no-events", W, "a feed without events empties its subscribers' calendars", "3.6"),
    _r("once", E, "parsers take either value, or refuse the file", "3.6"),
    _r("empty-property", W, "libical refuses a property without a value", "libical's own checks"),
    # The calendar's properties
    _r("version", E, "without VERSION:2.0 parsers assume vCalendar 1.0 of 1996", "3.7.4"),
    _r("prodid", E, "PRODID is required", "3.7.3"),
    _r("calscale", W, "clients know no calendar scale but GREGORIAN", "3.7.1"),
    _r("method", W, "METHOD makes a feed an invitation, which needs an organizer", "RFC 5546 3.2"),
    _r("calendar-name", W, "a calendar without a name shows its address", "RFC 7986 5.1"),
    _r("color", W, "COLOR takes a color name of CSS3", "RFC 7986 5.9"),
    _r("refresh-value", E, "without VALUE=DURATION it is malformed", "RFC 7986 5.7"),
    _r("refresh-length", E, "with a length that is not positive clients choose", "RFC 7986 5.7"),
    # Values
    _r("duration", E, "Xiaomi's calendar silently refuses a file with a bad duration", "3.3.6"),
    _r("date", E, "clients lose the event or refuse the file", "3.3.4, 3.3.5"),
    _r("date-type", E, "parsers refuse an event whose DTSTART and DTEND differ in type", "3.8.2.2"),
    _r("utc", E, "DTSTAMP, CREATED and LAST-MODIFIED are in UTC, with a Z", "3.8.7"),
    _r("floating", W, "Google, Apple and Outlook show a time without a zone differently", "3.3.5"),
    _r("time-zone", E, "clients guess a zone that the file does not define", "3.2.19"),
    _r("escape", E, "only \\\\ \\; \\, and \\n may follow a backslash in a text", "3.3.11"),
    _r("url", E, "ical4j refuses an address with blanks or other than ASCII", "RFC 3986 2"),
    _r("sequence", E, "SEQUENCE is a whole number from 0", "3.8.7.4"),
    _r("status", E, "STATUS of an event is TENTATIVE, CONFIRMED or CANCELLED", "3.8.1.11"),
    _r("transp", E, "TRANSP is OPAQUE or TRANSPARENT", "3.8.2.7"),
    _r("class", E, "CLASS is PUBLIC, PRIVATE or CONFIDENTIAL", "3.8.1.3"),
    # Events
    _r("uid", E, "without a UID each download doubles the event", "3.8.4.7"),
    _r("uid-twice", E, "of two events with one UID clients keep one", "3.8.4.7"),
    _r("dtstamp", E, "DTSTAMP is required", "3.8.7.2"),
    _r("dtstart", E, "an event without DTSTART is never shown", "3.8.2.4"),
    _r("dtend", W, "without DTEND clients guess the length of a day", "reports of feed makers"),
    _r("exclusive-end", E, "DTEND is the day after the last; otherwise that day is lost", "3.6.1"),
    _r("end-and-duration", E, "DTEND and DURATION exclude each other", "3.6.1"),
    _r("summary", W, "events without a title look alike", "3.8.1.12"),
    _r("long-description", W, "texts over 800 characters are cut", "reports on Outlook"),
    _r("html", W, "Thunderbird shows HTML as source", "Nextcloud tasks, issue 3206"),
    _r("scheduling", W, "it asks for answers, and publishes mail addresses", "RFC 5546 3.2"),
    _r("attachment", W, "hardly any phone shows attachments", "reports of feed makers"),
    _r("all-day-event", W, "this property should not be exported", "MS-OXCICAL, ALLDAYEVENT"),
    _r("busy", W, "a busy all-day event blocks people's days", "MS-OXCICAL, BUSYSTATUS"),
    # Alarms
    _r("alarm-action", E, "an alarm needs ACTION", "3.6.6"),
    _r("alarm-description", E, "a DISPLAY alarm needs DESCRIPTION", "3.6.6"),
    _r("alarm-trigger", E, "an alarm needs TRIGGER", "3.6.6"),
    _r("alarm-after", E, "Outlook drops the sign and rings before", "MS-OXCICAL, VALARM"),
    _r("alarm-order", W, "Outlook keeps the first alarm only", "MS-OXCICAL, VALARM"),
    # Our feeds
    _r("state-in-title", E, "some clients hide STATUS, so the title repeats it", "docs/feeds.md"),
    _r("foreign-address", E, "our UIDs end in a host nobody can own", "docs/feeds.md"),
)  # fmt: skip

RULES = {rule.name: rule for rule in _ALL}
