"""Writes a feed as an iCalendar file, with exactly the properties that calendar clients need (docs/feeds.md)."""

from feedgen.render.ics.feed_template import STAND_IN_KEY, STAND_IN_NAME, Stencil
from feedgen.render.ics.writer import PRODID, lines, render

__all__ = ["PRODID", "STAND_IN_KEY", "STAND_IN_NAME", "Stencil", "lines", "render"]
