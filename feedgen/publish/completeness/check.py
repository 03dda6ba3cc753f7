"""Counts the facts of a build, and looks for each in the bytes that would be written."""

import html
import json
import re
from collections.abc import Iterator, Mapping

from feedgen.core.model import LeftOut, Place
from feedgen.publish.completeness.search import Made, left_out, values_beside
from feedgen.publish.ledger.recovery import events_in
from feedgen.publish.ledger_update import Revisions
from feedgen.publish.paths import API
from feedgen.publish.results import Conserved
from feedgen.render.events import state_of_title
from feedgen.render.website import answer

TAG = re.compile("<[^>]+>")


def conserve(revisions: Revisions, feeds: Mapping[str, bytes], pages: Mapping[str, bytes]) -> Conserved:
    """Look for every fact of every region in its feed, on its page and in its data.

    Args:
        revisions: Of the build.
        feeds: Bytes by path.
        pages: Bytes of pages and data by path.
    """
    press = revisions.press
    facts, missing = 0, list[LeftOut]()
    for place in _owners(revisions, pages):
        told = press.told_of(place)
        found = answer(press.said_of(told), press.as_of).said
        made = Made(
            events=list(events_in(feeds[f"{place.slug}.ics"], place.key, state_of_title)),
            page=html.unescape(TAG.sub("", pages[f"{place.slug}.html"].decode())),
            data=values_beside(json.loads(pages[f"{API}/{place.slug}.json"])),
            answered=(found.milestone.exam_year, found.milestone.sitting) if found else (0, 0),
        )
        facts += sum(1 for _ in told.region.facts)
        missing += left_out(told, made)
    return Conserved(facts, tuple(missing))


def _owners(revisions: Revisions, pages: Mapping[str, bytes]) -> Iterator[Place]:
    """Yield the places that have facts of their own and that this build publishes."""
    for slug in revisions.press.definitions.regions:
        place = revisions.press.place_by_slug[slug]
        if not revisions.is_held(place) and f"{slug}.html" in pages:
            yield place
