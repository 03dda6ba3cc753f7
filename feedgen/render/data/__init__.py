"""Turns records into plain data for programs; later versions only add fields."""

from feedgen.render.data.backtests import backtest_data
from feedgen.render.data.facts import Data
from feedgen.render.data.history import history_csv
from feedgen.render.data.json_files import json_bytes
from feedgen.render.data.places import place_data
from feedgen.render.data.regions import exam_data, region_data
from feedgen.render.data.schemas import schemas
from feedgen.render.data.status import NOT_COUNTED, build_info_data, completeness_data, status_data
from feedgen.render.data.timelines import milestone_data, timeline_data, version_data
from feedgen.render.data.upcoming import PlaceMilestone, upcoming_data
from feedgen.render.data.watching import watched_data
