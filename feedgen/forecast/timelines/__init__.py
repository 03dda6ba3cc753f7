"""Dates every milestone of a region as known on one day."""

from feedgen.forecast.timelines.best_facts import best_named
from feedgen.forecast.timelines.builder import build_timeline, milestone_of
from feedgen.forecast.timelines.observations import ObservationHistory, lags_of, learned_until
