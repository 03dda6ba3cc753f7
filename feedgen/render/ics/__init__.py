"""Writes a feed as an iCalendar file with the properties that calendar clients need."""

from feedgen.render.ics.feed_template import PLACEHOLDER_KEY, PLACEHOLDER_NAME, FeedTemplate
from feedgen.render.ics.writer import PRODID, lines, render
