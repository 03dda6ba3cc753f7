"""What a build was made from, as plain data: for those who watch the published site."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from feedgen.core.model import BuildInfo, Ledger, Omission, Output, Region
from feedgen.render.data.facts import Data

LAST_MODIFIED = re.compile(rb"LAST-MODIFIED:(\d{8}T\d{6}Z)")
UNEXPLAINED = "nobody knows: a bug"
"""Stands for a reason where there is none."""
NOT_COUNTED: Data = {"facts": None, "left_out": None}
"""Takes the place of `completeness_data` if a build did not look for the facts."""


def status_data(
    ledger: Ledger,
    feeds: Mapping[str, bytes],
    regions: Iterable[Region],
    blocked: Mapping[str, Sequence[str]],
) -> Data:
    """Return the inputs of a build, the age of each region's facts, and a digest of each feed.

    Args:
        ledger: After the build.
        feeds: Bytes by path.
        regions: As known on the day of the build.
        blocked: Whose feeds the guard left as they were, and why.
    """
    return {
        "as_of": ledger.as_of.isoformat(),
        "depth": ledger.depth.value,
        "definitions": ledger.definitions,
        "held": {slug: list(reasons) for slug, reasons in blocked.items()},
        "regions": {region.slug: _age(region) for region in regions},
        "feeds": {path: _feed(content) for path, content in sorted(feeds.items())},
    }


def build_info_data(info: BuildInfo | None) -> Data:
    """Return when and from what a build was made; all null if it pretended another day."""
    if info is None:
        return dict.fromkeys(("built", "commit", "next_expected", "stale_after", "watch"))
    return {
        "built": info.built.isoformat(),
        "commit": info.commit or None,
        "next_expected": info.next_expected.isoformat(),
        "stale_after": info.stale_after.isoformat(),
        "watch": info.watch,
    }


def completeness_data(facts: int, omissions: Iterable[Omission]) -> Data:
    """Return how many facts each output shows, and the others: region -> output -> reason -> facts.

    Args:
        facts: How many there are.
        omissions: The facts that some output leaves out.
    """
    shown = {output.value: facts for output in Output}
    left_out: Data = {}
    for omission in omissions:
        shown[omission.output] -= 1
        reasons = left_out.setdefault(omission.region, {}).setdefault(omission.output.value, {})
        reasons.setdefault(omission.reason or UNEXPLAINED, []).append(omission.at)
    return {"facts": {"all": facts, **shown}, "left_out": left_out}


def _feed(content: bytes) -> Data:
    """Return the digest of a feed, the number of its events, and the time of its last revision."""
    revised = max(LAST_MODIFIED.findall(content), default=b"").decode()
    return {
        "sha256": hashlib.sha256(content).hexdigest(),
        "events": content.count(b"BEGIN:VEVENT"),
        "changed": datetime.strptime(revised, "%Y%m%dT%H%M%S%z").isoformat() if revised else None,
    }


def _age(region: Region) -> Data:
    """Return the number of a region's facts, and when their pages were last and first checked."""
    facts = list(region.facts)
    checked = [source.checked for fact in facts for source in fact.sources]
    return {
        "name": region.name,
        "facts": len(facts),
        "last_checked": max(checked).isoformat() if checked else None,
        "oldest_check": min(checked).isoformat() if checked else None,
    }
