"""Turns what was observed into windows; lags and dates in, beliefs and windows out, no reading and no writing."""

from feedgen.forecast.estimation.beliefs import LEVEL, in_region, learn, of_rule, of_word, shares, weigh
from feedgen.forecast.estimation.distributions import Spread
from feedgen.forecast.estimation.scores import interval_score
from feedgen.forecast.estimation.windows import bare_window, exam_season, is_free_weekend, last_day

__all__ = [
    "LEVEL",
    "Spread",
    "bare_window",
    "exam_season",
    "in_region",
    "interval_score",
    "is_free_weekend",
    "last_day",
    "learn",
    "of_rule",
    "of_word",
    "shares",
    "weigh",
]
