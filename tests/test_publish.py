"""A build writes whole files, and the check compares a folder with the definitions."""

import hashlib
import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from feedgen.core.errors import PublishError
from feedgen.core.model import Definitions, Depth
from feedgen.definitions.regions import load
from feedgen.publish.builder import build, make_feeds
from feedgen.publish.comparison import differences
from feedgen.publish.context import BuildContext, places_at
from feedgen.publish.feed_templates import FeedTemplates
from feedgen.publish.ledger.storage import read_ledger
from feedgen.publish.ledger_update import LedgerUpdate
from feedgen.publish.single_place import write_place
from tests.conftest import FIRST_DAY, FROZEN, SMALL
from tests.factories import append, copy_regions


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, definitions: Definitions) -> Path:
    """A folder with the feeds of the provinces, which no test changes."""
    folder = tmp_path_factory.mktemp("built")
    build(folder, definitions, FIRST_DAY, Depth.PROVINCE)
    return folder


@pytest.fixture
def folder(tmp_path: Path, built: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(built, tmp_path / "public"))


def test_every_place_has_both_feeds_and_the_country_one(definitions: Definitions) -> None:
    paths = [path for path, _ in make_feeds(definitions, FIRST_DAY, Depth.AREA)]

    assert len(paths) == 483 * 2 + 1
    for slug in (
        "shanghai/songjiang",
        "guangdong/meizhou",
        "anhui/maanshan",
        "bingtuan",
        "xinjiang/shihezi",
    ):
        assert {f"{slug}.ics", f"{slug}-remind.ics"} <= set(paths)
    assert "all.ics" in paths


def test_depths_hold_32_and_483_and_3212_places(definitions: Definitions) -> None:
    assert [len(places_at(definitions, depth)) for depth in Depth] == [32, 483, 3212]


def test_a_second_build_changes_nothing(folder: Path, definitions: Definitions) -> None:
    built = build(folder, definitions, FIRST_DAY, Depth.PROVINCE)

    assert (built.feeds, built.changed, built.pages) == (65, 0, 34)


def test_a_night_that_changes_no_feed_leaves_the_ledger_alone(
    folder: Path, definitions: Definitions
) -> None:
    before = (folder / "revisions.json").read_bytes()

    build(folder, definitions, date(2026, 11, 23), Depth.PROVINCE)

    assert (folder / "revisions.json").read_bytes() == before


def test_a_night_that_changes_a_feed_moves_the_ledger(
    folder: Path, definitions: Definitions
) -> None:
    build(folder, definitions, date(2026, 12, 1), Depth.PROVINCE)

    ledger = read_ledger(folder)

    assert ledger is not None
    assert ledger.as_of == date(2026, 12, 1)


def test_the_check_passes_on_what_was_built(folder: Path, definitions: Definitions) -> None:
    assert differences(folder, definitions) == []


def test_the_check_fails_when_one_byte_of_one_feed_is_changed(
    folder: Path, definitions: Definitions
) -> None:
    feed = folder / "shanghai.ics"
    feed.write_bytes(feed.read_bytes().replace(b"TENTATIVE", b"TENTATIVF", 1))

    assert differences(folder, definitions) == ["shanghai.ics: differs"]


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("shanghai.toml", "date = 2023-08-16", "date = 2023-08-17"),
        ("shaanxi.toml", "date = 2015-07-25", "date = 2015-07-24"),
        ("national.toml", "lag = [42, 63]", "lag = [42, 64]"),
        ("divisions.csv", "松江区", "松山区"),
    ],
)
def test_the_check_fails_when_one_fact_is_changed(
    folder: Path, tmp_path: Path, file: str, before: str, after: str
) -> None:
    changed = load(copy_regions(FROZEN, tmp_path, (file, before, after)))

    found = differences(folder, changed)

    assert (
        found[0]
        == "revisions.json: the facts in regions/ are not those that the feeds were built from"
    )


def test_the_check_passes_when_only_a_comment_is_changed(folder: Path, tmp_path: Path) -> None:
    commented = copy_regions(FROZEN, tmp_path)
    append(commented / "shanghai.toml", "# 又一条说明\n")

    assert differences(folder, load(commented)) == []


def test_the_check_names_feeds_that_are_missing_and_that_no_place_owns(
    folder: Path, definitions: Definitions
) -> None:
    (folder / "anhui.ics").rename(folder / "atlantis.ics")

    assert differences(folder, definitions) == [
        "anhui.ics: is missing",
        "atlantis.ics: no place has this feed",
    ]


def test_the_check_of_an_empty_folder_suggests_a_build(
    tmp_path: Path, definitions: Definitions
) -> None:
    with pytest.raises(
        PublishError, match=r"revisions\.json is missing; run 'feedgen build' first"
    ):
        differences(tmp_path, definitions)


def test_only_one_place_writes_its_feeds_page_and_data_and_nothing_else(
    tmp_path: Path, definitions: Definitions
) -> None:
    place = next(place for place in definitions.places if place.slug == "guangdong/meizhou")

    write_place(tmp_path, definitions, FIRST_DAY, place)

    written = sorted(
        path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()
    )
    assert written == [
        "api/v1/guangdong/meizhou.json",
        "guangdong/meizhou-remind.ics",
        "guangdong/meizhou.html",
        "guangdong/meizhou.ics",
    ]


def test_only_one_place_is_refused_where_the_ledger_would_have_to_change(
    folder: Path, definitions: Definitions
) -> None:
    place = BuildContext(definitions, FIRST_DAY).place_by_slug["shanghai"]
    before = (folder / "shanghai.ics").read_bytes()

    with pytest.raises(PublishError, match="shanghai has changed since the last build"):
        write_place(folder, definitions, date(2027, 3, 1), place)

    assert (folder / "shanghai.ics").read_bytes() == before


def test_a_file_where_a_folder_should_be_is_a_message_and_loses_nothing(
    tmp_path: Path, definitions: Definitions
) -> None:
    (tmp_path / "anhui").write_text("mine")

    with pytest.raises(PublishError, match="anhui"):
        build(tmp_path, definitions, FIRST_DAY, Depth.AREA)

    assert (tmp_path / "anhui").read_text() == "mine"


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path, definitions: Definitions) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "public").mkdir()
    (tmp_path / "public/anhui").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(PublishError, match="a link leads out of it"):
        build(tmp_path / "public", definitions, FIRST_DAY, Depth.AREA)

    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_no_temporary_file_stays_behind(folder: Path) -> None:
    assert [path for path in folder.rglob("*") if path.name.startswith(".")] == []


def test_an_alias_serves_the_successors_feed_under_the_old_address_with_the_old_key(
    tmp_path: Path,
) -> None:
    shutil.copytree(FROZEN, tmp_path / "regions")
    alias = '[[alias]]\nold = "shanghai/nanhui"\nkey = "310119"\nnew = "shanghai/pudong"\n'
    (tmp_path / "regions/aliases.toml").write_text(alias, "utf-8")

    feeds = dict(make_feeds(load(tmp_path / "regions"), FIRST_DAY, Depth.AREA))

    assert b"UID:310119-2026-results-release@kaohou.invalid" in feeds["shanghai/nanhui.ics"]
    assert (
        feeds["shanghai/nanhui.ics"].replace(b"UID:310119", b"UID:310115")
        == feeds["shanghai/pudong.ics"]
    )


COUNTY_ALIAS = (
    '[[alias]]\nold = "gansu/zhangye/gaotaixian"\nkey = "629999"\nnew = "gansu/zhangye/gaotai"\n'
)


def test_an_alias_has_files_where_its_successor_has_a_feed(tmp_path: Path) -> None:
    shutil.copytree(FROZEN, tmp_path / "regions")
    (tmp_path / "regions/aliases.toml").write_text(COUNTY_ALIAS, "utf-8")
    definitions = load(tmp_path / "regions")
    counties = dict(make_feeds(definitions, FIRST_DAY, Depth.COUNTY))

    build(tmp_path / "public", definitions, FIRST_DAY, Depth.AREA)

    assert [path for path in tmp_path.glob("public/**/*") if "gaotaixian" in path.name] == []
    assert {path for path in counties if "gaotaixian" in path} == {
        "gansu/zhangye/gaotaixian.ics",
        "gansu/zhangye/gaotaixian-remind.ics",
    }


def test_an_alias_that_was_published_once_keeps_its_files_at_every_depth(tmp_path: Path) -> None:
    """Its successor may have no feeds of its own at that depth."""
    shutil.copytree(FROZEN, tmp_path / "regions")
    (tmp_path / "regions/aliases.toml").write_text(COUNTY_ALIAS, "utf-8")
    definitions = load(tmp_path / "regions")
    context = BuildContext(definitions, FIRST_DAY)
    published = replace(
        LedgerUpdate.of_first_build(context).ledger, feeds=("gansu/zhangye/gaotaixian",)
    )

    update = LedgerUpdate.of_build(context, published, Depth.AREA)
    feeds = dict(FeedTemplates(update).feeds(Depth.AREA))

    assert {path for path in feeds if "gaotaixian" in path} == {
        "gansu/zhangye/gaotaixian.ics",
        "gansu/zhangye/gaotaixian-remind.ics",
    }


def test_a_feed_with_an_error_is_not_published(tmp_path: Path) -> None:
    """A title that looks like one of our states, on a day that is announced; a file that says so
    does not load.
    """
    definitions = load(SMALL)
    guangdong = definitions.regions["guangdong"]
    release = replace(guangdong.kinds["results_release"], title="【快】示例成绩公布")
    region = replace(guangdong, kinds={**guangdong.kinds, "results_release": release})
    definitions = replace(definitions, regions={**definitions.regions, "guangdong": region})

    with pytest.raises(
        PublishError, match=r"guangdong\.ics:\d+: state-in-title: .*while STATUS is 'CONFIRMED'"
    ):
        build(tmp_path / "public", definitions, date(2026, 8, 20), Depth.AREA)

    assert list((tmp_path / "public").iterdir()) == []


def test_the_status_has_the_digest_of_each_feed_and_the_age_of_the_facts(folder: Path) -> None:
    status = json.loads((folder / "status.json").read_bytes())

    assert (status["as_of"], status["depth"]) == ("2026-11-22", "province")
    assert len(status["feeds"]) == 65
    content = (folder / "shanghai.ics").read_bytes()
    assert status["feeds"]["shanghai.ics"] == {
        "sha256": hashlib.sha256(content).hexdigest(),
        "events": 6,
        "changed": "2026-11-21T16:00:00+00:00",
    }
    assert status["regions"]["shanghai"]["last_checked"] == "2026-11-22"
    assert status["regions"]["shanghai"]["facts"] > 20
