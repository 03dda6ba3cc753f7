"""Replays past releases: the window that would have been published then, and its score."""

from feedgen.forecast.backtest.outcomes import outcomes_of, read_outcomes
from feedgen.forecast.backtest.replay import replay
