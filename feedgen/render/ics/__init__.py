"""Writes a feed as an iCalendar file, with exactly the properties that calendar clients need
(docs/feeds.md).
"""

from feedgen.render.ics.feed_template import PLACEHOLDER_KEY, PLACEHOLDER_NAME, FeedTemplate
from feedgen.render.ics.writer import PRODID, lines, render
