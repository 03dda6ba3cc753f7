"""Rules that regions/ keeps: today, and with any correct fact that is added to it.

No date, count or address of regions/ is stated here. Tests that state one read the frozen copy.
"""

import re
import shutil
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from feedgen.core.model import (
    FACTS,
    DatingMethod,
    Definitions,
    Depth,
    Grade,
    Milestone,
    Region,
    Session,
    Source,
    Timeline,
    Window,
)
from feedgen.definitions.regions import coverage, load
from feedgen.publish.builder import build, count_facts
from feedgen.publish.context import BuildContext
from tests.conftest import LIVE, run_feedgen
from tests.factories import source_line

NOTICE = "https://rsj.sh.gov.cn/n/1.html"
RELEASE = 'milestone = "results_release"'
OLDER_FACTS = [
    ("national", "session", "start = YEAR-05-20\nend = YEAR-05-21"),
    (
        "shanghai",
        "observation",
        f'{RELEASE}\ndate = YEAR-08-10\nexam_days = "nation"\ndated = "scores"',
    ),
    ("hunan", "bound", f"{RELEASE}\nnot_before = YEAR-08-01"),
    ("hubei", "plan", f'{RELEASE}\nfrom = YEAR-08-01\nuntil = YEAR-08-15\nwords = "8月上旬"'),
    ("henan", "score_recheck.rule", 'how = "登录报名系统申请"'),
]
"""Facts of one exam year as people write them: file, table and keys."""


def add_oldest(path: Path, table: str, keys: str, year: int) -> None:
    """Write the oldest fact of its kind into a region's file, where the kind may be unknown."""
    kind = table.partition(".")[0]
    text = re.sub(rf'^(unknown = .*?)"{kind}"(, )?', r"\1", path.read_text("utf-8"), flags=re.M)
    start = text.find(f"\n[[{table}]]\n") + 1 or len(text)
    keys = f"exam_year = YEAR\n{keys}".replace("YEAR", str(year))
    fact = f"\n[[{table}]]\n{keys}\n{source_line(grade='reported')}\n"
    path.write_text(text[:start] + fact + text[start:], "utf-8")


@pytest.fixture(scope="module", params=["today", "with new facts"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The live folder, and a copy to which facts of each kind were added."""
    if request.param == "today":
        return LIVE
    copy = Path(shutil.copytree(LIVE, tmp_path_factory.mktemp("extended") / "regions"))
    years = [session.exam_year for session in load(LIVE).regions["shanghai"].sessions]
    year = max(years) + 1
    days = (f"{year}-05-29", "--until", f"{year}-05-30")
    where = ("--regions", copy, "-o", copy.parent / "public")

    done = run_feedgen(
        "announce", "上海", str(year), "exam", *days, "--source", NOTICE, "--yes", *where
    )

    assert done.returncode == 0, done.stderr
    for slug, table, keys in OLDER_FACTS:
        add_oldest(copy / f"{slug}.toml", table, keys, min(years) - 1)
    return copy


@pytest.fixture(scope="module")
def regions(folder: Path) -> Definitions:
    """What the folder defines."""
    return load(folder)


@pytest.fixture(scope="module")
def timelines(regions: Definitions, newest: date) -> list[tuple[Region, Timeline]]:
    """Each region with its timeline on the first of every month of two years.

    From a year before the newest fact to a year after it.
    """
    months = [(newest.year * 12 + newest.month - 1 + offset) for offset in range(-12, 13)]
    contexts = [BuildContext(regions, date(month // 12, month % 12 + 1, 1)) for month in months]
    return [
        (region, context.timeline_of(region))
        for context in contexts
        for region in regions.regions.values()
    ]


@pytest.fixture(scope="module")
def newest(regions: Definitions) -> date:
    """The day on which a source was last read."""
    return max(
        source.checked
        for region in (regions.nation, *regions.regions.values())
        for fact in region.facts
        for source in fact.sources
    )


def _is_web_address(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in {"http", "https"} and "." in (parts.hostname or "")


def _is_sound(source: Source) -> bool:
    """Whether a source says who published which page, or why it was assumed."""
    page = _is_web_address(source.url) or (source.grade is Grade.ASSUMPTION and not source.url)
    reason = bool(source.reason) == (source.grade is Grade.ASSUMPTION)
    return page and reason and bool(source.publisher) and source.checked <= date.today()  # noqa: DTZ011


def test_every_file_is_a_region_that_loads(folder: Path, regions: Definitions) -> None:
    files = {path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.toml")}

    assert files - {"aliases", "candidates", "workdays"} == {"national", *regions.regions}


def test_every_fact_names_its_file_its_line_and_sound_sources(regions: Definitions) -> None:
    for region in (regions.nation, *regions.regions.values()):
        own = [fact for fact in region.facts if fact.origin.is_file_of(region.slug)]

        assert bool(own) == bool(region.stated), region.slug
        assert all(fact.origin.line > 0 for fact in own)
        assert [fact.origin for fact in own if not fact.sources] == []
        assert [fact.origin for fact in own if not all(map(_is_sound, fact.sources))] == []


def test_every_place_is_there_once(regions: Definitions) -> None:
    codes = [place.code for place in regions.places if place.code]

    assert len({place.slug for place in regions.places}) == len(regions.places)
    assert len({place.key for place in regions.places}) == len(regions.places)
    assert len(set(codes)) == len(codes)


def test_every_province_accounts_for_every_fact(regions: Definitions) -> None:
    rows = coverage(regions)

    assert set(rows) == {slug for slug in regions.regions if "/" not in slug}
    assert {tuple(row) for row in rows.values()} == {FACTS}


def test_every_region_has_a_timeline_on_the_first_of_every_month(
    timelines: list[tuple[Region, Timeline]],
) -> None:
    for region, timeline in timelines:
        assert _windows_in_order(timeline), (region.slug, timeline.as_of)


def _windows_in_order(timeline: Timeline) -> bool:
    """Whether there are dates, and no window ends before it begins."""
    windows = [milestone.window for milestone in timeline.milestones]
    return bool(windows) and all(
        window.lower <= (window.likeliest or window.lower) <= window.upper for window in windows
    )


def test_no_certificate_is_expected_before_the_review_of_its_session_ends(
    timelines: list[tuple[Region, Timeline]],
) -> None:
    """Days that somebody named stay as they are."""
    pairs = [
        (certificate, timeline.of("qualification_review", *_session(certificate)))
        for _, timeline in timelines
        for certificate in timeline.milestones
        if certificate.kind == "certificate_collection" and not certificate.state.is_named
    ]

    both = [(certificate, review) for certificate, review in pairs if review]

    assert both
    for certificate, review in both:
        assert certificate.window.lower > review.window.upper


def test_every_region_without_own_sessions_expects_the_next_exam_in_one_window(
    timelines: list[tuple[Region, Timeline]],
) -> None:
    windows: dict[tuple[date, int], set[Window]] = {}
    for region, timeline in timelines:
        for exam in _season(timeline) if not region.has_own_sessions else ():
            windows.setdefault((timeline.as_of, exam.exam_year), set()).add(exam.window)

    assert windows
    assert [key for key, expected in windows.items() if len(expected) > 1] == []


def test_no_review_is_expected_where_no_rule_places_it_after_the_results(
    timelines: list[tuple[Region, Timeline]],
) -> None:
    reviews = [
        (region, timeline.as_of)
        for region, timeline in timelines
        for milestone in timeline.milestones
        if milestone.kind == "qualification_review" and not milestone.state.is_named
    ]

    assert reviews
    for region, as_of in reviews:
        rules = region.known_on(as_of).rules_of("qualification_review")
        newest_year = max(rule.exam_year or 0 for rule in rules if rule.stage)
        stages = {rule.stage for rule in rules if (rule.exam_year or 0) == newest_year}
        assert stages & {"after_results", "throughout"}, region.slug


def test_nothing_new_is_conditional(timelines: list[tuple[Region, Timeline]]) -> None:
    for region, timeline in timelines:
        assert not any(milestone.is_conditional for milestone in timeline.milestones), region.slug


def test_an_exam_of_two_days_is_the_one_day_of_the_major_where_the_nations_order_holds(
    timelines: list[tuple[Region, Timeline]],
) -> None:
    exams = [
        (region, milestone, session)
        for region, timeline in timelines
        for milestone in timeline.milestones
        for session in milestone.basis.facts
        if milestone.kind == "exam"
        and isinstance(session, Session)
        and milestone not in _season(timeline)
    ]

    assert exams
    for region, exam, session in exams:
        assert session.start
        last = session.end or session.start
        is_one = exam.exam_year >= 2022 and (last - session.start).days == 1
        is_one = is_one and not region.has_own_sessions
        assert exam.window.is_single is (is_one or last == session.start), region.slug
        assert session.start <= exam.window.lower <= exam.window.upper <= last


def _session(milestone: Milestone) -> tuple[int, int]:
    return milestone.exam_year, milestone.sitting


def _season(timeline: Timeline) -> list[Milestone]:
    """The exams that are expected in their season."""
    return [
        milestone
        for milestone in timeline.milestones
        if milestone.kind == "exam" and milestone.basis.method is DatingMethod.SEASON
    ]


def test_feeds_and_pages_are_built_and_leave_no_fact_out(
    regions: Definitions, newest: date, tmp_path: Path
) -> None:
    """A build refuses feeds that break a rule of the linter."""
    result = build(tmp_path, regions, newest, Depth.PROVINCE)

    assert result.blocked == {}
    assert count_facts(regions, newest).unexplained == ()
