"""Lays out search results, and which facts are known of each region."""

from collections.abc import Iterator, Mapping

from feedgen.core.model import Place
from feedgen.render.terminal.layout import padded


def place_line(place: Place, full_name: str, area: Place) -> str:
    """Return a place on one line; a county points to its area."""
    pointer = "" if area.key == place.key else f"  -> {area.name} {area.slug}"
    return f"{padded(full_name, 34)}{padded(place.slug, 36)}{place.key}{pointer}"


def coverage_text(
    table: Mapping[str, Mapping[str, str]], names: Mapping[str, str]
) -> Iterator[str]:
    """Yield a table of regions against facts, one letter each, with totals."""
    facts = list(next(iter(table.values()), {}))
    for number, fact in enumerate(facts, start=1):
        yield f"{number:>4} {fact}"
    yield "     S sourced  I inherited  A assumed  . unknown"
    yield ""
    yield padded("", 24) + "".join(f"{number:>3}" for number in range(1, len(facts) + 1))
    for slug, row in table.items():
        letters = "".join(f"{_letter(status):>3}" for status in row.values())
        yield padded(f"{slug} {names[slug]}", 24) + letters
    yield ""
    for status in ("sourced", "inherited", "assumed", "unknown"):
        counts = [sum(row[fact] == status for row in table.values()) for fact in facts]
        yield padded(status, 24) + "".join(f"{count:>3}" for count in counts)


def _letter(status: str) -> str:
    return "." if status == "unknown" else status[0].upper()
