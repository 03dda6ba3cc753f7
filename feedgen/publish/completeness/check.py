"""Counts the facts of a build, and looks for each in the bytes to be written."""

import html
import json
import re
from collections.abc import Iterator, Mapping

from feedgen.core.model import Omission, Place
from feedgen.publish.completeness.search import RegionOutput, find_omissions, values_beside
from feedgen.publish.ledger.recovery import parse_events
from feedgen.publish.ledger_update import LedgerUpdate
from feedgen.publish.paths import API
from feedgen.publish.results import CompletenessReport
from feedgen.render.website import choose_answer

TAG = re.compile("<[^>]+>")


def check_completeness(
    update: LedgerUpdate, feeds: Mapping[str, bytes], pages: Mapping[str, bytes]
) -> CompletenessReport:
    """Look for every fact of every region in its feed, on its page and in its data.

    Args:
        update: Of the build.
        feeds: Bytes by path.
        pages: Bytes of pages and data by path.
    """
    build = update.context
    facts, omissions = 0, list[Omission]()
    for place in _owners(update, pages):
        context = build.context_of(place)
        answer = choose_answer(build.texts_of(context), build.as_of)
        made = RegionOutput(
            events=list(parse_events(feeds[f"{place.slug}.ics"], place.key)),
            page=html.unescape(TAG.sub("", pages[f"{place.slug}.html"].decode())),
            data=values_beside(json.loads(pages[f"{API}/{place.slug}.json"])),
            answered=answer.session,
        )
        facts += sum(1 for _ in context.region.facts)
        omissions += find_omissions(context, made)
    return CompletenessReport(facts, tuple(omissions))


def _owners(update: LedgerUpdate, pages: Mapping[str, bytes]) -> Iterator[Place]:
    """Yield the places with facts of their own that the build publishes."""
    for slug in update.context.definitions.regions:
        place = update.context.place_by_slug[slug]
        if not update.is_blocked(place) and f"{slug}.html" in pages:
            yield place
