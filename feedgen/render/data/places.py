"""Turns records into plain data for programs; later versions only add fields."""

import json

from feedgen.core.model import Place
from feedgen.render.data.backtests import backtest_data
from feedgen.render.data.facts import Data
from feedgen.render.data.history import history_csv
from feedgen.render.data.regions import about_data, region_data
from feedgen.render.data.schemas import schemas
from feedgen.render.data.status import (
    UNEXPLAINED,
    build_info_data,
    completeness_data,
    digest_matches,
    made_data,
    status_data,
    with_digest,
)
from feedgen.render.data.timelines import milestone_data, timeline_data, value_data
from feedgen.render.data.upcoming import Listed, upcoming_data
from feedgen.render.data.watching import watched_data

__all__ = [
    "UNEXPLAINED",
    "Data",
    "Listed",
    "about_data",
    "backtest_data",
    "build_info_data",
    "completeness_data",
    "digest_matches",
    "history_csv",
    "json_bytes",
    "made_data",
    "milestone_data",
    "place_data",
    "region_data",
    "schemas",
    "status_data",
    "timeline_data",
    "upcoming_data",
    "value_data",
    "watched_data",
    "with_digest",
]


def place_data(place: Place, followed: Place, feed: str) -> Data:
    """Return a place; `feed` is the path of the feed to take, its area's for a county."""
    return {
        "slug": place.slug,
        "name": place.name,
        "key": place.key,
        "code": place.code,
        "depth": place.depth.value,
        "follows": followed.slug,
        "follows_name": followed.name,
        "feed": f"{feed}.ics",
        "feed_with_alarms": f"{feed}-remind.ics",
        "page": f"{feed}.html",
        "data": f"api/v1/{feed}.json",
    }


def json_bytes(data: Data) -> bytes:
    """Return data as a file of JSON in UTF-8."""
    return f"{json.dumps(data, ensure_ascii=False, separators=(',', ':'))}\n".encode()
