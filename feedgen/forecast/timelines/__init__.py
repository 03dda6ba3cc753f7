"""Dates every milestone of a region as far as a build of one day may know it."""

from feedgen.forecast.timelines.best_facts import best_named
from feedgen.forecast.timelines.builder import build_timeline, milestone_of
from feedgen.forecast.timelines.observations import ObservationHistory, known_until, lags_of
