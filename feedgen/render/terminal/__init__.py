"""Lays records out as English text for a terminal; names and titles stay Chinese."""

from feedgen.render.terminal.backtests import backtest_text
from feedgen.render.terminal.changes import blocked_text, changes_text
from feedgen.render.terminal.explanations import explanation_lines
from feedgen.render.terminal.layout import padded, source_text, window_text
from feedgen.render.terminal.places import coverage_text, place_line
from feedgen.render.terminal.timelines import country_text, timeline_text
from feedgen.render.terminal.watching import watched_text
