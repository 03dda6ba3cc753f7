"""Describes a page to machines: JSON-LD of schema.org, with events only for certain days."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from feedgen.core.model import DatingMethod, Milestone, MilestoneText, PlaceContext, State
from feedgen.render.website.answer import due_days
from feedgen.render.website.days import name_with_session

STATUSES = {
    State.ANNOUNCED: "https://schema.org/EventScheduled",
    State.CANCELLED: "https://schema.org/EventCancelled",
}
"""Milestones of other states are no events: without a status they would be read as scheduled."""


def json_ld(
    context: PlaceContext, texts: Sequence[MilestoneText], *, title: str, address: str
) -> str:
    """Return the JSON-LD of a place's page, safe within a script element.

    Args:
        context: Of the place.
        texts: Its milestones in words.
        title: Of the page.
        address: Of the page; empty if it is not known.
    """
    revised = max((text.milestone.revised for text in texts), default=context.timeline.as_of)
    page = {
        "@type": "WebPage",
        "name": title,
        "inLanguage": "zh-CN",
        "dateModified": revised.isoformat(),
        "about": {
            "@type": "Thing",
            "name": context.exam.official_name,
            "alternateName": list(context.exam.also_called),
        },
    }
    if address:
        page["url"] = address
    return in_script({"@context": "https://schema.org", "@graph": [page, *_events(context, texts)]})


def _events(context: PlaceContext, texts: Sequence[MilestoneText]) -> Iterator[Mapping[str, Any]]:
    for text in texts:
        # A milestone that was cancelled before its days were named never was an event.
        is_named = text.milestone.basis.method is DatingMethod.DAYS_NAMED
        if text.milestone.state in STATUSES and is_named:
            yield _event(text, context)


def _event(text: MilestoneText, context: PlaceContext) -> Mapping[str, Any]:
    milestone, authority = text.milestone, context.region.authority
    first, last = due_days(text)
    event: dict[str, Any] = {
        "@type": "Event",
        "name": f"{context.place.name} {context.exam.short_name} {name_with_session(text)}",
        "description": "".join(text.sentences),
        "startDate": first.isoformat(),
        "endDate": last.isoformat(),
        "eventStatus": STATUSES[milestone.state],
        "location": _location(milestone, context),
    }
    if authority:
        event["organizer"] = {"@type": "Organization", "name": authority.name}
    return event


def _location(milestone: Milestone, context: PlaceContext) -> Mapping[str, str]:
    site = context.region.official_site(milestone.kind)
    if site and milestone.kind != "exam":
        return {"@type": "VirtualLocation", "name": site.name, "url": site.url}
    return {"@type": "Place", "name": context.followed.name, "address": context.followed.name}


def in_script(data: object) -> str:
    """Return JSON that is safe within a script element.

    >>> in_script("</script><!--&")
    '"\\\\u003c/script\\\\u003e\\\\u003c!--\\\\u0026"'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text
