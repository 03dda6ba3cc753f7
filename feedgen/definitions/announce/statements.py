"""What an authority said, as a person would write it into the region's file."""

from dataclasses import dataclass
from datetime import date

import tomlkit

from feedgen.core.model import Source


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One fact to be written: an announcement, a session's days or its cancellation, or a look in
    vain.
    """

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
        """Under which header it stands."""
        if self.is_look:
            return "bound"
        return "session" if self.milestone == "exam" else "announcement"

    def text(self) -> str:
        """Return its lines in TOML, with a line end."""
        lines = [f"[[{self.table}]]", *(f"{key} = {value}" for key, value in self.values().items())]
        return "".join(f"{line}\n" for line in lines)

    def values(self) -> dict[str, str]:
        """Return its keys, in their order, with their values in TOML."""
        is_session = self.table == "session"
        first, last = ("start", "end") if is_session else ("date", "until")
        # The last exam day is told even of a single day: left out it would be unknown.
        is_last_told = self.last is not None and (is_session or self.last != self.first)
        told = {
            "milestone": "" if is_session else _quoted(self.milestone),
            "exam_year": str(self.exam_year),
            "sitting": str(self.sitting) if self.sitting > 1 else "",
            "not_yet" if self.is_look else first: f"{self.first}" if self.first else "",
            last: f"{self.last}" if is_last_told else "",
            "cancelled": "true" if self.is_cancelled else "",
            "known_from": f"{self.known_from}",
            "source": _source(self.source),
        }
        return {key: value for key, value in told.items() if value}


def _source(source: Source) -> str:
    parts = {
        "url": _quoted(source.url),
        "publisher": _quoted(source.publisher),
        "checked": f"{source.checked}",
        "grade": _quoted(source.grade.value),
    }
    return f"{{ {', '.join(f'{key} = {value}' for key, value in parts.items())} }}"


def _quoted(text: str) -> str:
    return tomlkit.string(text).as_string()
