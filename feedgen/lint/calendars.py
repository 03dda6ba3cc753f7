"""Checks a calendar: its own properties, its number of events, their UIDs."""

import re
from datetime import timedelta

from feedgen.lint.components import Component, Properties, check_properties
from feedgen.lint.events import check_event
from feedgen.lint.lines import Reporter, shown
from feedgen.lint.values import duration, is_duration

OURS = "-//kaohou//feedgen//"
MOST_EVENTS = 1100
COLORS = frozenset(
    """
    aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue
    blueviolet brown burlywood cadetblue chartreuse chocolate coral cornflowerblue cornsilk
    crimson cyan darkblue darkcyan darkgoldenrod darkgray darkgreen darkgrey darkkhaki
    darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen
    darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue
    dimgray dimgrey dodgerblue firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite
    gold goldenrod gray green greenyellow grey honeydew hotpink indianred indigo ivory khaki
    lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan
    lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen
    lightskyblue lightslategray lightslategrey lightsteelblue lightyellow lime limegreen linen
    magenta maroon mediumaquamarine mediumblue mediumorchid mediumpurple mediumseagreen
    mediumslateblue mediumspringgreen mediumturquoise mediumvioletred midnightblue mintcream
    mistyrose moccasin navajowhite navy oldlace olive olivedrab orange orangered orchid
    palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru pink plum
    powderblue purple red rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell
    sienna silver skyblue slateblue slategray slategrey snow springgreen steelblue tan teal
    thistle tomato turquoise violet wheat white whitesmoke yellow yellowgreen
    """.split()  # noqa: SIM905 - a hundred and fifty quotation marks are no help
)
"""The names of CSS3, section 4.3."""
ONCE = (
    "VERSION", "PRODID", "CALSCALE", "METHOD", "COLOR", "REFRESH-INTERVAL", "X-WR-CALNAME",
    "X-WR-TIMEZONE",
)  # fmt: skip
PROPERTIES = Properties(
    once=ONCE,
    required={"VERSION": "version", "PRODID": "prodid"},
    unexpected={"METHOD": "method"},
    values={
        "VERSION": ("version", re.compile("2[.]0").fullmatch, "2.0"),
        "CALSCALE": ("calscale", re.compile("(?i)GREGORIAN").fullmatch, "GREGORIAN"),
        "COLOR": ("color", lambda text: text.lower() in COLORS, "a color name of CSS3"),
        "REFRESH-INTERVAL": ("duration", is_duration, "a duration such as PT12H"),
        "X-PUBLISHED-TTL": ("duration", is_duration, "a duration such as PT12H"),
    },
)


def check_calendar(calendar: Component, report: Reporter) -> None:
    """Check one calendar and its events."""
    check_properties(calendar, PROPERTIES, report)
    if not (calendar.first("NAME") or calendar.first("X-WR-CALNAME")):
        report(calendar.number, "calendar-name", "has neither NAME nor X-WR-CALNAME")
    _check_refresh(calendar, report)
    events = calendar.parts("VEVENT")
    if not events:
        report(calendar.number, "no-events", "holds no event")
    if len(events) > MOST_EVENTS:
        report(calendar.number, "google-events", f"holds {len(events)} events")
    zones = {zone.value for part in calendar.parts("VTIMEZONE") for zone in part.all("TZID")}
    product = calendar.first("PRODID")
    is_ours = product is not None and product.value.startswith(OURS)
    for event in events:
        check_event(event, zones, report, is_ours=is_ours)
    _check_identities(events, report)


def _check_refresh(calendar: Component, report: Reporter) -> None:
    for line in calendar.all("REFRESH-INTERVAL"):
        if not line.has_type("DURATION"):
            report(line.number, "refresh-value", "REFRESH-INTERVAL without VALUE=DURATION")
    for line in (*calendar.all("REFRESH-INTERVAL"), *calendar.all("X-PUBLISHED-TTL")):
        length = duration(line.value)
        if length is not None and length <= timedelta():
            report(line.number, "refresh-length", f"{line.name} {line.value} is not positive")


def _check_identities(events: list[Component], report: Reporter) -> None:
    seen: dict[tuple[str, str], int] = {}
    for event in events:
        uid, recurrence = event.first("UID"), event.first("RECURRENCE-ID")
        if uid is None:
            continue
        first = seen.setdefault((uid.value, recurrence.value if recurrence else ""), uid.number)
        if first != uid.number:
            report(uid.number, "uid-twice", f"{shown(uid.value)} is also the UID on line {first}")
