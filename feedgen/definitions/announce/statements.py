"""What an authority announced, as a person would write it into the region's file."""

from dataclasses import dataclass
from datetime import date

import tomlkit

from feedgen.core.model import Source

DAY_KEYS = {"session": ("start", "end"), "bound": ("not_yet", "until")}
"""By table, the keys of the first and the last day; others have `date` and `until`."""


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A fact to write: days, the cancellation of a session, or a page without a release."""

    milestone: str
    exam_year: int
    sitting: int = 1
    first: date | None = None
    """None only for a session that is called off."""
    last: date | None = None
    """Inclusive; None or equal to `first` for a single day."""
    is_cancelled: bool = False
    is_look: bool = False
    """Somebody looked on the first day and there was nothing."""
    known_from: date
    source: Source

    @property
    def table(self) -> str:
        """The table of the region file."""
        if self.is_look:
            return "bound"
        return "session" if self.milestone == "exam" else "announcement"

    def text(self) -> str:
        """Return its lines in TOML, with a line end."""
        lines = [f"[[{self.table}]]", *(f"{key} = {value}" for key, value in self.values().items())]
        return "".join(f"{line}\n" for line in lines)

    def values(self) -> dict[str, str]:
        """Return its keys in their order, with their values in TOML."""
        is_session = self.table == "session"
        first_key, last_key = DAY_KEYS.get(self.table, ("date", "until"))
        # A single exam day has an end too: without one the last exam day is unknown.
        has_last = is_session or self.last != self.first
        values = {
            "milestone": None if is_session else _quoted(self.milestone),
            "exam_year": self.exam_year,
            "sitting": self.sitting if self.sitting > 1 else None,
            first_key: self.first,
            last_key: self.last if has_last else None,
            "cancelled": "true" if self.is_cancelled else None,
            "known_from": self.known_from,
            "source": _source(self.source),
        }
        return {key: str(value) for key, value in values.items() if value}


def _source(source: Source) -> str:
    parts = {
        "url": _quoted(source.url),
        "publisher": _quoted(source.publisher),
        "checked": source.checked,
        "grade": _quoted(source.grade.value),
    }
    return f"{{ {', '.join(f'{key} = {value}' for key, value in parts.items())} }}"


def _quoted(text: str) -> str:
    return tomlkit.string(text).as_string()
