"""Feeds filled in from a template equal, byte for byte, feeds that icalendar renders one by one."""

import random
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar.parser import Contentline

from feedgen.core.errors import DefinitionError
from feedgen.core.model import Definitions, Depth, Entry, Place, State, Version
from feedgen.definitions.regions import load
from feedgen.publish.context import BuildContext, places_at
from feedgen.publish.feed_templates import FeedTemplates, plain_files
from feedgen.publish.ledger_update import LedgerUpdate
from feedgen.render.events.texts import describe
from feedgen.render.ics import FeedTemplate
from feedgen.render.ics.feed_template import fold
from tests.conftest import AFTER_EXAM, FIRST_DAY, ROOT, SMALL
from tests.factories import small_with

ANOTHER_EXAM = ROOT / "docs/examples/yijian"
SAMPLE = 60
"""Places of the 3,212; others on every day."""
DAYS = [FIRST_DAY, AFTER_EXAM, date(2026, 8, 20), date(2027, 6, 25)]


def differing(update: LedgerUpdate, places: list[Place]) -> list[str]:
    """The feeds of places that are not the same in both ways."""
    templates = FeedTemplates(update)
    return [
        path
        for place in places
        for path, content in plain_files(update, place).items()
        if templates.files_of(place)[path] != content
    ]


def some(definitions: Definitions, day: date) -> list[Place]:
    """Places at random, others on every day, and the whole of one province."""
    places = places_at(definitions, Depth.COUNTY)
    chosen = random.Random(day.toordinal()).sample(places, SAMPLE)  # noqa: S311
    return [*chosen, *(place for place in places if place.slug.startswith("hainan"))]


@pytest.mark.parametrize("day", DAYS)
def test_a_feed_from_a_template_is_the_feed_that_is_rendered_by_itself(
    definitions: Definitions, day: date
) -> None:
    update = LedgerUpdate.of_first_build(BuildContext(definitions, day))

    assert differing(update, some(definitions, day)) == []


@pytest.mark.parametrize("day", [FIRST_DAY, AFTER_EXAM])
def test_what_moved_and_what_was_withdrawn_is_the_same_in_both_ways(
    definitions: Definitions, day: date
) -> None:
    context = BuildContext(definitions, day)
    previous = LedgerUpdate.of_first_build(context).ledger
    entries = {owner: with_history(entries, day) for owner, entries in previous.entries.items()}
    update = LedgerUpdate.of_build(context, replace(previous, entries=entries), Depth.COUNTY)

    assert differing(update, some(definitions, day)) == []
    feed = update.feed_of(context.place_by_slug["shanghai/songjiang"])
    assert [event.title for event in feed.events if event.key == "2026-public-notice"] == [
        "【已取消】二建合格人员公示"
    ]
    assert any(
        event.description.startswith("日期有变：原来是2026年4月1日（周三）")
        for event in feed.events
    )


def with_history(entries: dict[str, Entry] | object, day: date) -> dict[str, Entry]:
    """Entries whose days were named and moved, and one of a withdrawn event."""
    assert isinstance(entries, dict)
    named = Version(day, date(2026, 4, 1), date(2026, 4, 1), State.ANNOUNCED, "二建考试")
    moved = {
        key: replace(entry, versions=(named, *entry.versions)) for key, entry in entries.items()
    }
    withdrawn = Version(
        day, date(2026, 7, 1), date(2026, 7, 3), State.CANCELLED, "二建合格人员公示"
    )
    entry = next(iter(entries.values()))
    return {**moved, "2026-public-notice": replace(entry, versions=(withdrawn,))}


def test_an_old_address_keeps_its_key_in_both_ways(definitions: Definitions) -> None:
    update = LedgerUpdate.of_first_build(BuildContext(definitions, FIRST_DAY))
    place = update.context.place_by_slug["guangdong/meizhou"]

    feeds = FeedTemplates(update).files_of(place, "guangdong/old", "441499")

    assert feeds == plain_files(update, place, "guangdong/old", "441499")
    assert b"UID:441499-2026-results-release@kaohou.invalid" in feeds["guangdong/old.ics"]


@pytest.mark.parametrize("identity", ["yijian", "a" * 16])
def test_the_feeds_of_another_exam_are_the_same_in_both_ways_and_no_uid_is_folded(
    identity: str,
) -> None:
    definitions = load(ANOTHER_EXAM)
    definitions = replace(definitions, exam=replace(definitions.exam, identity=identity))
    update = LedgerUpdate.of_first_build(BuildContext(definitions, date(2026, 11, 23)))

    feeds = b"".join(content for _, content in FeedTemplates(update).feeds(Depth.COUNTY))

    assert differing(update, list(definitions.places)) == []
    assert f"UID:310117-2027-certificate-collection@{identity}.kaohou.invalid\r\n".encode() in feeds
    # The longest there can be: of a second session.
    assert (
        fold(
            longest
            := f"UID:310117-2027-2-certificate-collection@{identity}.kaohou.invalid".encode()
        )
        == longest
    )


@pytest.mark.parametrize(
    "name",
    ["Ａ,Ｂ;县", "a县", "\U00020b9f县", "é县", "县（新）", "积石山保安族东乡族撒拉族自治县", "县"],
)
def test_a_name_of_any_kind_is_the_same_in_both_ways(name: str, tmp_path: Path) -> None:
    definitions = small_with(tmp_path, ("divisions.csv", "梅江区", f'"{name}"'))

    update = LedgerUpdate.of_first_build(BuildContext(definitions, AFTER_EXAM))

    assert name in [place.name for place in definitions.places]
    assert differing(update, list(definitions.places)) == []


def test_a_text_near_the_limit_is_cut_the_same_for_a_short_name_and_a_long_one(
    definitions: Definitions,
) -> None:
    context = BuildContext(definitions, AFTER_EXAM)
    short, long = (
        context.place_by_slug[f"guangdong/{slug}"] for slug in ("meizhou", "qingyuan/liannan")
    )
    assert (short.name, long.name) == ("梅州市", "连南瑶族自治县")

    without = {
        text_of(context, place, filling, longest_name=0)
        for place in (short, long)
        for filling in range(500)
    }
    with_room = [
        (text_of(context, short, filling), text_of(context, long, filling))
        for filling in range(500)
    ]

    assert [pair for pair in with_room if pair[0] != pair[1]] == []
    assert without - {text for pair in with_room for text in pair}, "no text came near the limit"


def text_of(
    context: BuildContext, place: Place, filling: int, longest_name: int | None = None
) -> str:
    """The text of a place's results, its name aside, with a paragraph of some length beside it."""
    place_context = context.context_of(place)
    exam = replace(place_context.exam, shared_dates="长" * filling)
    place_context = replace(place_context, exam=exam)
    if longest_name is not None:
        place_context = replace(place_context, longest_name=longest_name)
    [milestone] = [
        milestone
        for milestone in place_context.timeline.milestones
        if milestone.key == "2026-results-release"
    ]
    return describe(milestone, place_context).replace(f"{place.name}考生", "考生")


def test_a_text_with_a_character_for_private_use_is_refused(tmp_path: Path) -> None:
    shutil.copytree(SMALL, tmp_path / "regions")
    path = tmp_path / "regions/national.toml"
    path.write_text(
        path.read_text("utf-8").replace('short_name = "', 'short_name = "\ue000', 1), "utf-8"
    )

    with pytest.raises(
        DefinitionError, match=r"about.short_name: holds the control character U\+E000"
    ):
        load(tmp_path / "regions")


LINES = st.text(alphabet=st.sampled_from('甲é𠮟a\\^,;"n '), max_size=300) | st.text(
    alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=120
)


@given(LINES)
def test_a_line_is_folded_as_icalendar_folds_it(text: str) -> None:
    assert fold(text.encode()) == Contentline(text).to_ical()


@given(st.text(min_size=1, max_size=12), st.text(min_size=1, max_size=8))
def test_only_what_takes_as_many_octets_as_the_placeholder_is_filled_in(
    name: str, key: str
) -> None:
    if FeedTemplate.fits(name, key):
        assert [len(char.encode()) for char in name] == [3] * len(name)
        assert not set(name) & set("\\;,\r\n\ue000\ue001")
        assert len(key.encode()) == 6
        assert key.isdigit()


def test_a_fold_within_a_name_is_set_right() -> None:
    feeds = [
        FeedTemplate([f"{'X' * before}\ue000"]).fill("松江区", "310117") for before in range(50, 74)
    ]

    assert feeds == [
        Contentline(f"{'X' * before}松江区").to_ical() + b"\r\n" for before in range(50, 74)
    ]
    assert "松\r\n 江区".encode() in b"".join(feeds)


def test_it_does_not_matter_which_place_is_asked_for_first(definitions: Definitions) -> None:
    places = [place for place in definitions.places if place.slug.startswith("shanxi/")][:40]

    feeds = [in_order(definitions, asked) for asked in (places, places[::-1])]

    assert feeds[0] == feeds[1]


def in_order(definitions: Definitions, places: list[Place]) -> dict[str, bytes]:
    """The feeds of places, set one after the other."""
    templates = FeedTemplates(LedgerUpdate.of_first_build(BuildContext(definitions, FIRST_DAY)))
    return {
        path: content for place in places for path, content in templates.files_of(place).items()
    }
