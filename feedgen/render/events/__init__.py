"""Turns a timeline into the events of one place: titles, texts, alarms."""

from feedgen.render.events.composer import (
    compose,
    compose_overview,
    describe_milestones,
    is_in_overview,
    overview_feed,
    title_of,
)
from feedgen.render.events.history import cancelled_event, change_words, with_moved_notice
