"""Turns observed lags into beliefs, and beliefs into windows; reads and writes nothing."""

from feedgen.forecast.estimation.beliefs import (
    LEVEL,
    cumulative_shares,
    effective_weights,
    posterior,
    prior_from_regional_rule,
    prior_from_rule,
    regional_prior,
)
from feedgen.forecast.estimation.distributions import LagDistribution
from feedgen.forecast.estimation.scores import interval_score
from feedgen.forecast.estimation.windows import exam_season, is_free_weekend, last_day, rule_window
