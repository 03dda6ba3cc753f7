"""The picture of a timeline: labels, lanes, today, months, shades, earlier releases."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from feedgen.core.model import SHARES, Definitions, MilestoneText, Region, State, Timeline, Window
from feedgen.definitions.regions import load
from feedgen.publish.context import BuildContext
from feedgen.render.website.answer import choose_answer, texts_to_draw
from feedgen.render.website.picture import HORIZONTAL, VERTICAL, Bar, Layout, Picture, draw_picture
from tests.conftest import AFTER_EXAM, FIRST_DAY, SMALL
from tests.factories import milestone_text, small_with

TODAY = date(2026, 6, 10)
LINE = 15
"""Pixels of a label's line along the tall picture."""
ROUNDED = 0.11
"""Places are rounded to a tenth of a pixel."""
KINDS = (
    "exam",
    "results_release",
    "score_recheck",
    "qualification_review",
    "certificate_collection",
)


def drawn(made: Sequence[MilestoneText], today: date = TODAY, layout: Layout = VERTICAL) -> Picture:
    """The picture of milestones."""
    picture = draw_picture(
        made,
        Timeline("here", today, tuple(text.milestone for text in made), ()),
        Region(slug="h"),
        layout,
    )
    assert picture is not None
    return picture


def picture_of(
    definitions: Definitions, slug: str, day: date, layout: Layout = VERTICAL
) -> Picture:
    """The picture of a real place, as its page shows it."""
    context = BuildContext(definitions, day)
    place_context = context.context_of(context.place_by_slug[slug])
    known = context.texts_of(place_context)
    picture = draw_picture(
        texts_to_draw(known, choose_answer(known, day).text),
        place_context.timeline,
        place_context.region,
        layout,
    )
    assert picture is not None
    return picture


def bar_of(picture: Picture, kind: str, exam_year: int = 2026) -> Bar:
    """The bar of a milestone."""
    return next(
        bar
        for bar in picture.bars
        if (bar.text.milestone.kind, bar.text.milestone.exam_year) == (kind, exam_year)
    )


@st.composite
def milestones(draw: st.DrawFn) -> list[MilestoneText]:
    """Milestones within a year and a half in the order of their days, some of them soft, some
    deadlines.
    """
    made = []
    for _ in range(draw(st.integers(1, 9))):
        first = date(2026, 1, 1) + timedelta(days=draw(st.integers(0, 540)))
        length = draw(st.integers(0, 100))
        text = milestone_text(
            draw(st.sampled_from(KINDS)),
            first,
            first + timedelta(days=length),
            state=draw(st.sampled_from(State)),
            is_deadline=draw(st.booleans()),
        )
        if draw(st.booleans()):
            # A tenth of the chance lies before the first day, and as much behind the last.
            days = sorted(draw(st.lists(st.integers(-20, length + 20), min_size=11, max_size=11)))
            window = replace(
                text.milestone.window, quantiles=tuple(first + timedelta(days=day) for day in days)
            )
            likeliest = first + timedelta(days=length // 2)
            text = replace(
                text, milestone=replace(text.milestone, window=window), likeliest=likeliest
            )
        made.append(text)
    return sorted(made, key=lambda text: text.milestone.window.lower)


near = st.integers(-12, 600).map(lambda days: date(2026, 1, 1) + timedelta(days=days))
"""Days from shortly before the milestones until after the last of them."""


@given(milestones(), near)
@settings(deadline=None)
def test_labels_never_overlap_and_stand_in_the_order_of_what_they_point_to(
    made: list[MilestoneText], today: date
) -> None:
    picture = drawn(made, today)

    labels = [(bar.label, len(bar.lines) * LINE, bar.middle) for bar in picture.bars]
    if picture.today is not None:
        labels.append((picture.today_label, LINE, picture.today))
    labels.sort()
    for (above, room, _), (below, _, _) in pairwise(labels):
        assert above + room <= below + ROUNDED
    assert [middle for *_, middle in labels] == sorted(middle for *_, middle in labels)


@given(milestones(), near)
@settings(deadline=None)
def test_everything_lies_within_the_picture(made: list[MilestoneText], today: date) -> None:
    for layout in (VERTICAL, HORIZONTAL):
        picture = drawn(made, today, layout)

        for bar in picture.bars:
            assert 0 <= bar.start < bar.end <= picture.length
        for bar in picture.bars if layout is VERTICAL else ():
            assert 0 <= bar.label <= bar.label + len(bar.lines) * LINE <= picture.length
        if picture.today is not None:
            assert 0 < picture.today < picture.length


@given(milestones(), near)
@example([milestone_text("exam", date(2026, 1, 1))], date(2026, 1, 4))
@settings(deadline=None)
def test_the_label_of_today_lies_within_the_picture(made: list[MilestoneText], today: date) -> None:
    picture = drawn(made, today)

    if picture.today is not None:
        assert 0 <= picture.today_label <= picture.today_label + LINE <= picture.length


@given(milestones())
@settings(deadline=None)
def test_bars_of_one_lane_never_touch(made: list[MilestoneText]) -> None:
    for layout in (VERTICAL, HORIZONTAL):
        picture = drawn(made, layout=layout)

        for lane in range(picture.lanes):
            bars = sorted((bar.start, bar.end) for bar in picture.bars if bar.lane == lane)
            assert bars, "a lane without bars is room for nothing"
            assert all(before[1] < after[0] for before, after in pairwise(bars))


@given(milestones(), near)
@settings(deadline=None)
def test_a_long_time_is_drawn_closer_together_and_only_labels_make_a_picture_longer(
    made: list[MilestoneText], today: date
) -> None:
    tall, wide = drawn(made, today), drawn(made, today, HORIZONTAL)

    assert max(bar.end for bar in tall.bars) <= 10 + 660
    room = sum(len(bar.lines) * LINE + LINE / 2 for bar in tall.bars) + 1.5 * LINE
    assert tall.length <= 10 + 660 + room + 8 + ROUNDED
    assert wide.length <= 8 + 624 + 8 + ROUNDED


def test_a_short_time_is_drawn_at_the_scale_of_the_layout() -> None:
    """Ten days and twelve on each side are 33: from day to day 1.5 pixels down, 10 across."""
    made = [
        milestone_text("exam", date(2026, 6, 5)),
        milestone_text("results_release", date(2026, 6, 14)),
    ]

    tall, wide = drawn(made), drawn(made, layout=HORIZONTAL)

    assert [bar.start for bar in tall.bars] == [10 + 12 * 1.5, 10 + 21 * 1.5]
    assert [bar.start for bar in wide.bars] == [8 + 12 * 10, 8 + 21 * 10]


def test_nothing_is_drawn_of_nothing() -> None:
    assert draw_picture((), Timeline("here", TODAY, (), ()), Region(slug="here"), VERTICAL) is None


@pytest.mark.parametrize(
    ("today", "is_shown"),
    [
        (date(2026, 5, 18), False),
        (date(2026, 5, 19), True),
        (date(2026, 7, 1), True),
        (date(2026, 11, 30), True),
        (date(2026, 12, 1), False),
    ],
)
def test_today_is_shown_from_twelve_days_before_until_three_months_after(
    today: date, *, is_shown: bool
) -> None:
    made = [
        milestone_text("exam", date(2026, 5, 31)),
        milestone_text("results_release", date(2026, 8, 1), date(2026, 8, 31)),
    ]

    assert (drawn(made, today).today is not None) is is_shown


def test_today_far_away_does_not_stretch_the_picture() -> None:
    made = [
        milestone_text("exam", date(2026, 5, 31)),
        milestone_text("results_release", date(2026, 8, 1), date(2026, 8, 31)),
    ]

    near, far = drawn(made, date(2026, 7, 1)), drawn(made, date(2028, 1, 1))

    assert [(bar.start, bar.end) for bar in far.bars] == [(bar.start, bar.end) for bar in near.bars]


def test_a_deadline_is_pointed_to_at_its_last_day_and_a_window_in_its_middle() -> None:
    deadline = milestone_text(
        "score_recheck", date(2026, 8, 1), date(2026, 8, 31), is_deadline=True
    )
    window = milestone_text("qualification_review", date(2026, 8, 1), date(2026, 8, 31))

    bars = drawn([deadline, window]).bars

    assert bars[0].middle == bars[0].end
    assert bars[1].middle == (bars[1].start + bars[1].end) / 2


# Months


def test_a_year_is_named_once_and_again_in_january(definitions: Definitions) -> None:
    months = picture_of(definitions, "shanghai", TODAY).months

    assert [name for _, name, _ in months] == [
        f"{month}月" for month in (*range(6, 13), *range(1, 8))
    ]
    assert [(name, year) for _, name, year in months if year] == [
        ("6月", "2026年"),
        ("1月", "2027年"),
    ]


def test_a_month_begins_on_its_first_day(definitions: Definitions) -> None:
    picture = drawn(
        [
            milestone_text("exam", date(2026, 7, 1)),
            milestone_text("results_release", date(2026, 8, 1)),
        ]
    )

    assert [at for at, _, _ in picture.months][-2:] == [bar.start for bar in picture.bars]


# Shades


@pytest.mark.parametrize(
    "slug", ["shanghai", "beijing", "shandong", "hainan", "chongqing", "heilongjiang"]
)
def test_the_darkest_place_lies_within_the_window_near_the_likeliest_day(
    slug: str, definitions: Definitions
) -> None:
    bar = bar_of(picture_of(definitions, slug, AFTER_EXAM), "results_release")

    assert bar.bounds is not None
    assert bar.tick is not None
    assert [offset for offset, _ in bar.stops] == sorted({offset for offset, _ in bar.stops})
    assert (bar.stops[0][0], bar.stops[-1][0]) == (0, 100)
    assert all(0.12 <= opacity <= 0.95 for _, opacity in bar.stops)
    darkest = [
        bar.start + (bar.end - bar.start) * offset / 100
        for offset, opacity in bar.stops
        if opacity == 0.95
    ]
    assert len(darkest) == 1
    assert bar.bounds[0] <= darkest[0] <= bar.bounds[1]
    assert abs(darkest[0] - bar.tick) <= (bar.end - bar.start) / 8, (
        "nearer than from one stop to the next"
    )


@given(milestones())
@settings(deadline=None)
def test_whatever_the_chances_a_day_is_neither_invisible_nor_black(
    made: list[MilestoneText],
) -> None:
    for bar in drawn(made).bars:
        assert bool(bar.stops) is (bar.bounds is not None)
        assert all(0.12 <= opacity <= 0.95 for _, opacity in bar.stops)
        assert not bar.stops or max(opacity for _, opacity in bar.stops) == 0.95


def test_a_window_that_is_as_likely_every_day_is_about_as_dark_in_the_middle_as_beside_it() -> None:
    """Quantiles of a chance that is the same on each of 97 days: 0.98 - 0.02 are 96 of 100."""
    first = date(2026, 8, 1)
    days = tuple(first + timedelta(days=round(100 * share) - 2) for share in SHARES)
    even = milestone_text("results_release", first, window=Window(days[1], days[9], days[5], days))

    stops = drawn([replace(even, likeliest=days[5])]).bars[0].stops

    assert all(opacity >= 0.8 for offset, opacity in stops if 25 <= offset <= 75)


def test_of_a_window_that_is_not_on_record_no_day_is_darker_than_another(
    definitions: Definitions,
) -> None:
    review = bar_of(picture_of(definitions, "tianjin", TODAY), "qualification_review")

    assert review.text.milestone.window.quantiles
    assert (review.stops, review.tick, review.bounds) == ((), None, None)


def test_of_what_is_past_without_a_date_no_day_is_darker_than_another(
    definitions: Definitions,
) -> None:
    results = bar_of(picture_of(definitions, "shanghai", FIRST_DAY), "results_release")

    assert results.text.milestone.state is State.UNRECORDED
    assert (results.stops, results.tick, results.bounds) == ((), None, None)


def test_a_window_runs_out_softly_beyond_its_bounds(definitions: Definitions) -> None:
    """28 July to 4 September are 39 days; the bar is longer by what is hardly likely."""
    picture = picture_of(definitions, "shanghai", TODAY)
    bar = bar_of(picture, "results_release")
    august, september = (
        next(at for at, name, _ in picture.months if name == month) for month in ("8月", "9月")
    )
    day = (september - august) / 31

    assert bar.bounds is not None
    assert bar.bounds == pytest.approx((august - 4 * day, september + 4 * day))
    assert bar.tick == pytest.approx(august + 12.5 * day)
    assert bar.start < bar.bounds[0]
    assert bar.bounds[1] < bar.end


# Earlier releases


def test_an_earlier_release_lies_as_many_days_after_this_exam_as_after_its_own(
    definitions: Definitions,
) -> None:
    """The exam of 2023 was over on 4 June, its results came on 16 August, 73 days later: 12 August
    2026.
    """
    picture = picture_of(definitions, "shanghai", TODAY)
    august, september = (
        next(at for at, name, _ in picture.months if name == month) for month in ("8月", "9月")
    )

    assert [(release.year, release.words) for release in picture.earlier] == [
        ("2023", "2023年8月16日（考后73天）")
    ]
    assert picture.earlier[0].at == pytest.approx(august + 11.5 * (september - august) / 31)


def test_years_of_earlier_releases_do_not_overlap(definitions: Definitions) -> None:
    """Shandong released 101, 108 and 90 days after its exams of 2023, 2022 and 2020."""
    for layout, room in ((VERTICAL, 11), (HORIZONTAL, 30)):
        earlier = picture_of(definitions, "shandong", TODAY, layout).earlier
        labels = sorted(release.label for release in earlier)

        assert [release.words.partition("（")[2] for release in earlier] == [
            "考后101天）",
            "考后108天）",
            "考后90天）",
        ]
        assert all(before + room <= after + ROUNDED for before, after in pairwise(labels))


def test_a_release_after_an_exam_of_unknown_days_is_left_out(tmp_path: Path) -> None:
    unknown = small_with(
        tmp_path, ("guangdong.toml", 'exam_days = "region"', 'exam_days = "unknown"')
    )

    assert [
        release.year for release in picture_of(load(SMALL), "guangdong", FIRST_DAY).earlier
    ] == ["2025"]
    assert picture_of(unknown, "guangdong", FIRST_DAY).earlier == ()
