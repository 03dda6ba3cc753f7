"""Checks a calendar as a whole: what it must say of itself, and what it may hold."""

from datetime import timedelta

from feedgen.lint.components import Component, check_escapes, check_once
from feedgen.lint.events import check_event
from feedgen.lint.lines import Report, shown
from feedgen.lint.values import duration

OURS = "-//kaohou//feedgen//"
MOST_EVENTS = 1100
ONCE = (
    "VERSION",
    "PRODID",
    "CALSCALE",
    "METHOD",
    "COLOR",
    "REFRESH-INTERVAL",
    "X-WR-CALNAME",
    "X-WR-TIMEZONE",
)
COLORS = frozenset(
    """
    aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown
    burlywood cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan
    darkgoldenrod darkgray darkgreen darkgrey darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred
    darksalmon darkseagreen darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink
    deepskyblue dimgray dimgrey dodgerblue firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite gold
    goldenrod gray green greenyellow grey honeydew hotpink indianred indigo ivory khaki lavender lavenderblush
    lawngreen lemonchiffon lightblue lightcoral lightcyan lightgoldenrodyellow lightgray lightgreen lightgrey
    lightpink lightsalmon lightseagreen lightskyblue lightslategray lightslategrey lightsteelblue lightyellow
    lime limegreen linen magenta maroon mediumaquamarine mediumblue mediumorchid mediumpurple mediumseagreen
    mediumslateblue mediumspringgreen mediumturquoise mediumvioletred midnightblue mintcream mistyrose moccasin
    navajowhite navy oldlace olive olivedrab orange orangered orchid palegoldenrod palegreen paleturquoise
    palevioletred papayawhip peachpuff peru pink plum powderblue purple red rosybrown royalblue saddlebrown
    salmon sandybrown seagreen seashell sienna silver skyblue slateblue slategray slategrey snow springgreen
    steelblue tan teal thistle tomato turquoise violet wheat white whitesmoke yellow yellowgreen
    """.split()  # noqa: SIM905 - a hundred and fifty quotation marks are no help
)
"""The names of CSS3, section 4.3."""


def check_calendar(calendar: Component, report: Report) -> None:
    """Report what is wrong in one calendar."""
    _check_properties(calendar, report)
    _check_refresh(calendar, report)
    events = calendar.parts("VEVENT")
    if not events:
        report(calendar.number, "no-events", "holds no event")
    if len(events) > MOST_EVENTS:
        report(calendar.number, "google-events", f"holds {len(events)} events")
    zones = {zone.value for part in calendar.parts("VTIMEZONE") for zone in part.all("TZID")}
    maker = calendar.first("PRODID")
    for event in events:
        check_event(
            event, zones, report, is_ours=maker is not None and maker.value.startswith(OURS)
        )
    _check_identities(events, report)


def _check_properties(calendar: Component, report: Report) -> None:
    check_once(calendar, ONCE, report)
    check_escapes(calendar, report)
    version, maker, scale = (calendar.first(name) for name in ("VERSION", "PRODID", "CALSCALE"))
    if version is None or version.value != "2.0":
        at = version.number if version else calendar.number
        report(at, "version", f"is {shown(version.value)}" if version else "has no VERSION")
    if maker is None:
        report(calendar.number, "prodid", "has no PRODID")
    if scale and scale.value.upper() != "GREGORIAN":
        report(scale.number, "calscale", f"is {shown(scale.value)}")
    if method := calendar.first("METHOD"):
        report(method.number, "method", f"is {shown(method.value)}")
    if not (calendar.all("NAME") or calendar.all("X-WR-CALNAME")):
        report(calendar.number, "calendar-name", "has neither NAME nor X-WR-CALNAME")
    for line in calendar.all("COLOR"):
        if line.value.lower() not in COLORS:
            report(line.number, "color", f"{shown(line.value)} is no name of CSS3")


def _check_refresh(calendar: Component, report: Report) -> None:
    for line in calendar.all("REFRESH-INTERVAL"):
        if line.parameters.get("VALUE", "").upper() != "DURATION":
            report(line.number, "refresh-value", "REFRESH-INTERVAL without VALUE=DURATION")
    for line in (*calendar.all("REFRESH-INTERVAL"), *calendar.all("X-PUBLISHED-TTL")):
        length = duration(line.value)
        if length is None:
            report(
                line.number,
                "duration",
                f"{line.name} {shown(line.value)} is no duration; one such as PT12H",
            )
        elif length <= timedelta():
            report(
                line.number,
                "refresh-length",
                f"{line.name} {shown(line.value)} is not ahead; one such as PT12H",
            )


def _check_identities(events: list[Component], report: Report) -> None:
    seen: dict[tuple[str, str], int] = {}
    for event in events:
        uid, again = event.first("UID"), event.first("RECURRENCE-ID")
        if uid is None:
            continue
        first = seen.setdefault((uid.value, again.value if again else ""), uid.number)
        if first != uid.number:
            report(
                uid.number,
                "uid-twice",
                f"{shown(uid.value)} is the UID of the event on line {first} as well",
            )
