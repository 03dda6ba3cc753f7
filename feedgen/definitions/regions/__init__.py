"""Loads `regions/`: reads, validates, inherits."""

from feedgen.definitions.regions.coverage import Coverage, coverage, facts_by_grade
from feedgen.definitions.regions.loader import load
