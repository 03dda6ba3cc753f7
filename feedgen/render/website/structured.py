"""Describes a page to machines: JSON-LD of schema.org, with events only where a day is certain."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from feedgen.core.model import DatingMethod, Milestone, MilestoneText, PlaceContext, Region, State
from feedgen.render.website.days import told_name

STATUSES = {
    State.ANNOUNCED: "https://schema.org/EventScheduled",
    State.CANCELLED: "https://schema.org/EventCancelled",
}
"""What is not announced is no event yet: without a status it would be read as scheduled."""


def json_ld(
    context: PlaceContext, said: Sequence[MilestoneText], *, title: str, address: str
) -> str:
    """Return the JSON-LD of a place's page, safe within a script element.

    Args:
        told: The place.
        said: What is said of its milestones.
        title: Of the page.
        address: Of the page; empty where it is not known.
    """
    page = {
        "@type": "WebPage",
        "name": title,
        "inLanguage": "zh-CN",
        "dateModified": max(
            (each.milestone.revised for each in said), default=context.timeline.as_of
        ).isoformat(),
        "about": {
            "@type": "Thing",
            "name": context.exam.official_name,
            "alternateName": list(context.exam.also_called),
        },
    }
    if address:
        page["url"] = address
    return in_script({"@context": "https://schema.org", "@graph": [page, *_events(context, said)]})


def _events(context: PlaceContext, said: Sequence[MilestoneText]) -> Iterator[Mapping[str, Any]]:
    for each in said:
        # What was called off before its day had been named never was an event.
        if (
            each.milestone.state in STATUSES
            and each.milestone.basis.method is DatingMethod.DAYS_NAMED
        ):
            yield _event(each, context)


def _event(said: MilestoneText, context: PlaceContext) -> Mapping[str, Any]:
    milestone, region = said.milestone, context.region
    event: dict[str, Any] = {
        "@type": "Event",
        "name": f"{context.place.name} {context.exam.short_name} {told_name(said)}",
        "description": "".join(said.texts),
        "startDate": (
            milestone.window.upper if milestone.is_deadline else milestone.window.lower
        ).isoformat(),
        "endDate": milestone.window.upper.isoformat(),
        "eventStatus": STATUSES[milestone.state],
        "location": _location(milestone, region, context),
    }
    if region.authority:
        event["organizer"] = {"@type": "Organization", "name": region.authority.name}
    return event


def _location(milestone: Milestone, region: Region, context: PlaceContext) -> Mapping[str, str]:
    site = region.official_site(milestone.kind)
    if site and milestone.kind != "exam":
        return {"@type": "VirtualLocation", "name": site.name, "url": site.url}
    return {"@type": "Place", "name": context.followed.name, "address": context.followed.name}


def in_script(data: object) -> str:
    """Return JSON that no HTML parser takes for anything else.

    >>> in_script("</script><!--&")
    '"\\\\u003c/script\\\\u003e\\\\u003c!--\\\\u0026"'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text
