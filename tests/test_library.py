"""The library gives the published dates, and the examples of its page run."""

import doctest
import inspect
import json
import re
import shutil
import subprocess
import sys
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import feedgen
from feedgen import api
from feedgen.core import model
from feedgen.core.errors import DayError, DefinitionError, MilestoneError, PlaceError
from feedgen.core.model import Definitions, Depth, State, Window
from feedgen.core.model.facts import Fact
from feedgen.publish.builder import build
from feedgen.publish.context import BuildContext
from tests.conftest import AFTER_EXAM, FIRST_DAY, FROZEN, LIVE, ROOT, SMALL

PAGE = (ROOT / "docs/library.md").read_text("utf-8")
SUMMER = date(2026, 8, 15)
"""In the example folder Guangdong has announced its results for 20 August."""

DATED = (
    "dated there: results_release of 2025, exam of 2026, results_release of 2026, "
    "qualification_review of 2026, certificate_collection of 2026, score_recheck of 2026, "
    "exam of 2027"
)


@pytest.fixture
def notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Change to a folder with the frozen definitions of all places and the example folder."""
    shutil.copytree(FROZEN, tmp_path / "regions")
    shutil.copytree(SMALL, tmp_path / "tests/assets/small_regions")
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("notebook")
def test_the_examples_print_what_the_page_shows() -> None:
    # Blanked fences keep the line numbers.
    text = re.sub(r"^```.*$", "", PAGE, flags=re.MULTILINE)
    examples = doctest.DocTestParser().get_doctest(text, {}, "library", "docs/library.md", 0)
    wrong: list[str] = []

    done = doctest.DocTestRunner().run(examples, out=wrong.append)

    assert "".join(wrong) == ""
    assert done.attempted >= 30


def test_the_page_promises_only_fields_that_are_there() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (`.*`) \|$", PAGE, re.MULTILINE)
    records: dict[str, Any] = {**vars(model), "Fact": Fact}

    for name, listed in rows:
        known = {field.name for field in fields(records[name])} | {*dir(records[name])}
        assert {*re.findall(r"`(\w+)`", listed)} <= known, name
    assert [name for name, _ in rows][:3] == ["Definitions", "Place", "Timeline"]
    assert len(rows) == 12


def test_importing_feedgen_imports_nothing_else() -> None:
    program = "import sys; before = {*sys.modules}; import feedgen; print({*sys.modules} - before)"

    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )

    assert done.stdout == "{'feedgen'}\n"


def test_every_name_of_the_library_exists_and_no_other() -> None:
    names = {name: getattr(feedgen, name) for name in feedgen.__all__}

    assert {name: value.__module__ for name, value in names.items()} == {
        "Definitions": "feedgen.core.model.regions",
        "FeedgenError": "feedgen.core.errors",
        "Milestone": "feedgen.core.model.timelines",
        "Place": "feedgen.core.model.places",
        "State": "feedgen.core.model.timelines",
        "Timeline": "feedgen.core.model.timelines",
        "Window": "feedgen.core.model.estimates",
        "estimate": "feedgen.api",
        "load": "feedgen.api",
        "timeline": "feedgen.api",
    }
    assert dir(feedgen) == sorted(names)
    with pytest.raises(AttributeError, match=r"^module 'feedgen' has no attribute 'lode'$"):
        getattr(feedgen, "lode")  # noqa: B009 - mypy would report feedgen.lode


def test_the_help_explains_every_parameter() -> None:
    for function in (feedgen.load, feedgen.timeline, feedgen.estimate):
        for parameter in inspect.signature(function).parameters:
            assert f"\n    {parameter}: " in inspect.getdoc(function)  # type: ignore[operator]


@pytest.mark.parametrize("as_of", [AFTER_EXAM, FIRST_DAY, date(2025, 8, 20), date(2027, 6, 1)])
def test_a_timeline_is_what_feeds_and_pages_are_made_from(
    definitions: Definitions, as_of: date
) -> None:
    context = BuildContext(definitions, as_of)
    provinces = [place for place in definitions.places if place.depth is Depth.PROVINCE]

    for place in provinces:
        assert feedgen.timeline(definitions, place.slug, as_of=as_of) == context.timeline_of(
            definitions.region_for(place)
        )
    assert len(provinces) == 32


@pytest.mark.parametrize("as_of", [AFTER_EXAM, FIRST_DAY])
def test_an_estimate_is_the_milestone_of_the_timeline(
    definitions: Definitions, as_of: date
) -> None:
    context = BuildContext(definitions, as_of)

    for place in definitions.places:
        if place.depth is Depth.PROVINCE:
            for milestone in context.timeline_of(definitions.region_for(place)).milestones:
                kind, year = milestone.kind, milestone.exam_year
                estimated = feedgen.estimate(definitions, place, kind, year, as_of=as_of)
                assert estimated == milestone


def test_the_published_data_of_a_place_have_the_same_days(
    small: Definitions, tmp_path: Path
) -> None:
    build(tmp_path, small, SUMMER, Depth.AREA)
    published = json.loads((tmp_path / "api/v1/guangdong/meizhou.json").read_text("utf-8"))

    milestones = feedgen.timeline(small, "梅州", as_of=SUMMER).milestones

    for milestone, data in zip(milestones, published["milestones"], strict=True):
        assert (milestone.kind, milestone.exam_year) == (data["milestone"], data["exam_year"])
        assert milestone.state == data["state"]
        assert f"{milestone.window.lower}" == data["first"]
        assert f"{milestone.window.upper}" == data["last"]
    assert len(milestones) == 7


def test_announced_days_are_given_as_published(small: Definitions) -> None:
    results = feedgen.estimate(small, "梅州", as_of=SUMMER)

    assert results.state is State.ANNOUNCED
    assert results.window == Window(date(2026, 8, 20), date(2026, 8, 20))
    assert (results.exam_year, results.basis.method) == (2026, "days named")


@pytest.mark.parametrize("place", ["guangdong/meizhou", "441400", "梅州", "梅州市", "广东梅州"])
def test_a_place_is_found_by_slug_code_and_name(small: Definitions, place: str) -> None:
    meizhou = next(place for place in small.places if place.slug == "guangdong/meizhou")

    assert feedgen.estimate(small, place, as_of=SUMMER) == feedgen.estimate(
        small, meizhou, as_of=SUMMER
    )


def test_a_place_of_other_definitions_is_refused(
    small: Definitions, definitions: Definitions
) -> None:
    shanghai = next(place for place in definitions.places if place.slug == "shanghai")

    with pytest.raises(
        PlaceError,
        match=r"^上海市 shanghai is not in these definitions; take one of their `places`$",
    ):
        feedgen.timeline(small, shanghai, as_of=SUMMER)


def test_without_a_year_the_newest_session_is_taken_even_before_its_exam(
    small: Definitions,
) -> None:
    winter = feedgen.estimate(small, "广东", as_of="2026-02-05")
    announced = feedgen.estimate(small, "广东", as_of="2026-02-06")

    assert (winter.exam_year, winter.state) == (2025, State.ANNOUNCED)
    assert (announced.exam_year, announced.state) == (2026, State.ESTIMATED)


def test_without_a_year_the_next_exam_is_taken_even_if_it_is_estimated(
    small: Definitions,
) -> None:
    exam = feedgen.estimate(small, "广东", "exam", as_of=SUMMER)

    assert (exam.exam_year, exam.state) == (2027, State.ESTIMATED)


def test_a_session_that_may_have_begun_hides_older_results(small: Definitions) -> None:
    last_year = feedgen.estimate(small, "广东", exam_year=2026, as_of="2027-06-05")

    with pytest.raises(
        MilestoneError,
        match=r"^no results_release of 2027 is dated in guangdong on 2027-06-05; dated",
    ):
        feedgen.estimate(small, "广东", as_of="2027-06-05")
    assert last_year.state is State.ANNOUNCED


def test_of_two_sittings_in_one_year_the_later_one_is_taken(small: Definitions) -> None:
    guangdong = small.regions["guangdong"]
    first = next(session for session in guangdong.sessions if session.exam_year == 2026)
    second = replace(first, sitting=2, start=date(2026, 10, 17), end=date(2026, 10, 18))
    changed = replace(guangdong, sessions=(*guangdong.sessions, second))
    twice = replace(small, regions={**small.regions, "guangdong": changed})

    results = feedgen.estimate(twice, "广东", as_of="2026-10-20")

    assert (results.exam_year, results.sitting, results.state) == (2026, 2, State.ESTIMATED)
    assert (
        feedgen.timeline(twice, "广东", as_of="2026-10-20").of("results_release", 2026).sitting == 1
    )  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("milestone", "exam_year", "message"),
    [
        (
            "results_relaese",
            None,
            "unknown milestone 'results_relaese'; did you mean 'results_release'",
        ),
        (
            "pass_mark",
            None,
            f"no pass_mark of 2026 is dated in guangdong/meizhou on 2026-08-15; {DATED}",
        ),
        (
            "results_release",
            2019,
            f"no results_release of 2019 is dated in guangdong/meizhou on 2026-08-15; {DATED}",
        ),
    ],
)
def test_a_missing_milestone_is_explained(
    small: Definitions, milestone: str, exam_year: int | None, message: str
) -> None:
    with pytest.raises(MilestoneError) as error:
        feedgen.estimate(small, "梅州", milestone, exam_year, as_of=SUMMER)

    assert str(error.value) == message


def test_an_empty_timeline_is_explained(small: Definitions) -> None:
    with pytest.raises(MilestoneError) as error:
        feedgen.estimate(small, "梅州", as_of="2005-01-01")

    assert (
        str(error.value)
        == "no results_release is dated in guangdong/meizhou on 2005-01-01; dated there: nothing"
    )


@pytest.mark.parametrize(
    ("as_of", "message"),
    [
        ("2026-02-30", "'2026-02-30' is not a day; give one such as 2026-08-16"),
        ("today", "'today' is not a day; give one such as 2026-08-16"),
        (date(2004, 12, 31), "2004-12-31 is out of range; give a day from 2005 to 2090"),
        ("2091-01-01", "2091-01-01 is out of range; give a day from 2005 to 2090"),
        (
            datetime(2026, 8, 15, 20, tzinfo=UTC),
            "'2026-08-15 20:00:00+00:00' is a moment; give the day that it is in China",
        ),
    ],
)
def test_an_invalid_day_is_refused(small: Definitions, as_of: date | str, message: str) -> None:
    with pytest.raises(DayError) as error:
        feedgen.timeline(small, "梅州", as_of=as_of)

    assert str(error.value) == message


def test_a_day_may_be_given_as_text(small: Definitions) -> None:
    assert feedgen.timeline(small, "梅州", as_of="2026-08-15") == feedgen.timeline(
        small, "梅州", as_of=SUMMER
    )


def test_without_a_folder_the_working_folder_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(SMALL, tmp_path / "regions")
    monkeypatch.chdir(tmp_path)
    here = feedgen.load()
    monkeypatch.chdir("/")

    assert here.exam.short_name == "示例"
    assert api.default_folder() == LIVE


def test_a_folder_may_be_given_as_text_or_path(small: Definitions) -> None:
    assert feedgen.load(str(SMALL)) == feedgen.load(SMALL) == small


def test_a_broken_folder_is_refused_with_every_problem(tmp_path: Path) -> None:
    shutil.copytree(SMALL, tmp_path / "regions")
    for name in ("guangdong.toml", "xinjiang.toml"):
        with (tmp_path / "regions" / name).open("a", encoding="utf-8") as file:
            file.write("\n[nonsense]\n")

    with pytest.raises(DefinitionError) as error:
        feedgen.load(tmp_path / "regions")

    assert [problem.file for problem in error.value.problems] == [
        "regions/guangdong.toml",
        "regions/xinjiang.toml",
    ]


def test_definitions_used_in_turn_keep_their_own_observations(small: Definitions) -> None:
    """Definitions changed in memory keep the digest of the files."""
    guangdong = small.regions["guangdong"]
    (announced,) = guangdong.announcements
    earlier = replace(announced, first=date(2026, 8, 18), last=date(2026, 8, 18))
    changed = replace(guangdong, announcements=(earlier,))
    edited = replace(small, regions={**small.regions, "guangdong": changed})

    days = [
        feedgen.estimate(definitions, "广东", as_of=SUMMER).window.lower.day
        for definitions in (small, edited, small, edited)
    ]

    assert days == [20, 18, 20, 18]


def test_a_notebook_shows_records_on_a_few_lines(small: Definitions) -> None:
    results = feedgen.estimate(small, "梅州", as_of=SUMMER)

    assert repr(small) == "<Definitions: 5 regions, 8 places>"
    assert repr(results).startswith(
        "Milestone(kind='results_release', exam_year=2026, sitting=1, state=<State.ANNOUNC"
    )
    assert len(repr(results)) < 500


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"place": 441400}, "441400 is not a place; give a slug, a code in quotes"),
        ({"place": None}, "None is not a place"),
        ({"as_of": None}, "None is not a day; give a date, or text such as '2026-08-16'"),
        ({"milestone": None}, "unknown milestone 'None'"),
        ({"exam_year": "2026"}, "'2026' is not an exam year; give one such as 2026"),
        ({"exam_year": True}, "True is not an exam year"),
    ],
)
def test_an_argument_of_another_type_is_refused(
    definitions: Definitions, arguments: dict[str, Any], message: str
) -> None:
    usual = {"place": "梅州", "as_of": "2026-06-05"}

    with pytest.raises(feedgen.FeedgenError, match=re.escape(message)):
        feedgen.estimate(definitions, **{**usual, **arguments})
