"""How right the windows would have been: on a frozen copy of the observations, and rule by rule.

Nothing here reads regions/, so that no new fact, however odd, fails a test.
"""

import json
import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedgen.core.errors import OutcomeError
from feedgen.core.model import (
    BacktestReport,
    Bound,
    Definitions,
    Observation,
    Outcome,
    Plan,
    ScoredWindow,
    Window,
)
from feedgen.definitions.regions import load
from feedgen.forecast.backtest import outcomes_of, read_outcomes, replay
from tests.conftest import FROZEN, ROOT, SMALL, run_feedgen
from tests.factories import append, bound, copy_regions, fact_lines, observation, plan

OUTCOMES = ROOT / "tests/assets/outcomes"
HUNAN_2023 = Outcome("hunan", 2023, 1, date(2023, 6, 4), date(2023, 8, 17))
EXAM_DAY = date(2023, 6, 4)
MORNING_AFTER = date(2023, 6, 5)
"""The morning on which the window of HUNAN_2023 is made."""

Fact = Observation | Bound | Plan


def with_facts(definitions: Definitions, slug: str, *facts: Fact) -> Definitions:
    """The same with more facts of a region."""
    region = definitions.regions[slug]
    more = replace(
        region,
        observations=(
            *region.observations,
            *(fact for fact in facts if isinstance(fact, Observation)),
        ),
        bounds=(*region.bounds, *(fact for fact in facts if isinstance(fact, Bound))),
        plans=(*region.plans, *(fact for fact in facts if isinstance(fact, Plan))),
    )
    return replace(definitions, regions={**definitions.regions, slug: more})


def with_release_moved(definitions: Definitions, outcome: Outcome, day: date) -> Definitions:
    """The same with one release on another day."""
    region = definitions.regions[outcome.region]
    stay = tuple(fact for fact in region.observations if fact.exam_year != outcome.exam_year)
    moved = replace(region, observations=(*stay, observation(outcome.exam_year, day)))
    return replace(definitions, regions={**definitions.regions, outcome.region: moved})


def folder_with_release(folder: Path, slug: str, exam_year: int, day: date) -> Path:
    """A copy of the frozen folder with one more release at the end of a file."""
    copy = copy_regions(FROZEN, folder)
    keys = {"date": day, "exam_days": "nation", "dated": "scores"}
    release = fact_lines("observation", milestone="results_release", exam_year=exam_year, **keys)
    append(copy / f"{slug}.toml", release)
    return copy


def scored_of(report: BacktestReport, region: str, exam_year: int) -> ScoredWindow:
    """The window of one release beside it."""
    return next(
        scored
        for scored in report.scored
        if (scored.outcome.region, scored.outcome.exam_year) == (region, exam_year)
    )


def window_of(report: BacktestReport, region: str, exam_year: int) -> Window:
    """The window of one release."""
    return scored_of(report, region, exam_year).window


def windows_until(report: BacktestReport, exam_year: int) -> dict[tuple[str, int], Window]:
    """The windows up to an exam year, by region and year."""
    windows = {
        (scored.outcome.region, scored.outcome.exam_year): scored.window for scored in report.scored
    }
    return {key: window for key, window in windows.items() if key[1] <= exam_year}


def window_before(definitions: Definitions, outcome: Outcome) -> Window:
    """The window of one outcome that is judged alone."""
    return replay(definitions, [outcome]).scored[0].window


def problems_of(path: Path, definitions: Definitions) -> list[str]:
    """Each message about a file of outcomes."""
    with pytest.raises(OutcomeError) as caught:
        read_outcomes(path, definitions)
    return str(caught.value).splitlines()


# The frozen copy: what CI fails on when code makes the windows worse


def test_every_release_of_the_frozen_copy_whose_exam_days_are_known_is_judged(
    report: BacktestReport,
) -> None:
    assert report.overall
    assert report.overall.n == 27
    assert len(report.scored) == 27
    assert len(report.scored_with_looks) == 27
    assert report.skipped == 0


def test_windows_hold_about_the_share_that_they_are_meant_to(report: BacktestReport) -> None:
    """Of 27 outcomes that 80 % windows should hold, 18 to 25 are what chance leaves to a right
    model.
    """
    assert report.overall
    assert report.level == 0.8
    assert 0.65 <= report.overall.coverage <= 0.93


def test_code_does_not_make_the_windows_worse(report: BacktestReport) -> None:
    assert report.overall
    assert report.overall.mean_score <= 70.2


def test_code_does_not_buy_its_score_with_wider_windows(report: BacktestReport) -> None:
    """A day more than the 54.6 of the day on which the copy was made."""
    assert report.overall
    assert report.overall.mean_width <= 55.4


def test_windows_score_better_than_baselines_without_a_model(report: BacktestReport) -> None:
    assert report.overall
    assert list(report.baselines) == [
        "bare rule",
        "same lag as last time",
        "same date as last time",
    ]
    assert report.baselines["bare rule"].mean_score == pytest.approx(93.6, abs=0.05)
    assert report.overall.mean_score <= 0.9 * 93.6
    assert report.overall.mean_score < report.baselines["same lag as last time"].mean_score
    assert report.overall.mean_score < report.baselines["same date as last time"].mean_score


def test_looking_makes_windows_better(report: BacktestReport) -> None:
    assert report.overall_with_looks
    assert report.overall
    assert report.overall_with_looks.n == 27
    assert report.overall_with_looks.mean_score <= 61.1
    assert report.overall_with_looks.mean_score < report.overall.mean_score


def test_regions_that_released_within_three_years_are_counted_by_themselves(
    report: BacktestReport,
) -> None:
    assert report.recent["model"].n == 7
    assert report.recent["model"].mean_score <= 73.8
    assert report.recent["model"].mean_score < report.recent["bare rule"].mean_score


def test_the_groups_add_up_to_the_whole(report: BacktestReport) -> None:
    assert sum(summary.n for summary in report.by_region.values()) == 27
    assert sum(summary.n for summary in report.by_year.values()) == 27
    assert list(report.by_year) == [2013, 2015, 2016, 2018, 2019, 2020, 2021, 2022, 2023]
    assert list(report.by_region)[:3] == ["anhui", "chongqing", "fujian"]
    assert report.by_year[2022].n == 6
    assert report.by_region["shandong"].n == 3


@pytest.mark.parametrize(
    ("region", "exam_year", "window"),
    [
        ("liaoning", 2013, Window(date(2013, 7, 23), date(2013, 9, 13), date(2013, 8, 13))),
        ("anhui", 2020, Window(date(2020, 12, 23), date(2021, 2, 26), date(2021, 1, 19))),
        ("shanxi", 2021, Window(date(2021, 8, 3), date(2021, 8, 25), date(2021, 8, 12))),
        ("shaanxi", 2023, Window(date(2023, 7, 24), date(2023, 8, 31), date(2023, 8, 9))),
    ],
    ids=["nothing known yet", "autumn and a spring festival", "a plan", "own releases before"],
)
def test_windows_of_the_frozen_copy_stand(
    report: BacktestReport, region: str, exam_year: int, window: Window
) -> None:
    assert window_of(report, region, exam_year) == window


def test_an_outcome_is_judged_by_its_window_and_its_likeliest_day(report: BacktestReport) -> None:
    """Two days before the window of the 10th of August to the 23rd of September, likeliest on the
    30th of August.
    """
    scored = scored_of(report, "hainan", 2022)

    assert scored.outcome == Outcome("hainan", 2022, 1, date(2022, 6, 12), date(2022, 7, 20))
    assert scored.window == Window(date(2022, 8, 10), date(2022, 9, 23), date(2022, 8, 30))
    assert not scored.is_inside
    assert scored.error_days == 41
    assert scored.score == pytest.approx(44 + 21 * 10)


# No outcome is judged by itself


@settings(deadline=None, max_examples=25)
@given(number=st.integers(0, 26), lag_days=st.integers(2, 400))
def test_no_release_moves_the_window_that_it_is_judged_by(
    definitions: Definitions, report: BacktestReport, number: int, lag_days: int
) -> None:
    scored = report.scored[number]
    day = scored.outcome.exam_end + timedelta(days=lag_days)
    moved = with_release_moved(definitions, scored.outcome, day)

    window = window_before(moved, replace(scored.outcome, released=day))

    assert window == scored.window


def test_a_release_on_the_morning_after_the_exam_is_not_judged_by_itself(
    definitions: Definitions, report: BacktestReport
) -> None:
    moved = with_release_moved(definitions, HUNAN_2023, MORNING_AFTER)

    window = window_before(moved, replace(HUNAN_2023, released=MORNING_AFTER))

    assert window == window_of(report, "hunan", 2023)


def test_a_release_moves_only_windows_of_exams_after_it(
    definitions: Definitions, report: BacktestReport
) -> None:
    moved = with_release_moved(
        definitions, scored_of(report, "shaanxi", 2015).outcome, date(2015, 12, 25)
    )

    result = replay(moved, outcomes_of(moved))

    assert scored_of(result, "shaanxi", 2015).outcome.released == date(2015, 12, 25)
    assert windows_until(result, 2015) == windows_until(report, 2015)
    assert window_of(result, "liaoning", 2016) != window_of(report, "liaoning", 2016)
    assert window_of(result, "shaanxi", 2022) != window_of(report, "shaanxi", 2022)


def test_a_release_moved_in_the_folder_moves_only_windows_of_exams_after_it(
    report: BacktestReport, tmp_path: Path
) -> None:
    folder = copy_regions(
        FROZEN, tmp_path, ("shaanxi.toml", "date = 2022-08-17", "date = 2022-12-19")
    )
    definitions = load(folder)

    result = replay(definitions, outcomes_of(definitions))

    assert scored_of(result, "shaanxi", 2022).outcome.released == date(2022, 12, 19)
    assert windows_until(result, 2022) == windows_until(report, 2022)
    assert window_of(result, "shaanxi", 2023) != window_of(report, "shaanxi", 2023)


def test_an_outcome_that_is_not_in_the_folder_gets_the_window_that_it_got_there(
    report: BacktestReport, tmp_path: Path
) -> None:
    """The row of the file is never learned from, so that it does not matter whether the folder has
    it.
    """
    fact = """[[observation]]
milestone = "results_release"
exam_year = 2022
date = 2022-08-17
exam_days = "nation"
dated = "scores"
source = { url = "https://www.eol.cn/baokao/erjijianzaoshi/20250102122450.html", \
publisher = "eol.cn", checked = 2026-11-22, grade = "reported" }
"""
    definitions = load(copy_regions(FROZEN, tmp_path, ("shaanxi.toml", fact, "")))
    path = tmp_path / "row.csv"
    path.write_text("region,exam_year,exam_end,released\nshaanxi,2022,2022-06-12,2022-08-17\n")

    result = replay(definitions, read_outcomes(path, definitions)[0])

    assert len(outcomes_of(definitions)) == 26
    assert result.scored[0] == scored_of(report, "shaanxi", 2022)
    assert result.scored_with_looks[0] in report.scored_with_looks


FACTS = pytest.mark.parametrize(
    ("slug", "fact", "last_day"),
    [
        ("hunan", observation(2022, date(2022, 7, 5)), EXAM_DAY),
        ("anhui", observation(2022, date(2022, 7, 5)), EXAM_DAY),
        ("anhui", bound(2022, not_before=date(2022, 12, 1)), EXAM_DAY),
        ("hunan", bound(2023, not_before=date(2023, 8, 20)), MORNING_AFTER),
        ("hunan", bound(2023, not_after=date(2023, 7, 20)), MORNING_AFTER),
        ("hunan", plan(2023, date(2023, 9, 1), date(2023, 9, 10)), MORNING_AFTER),
    ],
    ids=["own release", "another's release", "another's bound", "not before", "not after", "plan"],
)


@FACTS
def test_other_sessions_count_when_known_on_the_exam_day_and_its_own_facts_on_the_morning_after(
    definitions: Definitions, report: BacktestReport, slug: str, fact: Fact, last_day: date
) -> None:
    known = with_facts(definitions, slug, replace(fact, known_from=last_day))

    window = window_before(known, HUNAN_2023)

    assert window != window_of(report, "hunan", 2023)


@FACTS
def test_a_fact_known_a_day_later_does_not_count(
    definitions: Definitions, report: BacktestReport, slug: str, fact: Fact, last_day: date
) -> None:
    known = with_facts(definitions, slug, replace(fact, known_from=last_day + timedelta(days=1)))

    window = window_before(known, HUNAN_2023)

    assert window == window_of(report, "hunan", 2023)


def test_whoever_looks_on_day_60_knows_what_became_known_by_then(definitions: Definitions) -> None:
    """Day 60 after the 4th of June is the 3rd of August."""
    late = plan(2023, date(2023, 9, 18), date(2023, 9, 22), known_from=date(2023, 8, 3))

    without, known = (
        replay(definitions, [HUNAN_2023]),
        replay(with_facts(definitions, "hunan", late), [HUNAN_2023]),
    )

    assert known.scored == without.scored
    assert known.scored_with_looks[0].window.lower > without.scored_with_looks[0].window.lower


def test_whoever_looks_learns_nothing_of_other_exams_by_it(
    definitions: Definitions, report: BacktestReport
) -> None:
    """A window that was issued does not move because something of another exam became known
    afterwards.
    """
    fact = observation(2022, date(2022, 7, 5), known_from=MORNING_AFTER + timedelta(days=1))

    elsewhere, here = (
        replay(with_facts(definitions, "anhui", fact), [HUNAN_2023]),
        replay(with_facts(definitions, "hunan", fact), [HUNAN_2023]),
    )

    assert elsewhere.scored_with_looks == here.scored_with_looks
    assert elsewhere.scored_with_looks[0] in report.scored_with_looks


def test_nobody_looks_on_or_after_the_day_of_the_release(definitions: Definitions) -> None:
    """Released on day 30 no look is in vain; on day 31 the first one is."""
    on_day_30 = replay(definitions, [replace(HUNAN_2023, released=date(2023, 7, 4))])
    on_day_31 = replay(definitions, [replace(HUNAN_2023, released=date(2023, 7, 5))])
    on_day_61 = replay(definitions, [replace(HUNAN_2023, released=date(2023, 8, 4))])

    assert on_day_30.scored_with_looks[0].window == on_day_30.scored[0].window
    assert on_day_31.scored_with_looks[0].window != on_day_31.scored[0].window
    assert on_day_61.scored_with_looks[0].window.lower > date(2023, 8, 3)


# However odd a new fact is, it is shown and breaks nothing


@pytest.mark.parametrize(
    ("day", "line"),
    [
        (
            date(2023, 4, 8),
            "  shanghai 2022       MISSED  2023-04-08 in 2022-08-08 to 10-09      likeliest"
            " 2022-08-30",
        ),
        (
            date(2025, 3, 8),
            "  shanghai 2022       MISSED  2025-03-08 in 2022-08-08 to 10-09      likeliest"
            " 2022-08-30",
        ),
        (
            date(2022, 6, 14),
            "  shanghai 2022       MISSED  2022-06-14 in 2022-08-08 to 10-09      likeliest"
            " 2022-08-30",
        ),
    ],
    ids=["300 days late", "1000 days late", "two days after the exam"],
)
def test_a_wild_new_fact_is_shown(tmp_path: Path, day: date, line: str) -> None:
    folder = folder_with_release(tmp_path, "shanghai", 2022, day)

    result = run_feedgen("backtest", "--regions", folder, "--chart", tmp_path / "picture.svg")

    assert (result.returncode, result.stderr) == (0, "")
    assert line in result.stdout.splitlines()
    assert "2022 上海市" in (tmp_path / "picture.svg").read_text("utf-8")


# What the command prints


SUMMARY = {"n": int, "coverage": float, "mean_width": float, "mean_score": float, "mae": float}


def test_the_json_has_the_shape_that_programs_rely_on() -> None:
    result = run_feedgen("backtest", "--regions", FROZEN, "--json")

    data = json.loads(result.stdout)
    assert (result.returncode, result.stderr) == (0, "")
    assert data["level"] == 0.8
    assert _types(data["baselines"]) == {
        "bare rule": dict,
        "same lag as last time": dict,
        "same date as last time": dict,
    }
    assert data["baselines"]["bare rule"] == {
        "n": 27, "coverage": 0.63, "mean_width": 29.1, "mean_score": 93.6, "mae": 16.8,
    }  # fmt: skip
    assert len(data["by_region"]) == 19
    assert " ".join(data["by_year"]) == "2013 2015 2016 2018 2019 2020 2021 2022 2023"
    summaries = (
        data["overall"],
        data["by_region"]["shaanxi"],
        data["by_year"]["2013"],
        data["looking"]["overall"],
    )
    assert [_types(summary) for summary in summaries] == [SUMMARY] * 4
    assert len(data["outcomes"]) == 27


def test_the_json_has_the_window_of_each_outcome_beside_it() -> None:
    result = run_feedgen(
        "backtest", "--regions", FROZEN, "--outcomes", OUTCOMES / "next_years.csv", "--json"
    )

    hunan = json.loads(result.stdout)["outcomes"][1]
    assert (
        hunan.items()
        >= {
            "region": "hunan",
            "exam_year": 2027,
            "lower": "2027-07-28",
            "likeliest": "2027-08-13",
            "upper": "2027-09-06",
            "released": "2027-08-15",
            "inside": True,
            "score": 40.0,
        }.items()
    )


def _types(data: dict[str, object]) -> dict[str, type]:
    return {key: type(value) for key, value in data.items()}


def test_the_text_has_the_tables() -> None:
    result = run_feedgen("backtest", "--regions", FROZEN)

    lines = result.stdout.splitlines()
    assert (result.returncode, result.stderr) == (0, "")
    assert {number: lines[number] for number in (0, 1, 3, 7, 14, 18, 30)} == {
        0: "windows of the morning after the exam, meant to hold 80%; figures in calendar days",
        1: "                             n   held   width   score   error",
        3: "  bare rule                 27    63%    29.1    93.6    16.8",
        7: "where the region had released within the three years before",
        14: "after looks on days 30 and 60 after the exam that found nothing",
        18: "by exam year",
        30: "by region",
    }
    assert [lines[number][:31] for number in (2, 4, 5)] == [
        "  model                     27 ",
        "  same lag as last time     27 ",
        "  same date as last time    27 ",
    ]
    assert set(lines) >= {
        "  shaanxi 2023        held    2023-08-07 in 2023-07-24 to 08-31      likeliest 2023-08-09",
        "  hainan 2022         MISSED  2022-07-20 in 2022-08-10 to 09-23      likeliest 2022-08-30",
        "  shanxi 2021         early   8月中旬",
    }


def test_without_observations_there_is_nothing_to_judge_by(
    without_observations: Path, tmp_path: Path
) -> None:
    text = run_feedgen(
        "backtest", "--regions", without_observations, "--chart", tmp_path / "picture.svg"
    )
    data = run_feedgen("backtest", "--regions", without_observations, "--json")

    assert (text.returncode, text.stdout, text.stderr) == (
        0,
        "no release to judge by; name a CSV with --outcomes, or add an [[observation]]\n\n"
        "plans in regions/ kept: 0 of 0\n",
        "",
    )
    assert (tmp_path / "picture.svg").is_file()
    assert data.returncode == 0
    assert json.loads(data.stdout) == {
        "level": 0.8,
        "overall": None,
        "baselines": {},
        "by_region": {},
        "by_year": {},
        "recent": {},
        "outcomes": [],
        "looking": {"overall": None, "outcomes": []},
        "plans": [],
        "skipped": 0,
    }


def test_without_observations_a_file_is_judged_by_the_rule(without_observations: Path) -> None:
    result = run_feedgen(
        "backtest",
        "--regions",
        without_observations,
        "--outcomes",
        OUTCOMES / "gd_2025.csv",
        "--json",
    )

    data = json.loads(result.stdout)
    assert data["overall"]["n"] == 1
    assert data["baselines"]["same lag as last time"] == data["baselines"]["bare rule"]


@pytest.fixture
def without_observations(tmp_path: Path) -> Path:
    """The small example without the release and the announcement that it has."""
    folder = tmp_path / "regions"
    shutil.copytree(SMALL, folder)
    path = folder / "guangdong.toml"
    before, mark, rest = path.read_text("utf-8").partition("[[observation]]")
    assert mark
    text = before.replace('unknown = ["wechat",', 'unknown = ["wechat", "observation",')
    path.write_text(text + rest[rest.index("[[plan]]") :], "utf-8")
    return folder


# Plans


FROM, UNTIL = date(2023, 8, 1), date(2023, 8, 31)


@pytest.mark.parametrize(
    ("facts", "verdicts"),
    [
        ((plan(2023, FROM, UNTIL), observation(2023, FROM)), ["kept"]),
        ((plan(2023, FROM, UNTIL), observation(2023, UNTIL)), ["kept"]),
        ((plan(2023, FROM, UNTIL), observation(2023, FROM - timedelta(days=1))), ["early"]),
        ((plan(2023, FROM, UNTIL), observation(2023, UNTIL + timedelta(days=1))), ["late"]),
        ((plan(2023, None, UNTIL), observation(2023, date(2023, 6, 20))), ["kept"]),
        ((plan(2023, FROM, None), observation(2023, date(2023, 12, 20))), ["kept"]),
        ((plan(2023, FROM, UNTIL),), []),
        ((plan(2023, FROM, UNTIL), observation(2022, date(2022, 8, 16))), []),
        ((plan(2023, FROM, UNTIL), bound(2023, not_yet=UNTIL)), ["late"]),
        ((plan(2023, FROM, UNTIL), bound(2023, not_yet=UNTIL - timedelta(days=1))), []),
        ((plan(2023, FROM, UNTIL), bound(2023, not_before=UNTIL)), []),
        ((plan(2023, FROM, UNTIL), bound(2023, not_before=UNTIL + timedelta(days=1))), ["late"]),
        ((plan(2023, FROM, UNTIL), bound(2023, not_after=FROM - timedelta(days=1))), ["early"]),
        ((plan(2023, FROM, UNTIL), bound(2023, not_after=UNTIL)), []),
        ((plan(2023, None, UNTIL), bound(2023, not_after=UNTIL)), ["kept"]),
        ((plan(2023, None, UNTIL), bound(2023, not_after=UNTIL + timedelta(days=1))), []),
        ((plan(2023, FROM, None), bound(2023, not_yet=FROM)), ["kept"]),
        (
            (plan(2023, FROM, UNTIL), plan(2023, UNTIL, None), observation(2023, FROM)),
            ["kept", "early"],
        ),
    ],
    ids=[
        "on its first day", "on its last day", "a day early", "a day late", "no first day",
        "no last day", "nothing known", "another year", "not on its last day",
        "not on the day before its last", "from its last day", "from the day after",
        "by the day before its first", "by its last day", "by its last day, no first day",
        "by the day after its last", "not on its first day, no last day", "two plans",
    ],
)  # fmt: skip
def test_a_plan_was_kept_early_or_late_as_far_as_is_known(
    definitions: Definitions, facts: tuple[Fact, ...], verdicts: list[str]
) -> None:
    assert _verdicts(definitions, facts) == verdicts


@pytest.mark.parametrize(
    "facts",
    [
        (plan(2023, FROM, UNTIL), bound(2023, not_before=FROM), bound(2023, not_after=UNTIL)),
        (plan(2023, FROM, UNTIL), bound(2023, not_yet=FROM), bound(2023, not_after=UNTIL)),
        (plan(2023, FROM, None), bound(2023, not_before=FROM)),
    ],
    ids=["between two bounds", "after a look", "not before its first day"],
)
def test_bounds_that_leave_only_the_days_of_a_plan_prove_that_it_was_kept(
    definitions: Definitions, facts: tuple[Fact, ...]
) -> None:
    assert _verdicts(definitions, facts) == ["kept"]


def _verdicts(definitions: Definitions, facts: tuple[Fact, ...]) -> list[str]:
    """What is said of the plans of a region that has these facts and no others."""
    bare = replace(definitions.regions["beijing"], observations=(), bounds=(), plans=())
    only = replace(definitions, regions={"beijing": bare})
    return [outcome.verdict for outcome in replay(with_facts(only, "beijing", *facts), []).plans]
