"""Replays past releases: the window as it would have been published then, and how right it was."""

from feedgen.forecast.backtest.outcomes import outcomes_of, read_outcomes
from feedgen.forecast.backtest.replay import replay
