"""Records and region files for tests; each maker fills in what its caller does not care about."""

import json
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from feedgen.core.model import (
    Basis,
    Bound,
    DatingMethod,
    Definitions,
    Event,
    Grade,
    Milestone,
    MilestoneText,
    Observation,
    Plan,
    Rule,
    Session,
    Source,
    State,
    Window,
)
from feedgen.definitions.regions import load
from tests.conftest import FROZEN, SMALL

CHECKED = date(2026, 11, 22)
OFFICIAL = Source("https://rsj.sh.gov.cn/a", "上海市人社局", CHECKED, Grade.OFFICIAL)
REPOST = Source("https://m.hqwx.com/a", "hqwx.com", CHECKED, Grade.REPOST)
SAME_SITE = Source("https://www.hqwx.com/b", "hqwx.com", CHECKED, Grade.REPOST)
OTHER_SITE = Source("https://jiaoyu361.com/a", "jiaoyu361.com", CHECKED, Grade.REPOST)
WITH_NOTICE = replace(REPOST, notice="https://rsj.sh.gov.cn/a")
REPORTED = Source("https://e30.cn/a", "e30.cn", CHECKED, Grade.REPORTED)
ASSUMED = Source("", "feedgen", CHECKED, Grade.ASSUMPTION, reason="必须选一个")
RELEASE_OF_THIRD_PARTY = (
    "guangdong.toml",
    'checked = 2026-08-12, grade = "official"',
    'checked = 2026-08-12, grade = "reported"',
)
"""A change of the small folder: only a third party names 20 August for the results of 2026."""
PLAN_OF_AUTHORITY = ("guangdong.toml", 'grade = "repost"', 'grade = "official"')
"""A change of the small folder: the authority itself plans the results of 2025 for "8月"."""


def session(
    exam_year: int, start: date | None, end: date | None = None, **changes: object
) -> Session:
    """A session that is known from its first day."""
    record = Session(
        exam_year=exam_year,
        sitting=1,
        start=start,
        end=end,
        is_cancelled=False,
        merged_into=None,
        sources=(OFFICIAL,),
        known_from=start,
    )
    return replace(record, **changes)  # type: ignore[arg-type]


def observation(
    exam_year: int, day: date, *, milestone: str = "results_release", **changes: object
) -> Observation:
    """Results, or another milestone, on their day and known from it."""
    record = Observation(
        milestone=milestone,
        exam_year=exam_year,
        sitting=1,
        first=day,
        last=day,
        exam_days="nation",
        dated="scores",
        sources=(REPORTED,),
        known_from=day,
    )
    return replace(record, **changes)  # type: ignore[arg-type]


def plan(exam_year: int, first: date | None, last: date | None, **changes: object) -> Plan:
    """A plan for results, in the words 8月."""
    record = Plan(
        milestone="results_release",
        exam_year=exam_year,
        sitting=1,
        first=first,
        last=last,
        words="8月",
        sources=(REPORTED,),
        known_from=None,
    )
    return replace(record, **changes)  # type: ignore[arg-type]


def bound(exam_year: int, known_from: date | None = None, **days: date | None) -> Bound:
    """A bound of results: `not_before`, `not_after` or `not_yet`."""
    sides = {side: days.get(side) for side in ("not_before", "not_after", "not_yet")}
    return Bound(
        milestone="results_release",
        exam_year=exam_year,
        sitting=1,
        sources=(REPORTED,),
        known_from=known_from,
        **sides,
    )


def rule(milestone: str, **changes: object) -> Rule:
    """A rule that says nothing but what is given."""
    record = Rule(
        milestone=milestone,
        exam_year=2023,
        how="",
        scope="",
        when="",
        result="",
        stage="",
        means=(),
        window_days=None,
        unit="calendar",
        validity_years=None,
        sources=(REPORTED,),
    )
    return replace(record, **changes)  # type: ignore[arg-type]


def results_event(**changes: object) -> Event:
    """The estimated results of Shanghai in 2026."""
    record = Event(
        key="2026-results-release",
        uid="310000-2026-results-release@kaohou.invalid",
        state=State.ESTIMATED,
        sequence=0,
        created=datetime(2026, 1, 1, tzinfo=UTC),
        modified=datetime(2026, 1, 1, tzinfo=UTC),
        first=date(2026, 7, 28),
        last=date(2026, 9, 4),
        title="【预计】二建成绩公布",
        plain_title="二建成绩公布",
        description="预计",
        url="",
        status="TENTATIVE",
        categories=("成绩公布",),
        alarms=(),
    )
    return replace(record, **changes)  # type: ignore[arg-type]


def milestone_text(
    kind: str, first: date, last: date | None = None, **changes: object
) -> MilestoneText:
    """The text of a milestone of 2026; `changes` are those of the milestone."""
    record = Milestone(
        kind=kind,
        exam_year=2026,
        sitting=1,
        state=State.ESTIMATED,
        window=Window(first, last or first),
        basis=Basis(method=DatingMethod.LAG),
        known_from=date(2026, 6, 10),
        revised=date(2026, 6, 10),
    )
    milestone = replace(record, **changes)  # type: ignore[arg-type]
    return MilestoneText(
        milestone=milestone, name=kind, word="", sureness="", sentences=(), likeliest=None
    )


def source_line(day: date = CHECKED, grade: str = "official", **keys: str) -> str:
    """The source of a fact as a region file states it."""
    keys = {"url": "https://example.cn/a", "publisher": "example.cn"} | keys
    texts = "".join(f'{key} = "{text}", ' for key, text in keys.items())
    return f'source = {{ {texts}checked = {day}, grade = "{grade}" }}\n'


def fact_lines(table: str, source: str = "", **keys: object) -> str:
    """A fact as a region file states it; `_` behind a key that Python reserves, such as `from_`."""
    lines = [f"{key.rstrip('_')} = {_value(value)}\n" for key, value in keys.items()]
    return f"\n[[{table}]]\n{''.join(lines)}{source or source_line()}"


def add_fact(path: Path, table: str, source: str = "", **keys: object) -> None:
    """Write a fact at the end of a region file, where its kind may be listed as unknown."""
    text = path.read_text("utf-8").replace(f'"{table}", ', "")
    path.write_text(text + fact_lines(table, source, **keys), "utf-8")


def _value(value: object) -> str:
    return str(value) if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


def edit(path: Path, before: str, after: str) -> None:
    """Replace a text of a file where it first stands; a text that is missing is an error."""
    text = path.read_text("utf-8")
    assert before in text, before
    path.write_text(text.replace(before, after, 1), "utf-8")


def append(path: Path, text: str) -> None:
    """Add to the end of a file."""
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def copy_regions(regions: Path, folder: Path, *changes: tuple[str, str, str]) -> Path:
    """Copy a folder of definitions into `regions` of another one; changes are file, old, new."""
    copy = Path(shutil.copytree(regions, folder / "regions"))
    for name, before, after in changes:
        edit(copy / name, before, after)
    return copy


def small_with(folder: Path, *changes: tuple[str, str, str]) -> Definitions:
    """The small folder with changes: file, old text, new text."""
    return load(copy_regions(SMALL, folder, *changes))


def with_newer_keys(folder: Path) -> Path:
    """Copy the frozen regions, with keys that they do not have yet."""
    scales = [
        f'\n[[pass_mark.scale]]\nsince = {since}\nwords = "满分管理{marks}分"\n{source_line()}'
        for since, marks in ((2015, 120), (2024, 100))
    ]
    exception = 'about = "rolling_validity"\nexam_year = 2021\n'
    return copy_regions(
        FROZEN,
        folder,
        (
            "national.toml",
            'season_words = "各地考试的一般季节"\n',
            'season_words = "各地考试的一般季节"\nmajor_day = 1\nmajor_day_since = 2022\n'
            f'major_day_words = "矿业专业在第一天"\nmajor_day_{source_line()}',
        ),
        (
            "national.toml",
            'topics = ["lookup", "after_passing"]\n',
            f'topics = ["lookup", "after_passing"]\n{"".join(scales)}',
        ),
        (
            "national.toml",
            'lag_words = "约两到三个月"\nmoment = "开始领取"\n',
            'lag_words = "约两到三个月"\nmoment = "开始领取"\nafter = "qualification_review"\n',
        ),
        ("jilin.toml", exception, f"{exception}replaces = true\n"),
    )
