"""What a build was made from, as plain data: for those who watch whether what is served is what was
built.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from feedgen.core.model import BuildInfo, Ledger, Omission, Output, Region
from feedgen.render.data.facts import Data

LAST_MODIFIED = re.compile(rb"LAST-MODIFIED:(\d{8}T\d{6}Z)")
UNEXPLAINED = "nobody knows: a bug"
"""Stands for a reason where there is none."""


def status_data(
    ledger: Ledger,
    feeds: Mapping[str, bytes],
    regions: Iterable[Region],
    held: Mapping[str, Sequence[str]],
) -> Data:
    """Return from what a build was made, how old the facts of each region are, and what each feed
    holds.

    Args:
        ledger: After the build.
        feeds: Bytes by path.
        regions: As far as they were known on the day of the build.
        held: What the guard held back, and why.
    """
    return {
        "as_of": ledger.as_of.isoformat(),
        "depth": ledger.depth.value,
        "definitions": ledger.definitions,
        "held": {slug: list(reasons) for slug, reasons in held.items()},
        "regions": {region.slug: _age(region) for region in regions},
        "feeds": {path: _feed(content) for path, content in sorted(feeds.items())},
    }


def build_info_data(run: BuildInfo | None) -> Data:
    """Return when a build was made and from which commit, when the next is expected, and when this
    one is stale.

    Nothing is known of a build that was asked for a day to pretend.
    """
    return {
        "built": run.built.isoformat() if run else None,
        "commit": run.commit or None if run else None,
        "next_expected": run.next_expected.isoformat() if run else None,
        "stale_after": run.stale_after.isoformat() if run else None,
        "watch": run.watch if run else None,
    }


def _feed(content: bytes) -> Data:
    """Return the digest of a feed, how many events it has, and the moment of its last revision."""
    revised = max(LAST_MODIFIED.findall(content), default=b"").decode()
    return {
        "sha256": hashlib.sha256(content).hexdigest(),
        "events": content.count(b"BEGIN:VEVENT"),
        "changed": datetime.strptime(revised, "%Y%m%dT%H%M%S%z").isoformat() if revised else None,
    }


def completeness_data(facts: int, left_out: Iterable[Omission]) -> Data:
    """Return how many facts each output tells, and those that it does not tell: region -> output ->
    reason -> facts.

    Args:
        facts: How many there are.
        left_out: Which of them are not told everywhere.
    """
    context = {output.value: facts for output in Output}
    listed: Data = {}
    for each in left_out:
        context[each.output] -= 1
        reasons = listed.setdefault(each.region, {}).setdefault(each.output.value, {})
        reasons.setdefault(each.reason or UNEXPLAINED, []).append(each.at)
    return {"facts": {"all": facts, **context}, "left_out": listed}


def _age(region: Region) -> Data:
    """Return how many facts hold in a region, and when the pages behind them were last and first
    looked at.
    """
    facts = list(region.facts)
    checked = [source.checked for fact in facts for source in fact.sources]
    return {
        "name": region.name,
        "facts": len(facts),
        "last_checked": max(checked).isoformat() if checked else None,
        "oldest_check": min(checked).isoformat() if checked else None,
    }
