"""Writes a feed as an iCalendar file, with exactly the properties that calendar clients need (docs/feeds.md)."""

from feedgen.ics.plain import PRODID, lines, render
from feedgen.ics.stencil import STAND_IN_KEY, STAND_IN_NAME, Stencil

__all__ = ["PRODID", "STAND_IN_KEY", "STAND_IN_NAME", "Stencil", "lines", "render"]
