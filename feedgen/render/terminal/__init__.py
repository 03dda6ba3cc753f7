"""Lays records out as text for a terminal; what it says is in English, names and titles stay
Chinese.
"""

from feedgen.render.terminal.backtests import backtest_text
from feedgen.render.terminal.changes import changes_text, held_text
from feedgen.render.terminal.explanations import explanation
from feedgen.render.terminal.layout import padded, source_text, window_text
from feedgen.render.terminal.places import coverage_text, place_line
from feedgen.render.terminal.timelines import country_text, timeline_text
from feedgen.render.terminal.watching import watched_text
