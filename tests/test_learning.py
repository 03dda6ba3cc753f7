"""What estimation learns: how far an observation moves a window, what may teach it at all, and what never moves it."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from feedgen import timeline
from feedgen.estimation import Spread, in_region, learn, of_rule, of_word, shares, weigh
from feedgen.model import (
    Belief,
    Bound,
    Grade,
    Lag,
    Milestone,
    MilestoneKind,
    Observation,
    Plan,
    Region,
    Rule,
    Session,
    Source,
    State,
    Timeline,
    Window,
)
from feedgen.workdays import Workdays, days_between

CALENDAR = Workdays()
EXAM = date(2026, 5, 31)
"""The last day of the exam of 2026, from which its lags are counted."""
RULE = of_rule((42, 63))
REGION = in_region(RULE)
"""What is believed of a region where nobody has observed anything."""

MakeBelief = Callable[[tuple[int, int]], Belief]
Lags = tuple[int, int, int]
"""Lower, likeliest and upper, in working days."""


def lag(days: int, *, region: str = "here", exam_year: int = 2020) -> Lag:
    """A lag whose day is known."""
    return Lag(region, exam_year, 1, days, days, ())


def bound(shortest: int | None, longest: int | None) -> Lag:
    """A lag of which only bounds are known."""
    return Lag("here", 2020, 1, shortest, longest, ())


def observed(*days: int) -> list[Lag]:
    """One region's lags, a year apart."""
    return [lag(each, exam_year=2000 + number) for number, each in enumerate(days)]


def in_lags(spread: Spread) -> Lags:
    """The window of a spread, counted back into working days."""
    return _counted(spread.window(CALENDAR), spread.origin)


def window_of(belief: Belief) -> Lags:
    """The window that a belief gives after the exam of 2026."""
    return in_lags(Spread.on(EXAM).then(belief))


def _counted(window: Window, origin: date) -> Lags:
    assert window.likeliest
    lower, likeliest, upper = (
        CALENDAR.lag_between(origin, day) for day in (window.lower, window.likeliest, window.upper)
    )
    return lower, likeliest, upper


# The prior: rules


def test_the_rule_alone_gives_36_to_74_working_days_with_51_in_the_middle() -> None:
    """Most lags lie in a rule, not 80 % of them, so its window is wider than 42 to 63."""
    assert window_of(RULE) == (36, 51, 74)


def test_a_region_without_a_record_has_the_nations_window() -> None:
    assert window_of(in_region(RULE)) == (36, 51, 74)


def test_the_span_of_a_rule_holds_58_percent_of_what_it_foretells() -> None:
    """Within one scale a t distribution of 4 degrees holds 63 %; that the middle may be off takes 5."""
    below = shares(RULE, 63)

    assert below[63] - below[41] == pytest.approx(0.578, abs=5e-4)


@pytest.mark.parametrize("word", [(42, 63), (10, 20), (5, 21), (3, 27), (30, 30), (200, 400)])
def test_a_word_holds_80_percent_of_what_it_foretells(word: tuple[int, int]) -> None:
    below = shares(of_word(word), word[1])

    assert below[word[0] - 1] == pytest.approx(0.1)
    assert below[word[1]] == pytest.approx(0.9)


@pytest.mark.parametrize("word", [(30, 30), (1, 1)])
def test_a_word_that_is_one_day_is_a_window_of_one_day(word: tuple[int, int]) -> None:
    assert window_of(of_word(word)) == (*word, word[1])


@pytest.mark.parametrize(
    ("word", "window"),
    [((42, 63), (42, 51, 63)), ((5, 21), (5, 10, 21)), ((3, 27), (3, 8, 27)), ((200, 400), (200, 283, 400))],
)
def test_the_window_of_a_word_is_the_word(word: tuple[int, int], window: Lags) -> None:
    assert window_of(of_word(word)) == window


# A region learns from its own


@pytest.mark.parametrize(
    ("days", "window"),
    [
        ([], (36, 51, 74)),
        ([62], (43, 58, 78)),
        ([62, 62], (47, 60, 76)),
        ([62] * 10, (55, 62, 70)),
    ],
)
def test_the_more_releases_agree_the_narrower_the_window_around_them(days: list[int], window: Lags) -> None:
    assert window_of(learn(REGION, observed(*days))) == window


def test_releases_that_differ_keep_the_window_as_wide_as_they_lie_apart() -> None:
    """Eight of these ten within it, and the next one not surer than they were."""
    days = [40, 45, 50, 55, 60, 60, 65, 70, 75, 80]

    assert window_of(learn(REGION, observed(*days))) == (43, 58, 78)


def test_one_release_on_the_middle_makes_a_region_surer_and_moves_nothing() -> None:
    assert window_of(learn(REGION, observed(51))) == (39, 51, 68)


@pytest.mark.parametrize(("days", "window"), [(45, (35, 47, 63)), (62, (43, 58, 78))])
def test_one_release_pulls_the_middle_more_than_half_the_way_towards_it(days: int, window: Lags) -> None:
    assert window_of(learn(REGION, observed(days))) == window


# Outliers


@pytest.mark.parametrize(
    ("outlier", "window"),
    [(200, (35, 62, 110)), (300, (35, 59, 98)), (1000, (34, 55, 89)), (2000, (34, 54, 87))],
)
def test_a_wild_outlier_alone_moves_a_window_little_and_the_less_the_wilder_it_is(outlier: int, window: Lags) -> None:
    """Without it 36, 51 and 74."""
    assert window_of(learn(REGION, observed(outlier))) == window


def test_a_wild_outlier_among_three_that_agree_widens_the_window_and_leaves_its_middle() -> None:
    assert window_of(learn(REGION, observed(50, 50, 50))) == (41, 50, 62)
    assert window_of(learn(REGION, observed(50, 50, 50, 300))) == (38, 51, 70)


@pytest.mark.parametrize(
    ("days", "window"), [([100, 100], (63, 89, 124)), ([20, 20], (15, 23, 34)), ([300, 300], (195, 276, 389))]
)
def test_two_that_agree_far_away_are_the_regions_way(days: list[int], window: Lags) -> None:
    assert window_of(learn(REGION, observed(*days))) == window


def test_two_that_are_far_away_on_either_side_are_not() -> None:
    assert window_of(learn(REGION, observed(10, 300))) == (29, 51, 89)


def test_an_outlier_counts_for_little_among_what_was_learned_and_says_so() -> None:
    lags = observed(50, 52, 300)

    weighed = weigh(lags, learn(REGION, lags))

    assert [each.lag for each in weighed] == lags
    assert [round(each.weight, 2) for each in weighed] == [0.98, 1.0, 0.05]


@settings(deadline=None, max_examples=80)
@given(outlier=st.integers(200, 2000))
def test_an_absurd_release_moves_a_window_by_no_more_than_36_days_whatever_its_size(outlier: int) -> None:
    """From 36, 51 and 74; the worst of these is the smallest."""
    lower, likeliest, upper = window_of(learn(REGION, observed(outlier)))

    assert 34 <= lower <= 35
    assert 54 <= likeliest <= 62
    assert 87 <= upper <= 110


@settings(deadline=None, max_examples=60)
@given(outlier=st.integers(200, 2000))
def test_an_absurd_release_after_three_that_agree_moves_a_window_by_no_more_than_8_days(outlier: int) -> None:
    """From 41, 50 and 62."""
    lower, likeliest, upper = window_of(learn(REGION, observed(50, 50, 50, outlier)))

    assert 37 <= lower <= 38
    assert 51 <= likeliest <= 52
    assert upper == 70


# Bounds


@pytest.mark.parametrize(
    ("shortest", "longest", "window"),
    [
        (None, 30, (26, 40, 62)),
        (None, 40, (29, 42, 60)),
        (70, None, (44, 64, 93)),
        (60, 65, (43, 58, 78)),
        (40, 62, (37, 51, 69)),
    ],
)
def test_a_bound_teaches_as_far_as_it_rules_something_out(
    shortest: int | None, longest: int | None, window: Lags
) -> None:
    """Out by day 30, out by day 40, not yet on day 69, between 60 and 65, between 40 and 62; without any 36, 51, 74."""
    assert window_of(learn(REGION, [bound(shortest, longest)])) == window


@pytest.mark.parametrize(("shortest", "longest"), [(None, 200), (20, None), (1, 400)])
def test_a_bound_that_rules_nothing_out_moves_a_window_by_a_day_at_most(
    shortest: int | None, longest: int | None
) -> None:
    """By none would be right: what was learned is summed up a little wider than the prior says it."""
    assert window_of(learn(REGION, [bound(shortest, longest)])) == (35, 51, 75)


def test_a_bound_around_one_day_is_that_day() -> None:
    assert learn(REGION, [bound(62, 62)]) == learn(REGION, observed(62))


def test_a_bound_counts_as_one_release_whatever_it_says() -> None:
    lags = [bound(None, 30)]

    assert [each.weight for each in weigh(lags, learn(REGION, lags))] == [1.0]


# The nation learns from its regions


@pytest.mark.parametrize(
    ("regions", "window"),
    [("", (36, 51, 74)), ("a", (38, 53, 75)), ("aa", (39, 54, 76)), ("ab", (40, 55, 75)), ("abcdefghij", (51, 59, 70))],
)
def test_what_many_regions_did_teaches_the_nation_more_than_what_one_did_often(regions: str, window: Lags) -> None:
    """Each letter is a release after 60 working days."""
    nation = learn(RULE, _at_60(regions), from_many_regions=True)

    assert window_of(nation) == window
    assert window_of(in_region(nation)) == window


def test_ten_releases_of_one_region_teach_the_nation_less_than_two_of_two() -> None:
    of_one, of_two = (learn(RULE, _at_60(regions), from_many_regions=True) for regions in ("aaaaaaaaaa", "ab"))

    assert window_of(of_one) == (40, 55, 76)
    assert window_of(of_two) == (40, 55, 75)


def test_a_regions_lags_share_the_weight_that_they_have_in_the_nation() -> None:
    """Half of what lies between lags lies between regions: of two alike each counts for two thirds."""
    lags = _at_60("aab")
    belief = Belief(centre=math.log(60), centre_error=0.1, scale=0.2, scale_error=0.35)

    weighed = weigh(lags, belief, from_many_regions=True)

    assert [each.weight for each in weighed] == [pytest.approx(2 / 3), pytest.approx(2 / 3), 1.0]


def _at_60(regions: str) -> list[Lag]:
    return [lag(60, region=region, exam_year=2000 + number) for number, region in enumerate(regions)]


# Student's t


@pytest.mark.parametrize(
    ("value", "share"),
    [
        (0.0, 0.5),
        (0.271, 0.60),
        (0.741, 0.75),
        (1.533, 0.90),
        (2.132, 0.95),
        (2.776, 0.975),
        (3.747, 0.99),
        (4.604, 0.995),
        (7.173, 0.999),
        (13.034, 0.9999),
    ],
)
def test_the_share_below_is_that_of_a_table_of_students_t_with_4_degrees_of_freedom(value: float, share: float) -> None:
    """A lag of at most 10 days, where the logarithm of 10.5 lies `value` scales above or below the middle."""
    above, under = (Belief(math.log(10.5) + side * value, 0.0, 1.0, 0.0) for side in (-1, 1))

    assert shares(above, 10)[10] == pytest.approx(share, abs=1e-3 * (1 - share))
    assert shares(under, 10)[10] == pytest.approx(1 - share, abs=1e-3 * (1 - share))


def test_errors_of_the_middle_and_scatter_around_it_add_up_as_squares() -> None:
    assert shares(Belief(4.0, 0.3, 0.4, 0.0), 99) == pytest.approx(shares(Belief(4.0, 0.0, 0.5, 0.0), 99))


def test_no_lag_is_shorter_than_a_day() -> None:
    assert shares(RULE, 3)[0] == 0.0


# Spreads: what is told of the very session


def test_a_day_that_is_known_is_a_window_of_its_own() -> None:
    assert Spread.on(EXAM).window(CALENDAR) == Window(EXAM, EXAM, EXAM)


def test_a_release_that_had_not_come_moves_the_window_to_the_right() -> None:
    """Looked on 3 August, 45 working days after the exam."""
    assert in_lags(Spread.on(EXAM).then(REGION).after(date(2026, 8, 3), CALENDAR)) == (48, 57, 80)


def test_a_release_that_had_come_ends_the_window() -> None:
    """Out by 14 August, the 54th working day."""
    assert in_lags(Spread.on(EXAM).then(REGION).until(date(2026, 8, 14), CALENDAR)) == (32, 45, 52)


def test_what_had_not_come_when_all_was_over_is_expected_on_the_next_working_day() -> None:
    """Nothing left of a spread of one day; 2 June 2026 is a Tuesday."""
    monday = Spread.on(EXAM).then(of_word((1, 1))).until(date(2026, 6, 1), CALENDAR)

    assert monday.after(date(2026, 6, 1), CALENDAR).window(CALENDAR) == _day(date(2026, 6, 2))


def test_what_cannot_have_come_by_then_changes_nothing() -> None:
    spread = Spread.on(EXAM).then(REGION)

    assert spread.until(EXAM, CALENDAR) == spread


def test_a_plan_pulls_the_window_towards_it_and_leaves_days_outside() -> None:
    """10 to 14 August, 50 to 54 working days after the exam; without it 36, 51 and 74."""
    spread = Spread.on(EXAM).then(REGION).given_plan(date(2026, 8, 10), date(2026, 8, 14), CALENDAR)

    assert in_lags(spread) == (45, 52, 60)


def test_two_lags_add_up_to_less_than_their_windows_would() -> None:
    """Twice 36, 51 and 74 would be 72, 102 and 148; both are hardly ever early or late together."""
    assert in_lags(Spread.on(EXAM).then(REGION).then(REGION)) == (80, 104, 139)


def _day(day: date) -> Window:
    return Window(day, day, day)


def test_what_takes_longer_than_two_years_is_taken_as_that_long() -> None:
    """500 working days; what follows a release that had not come after 476 has a window too."""
    late = Spread.on(EXAM).then(REGION).after(date(2028, 4, 30), CALENDAR)

    assert in_lags(late) == (500, 500, 500)
    assert in_lags(late.then(of_word((30, 30)))) == (500, 500, 500)


def test_a_lag_that_is_all_but_known_moves_a_window_and_does_not_narrow_it() -> None:
    """26 to 29 working days after a release of which little is known: no tail is lost on the way."""
    long = Spread.on(EXAM).then(of_rule((60, 119)))

    assert in_lags(long) == (46, 84, 153)
    assert in_lags(long.then(of_word((26, 29)))) == (74, 112, 181)


# What holds whatever was observed


rules = st.integers(1, 60).flatmap(lambda first: st.tuples(st.just(first), st.integers(first, first + 60)))
priors = st.builds(lambda rule, make: make(rule), rules, st.sampled_from([of_rule, of_word])).flatmap(
    lambda belief: st.sampled_from([belief, in_region(belief)])
)
known = st.integers(1, 120)
lags_known = st.lists(known, max_size=5).map(lambda days: observed(*days))
lags_bounded = st.lists(
    st.tuples(known, st.integers(0, 60), st.sampled_from(["by", "not yet", "between"])), max_size=3
).map(lambda told: [_told(number, *each) for number, each in enumerate(told)])
later = st.dates(date(2026, 6, 1), date(2027, 6, 30))


def _told(number: int, days: int, more: int, what: str) -> Lag:
    shortest, longest = {"by": (None, days), "not yet": (days, None), "between": (days, days + more)}[what]
    return Lag("bounded", 2000 + number, 1, shortest, longest, ())


def _width(window: Lags) -> int:
    return window[2] - window[0]


@settings(deadline=None, max_examples=150)
@given(
    origin=st.dates(date(2013, 1, 1), date(2030, 12, 31)),
    prior=priors,
    known=lags_known,
    bounded=lags_bounded,
    data=st.data(),
)
def test_lower_likeliest_and_upper_are_working_days_in_order(
    origin: date, prior: Belief, known: list[Lag], bounded: list[Lag], data: st.DataObject
) -> None:
    spread = Spread.on(origin).then(learn(prior, [*known, *bounded]))
    told = data.draw(st.lists(st.tuples(st.sampled_from(["after", "until", "plan"]), st.integers(0, 300)), max_size=3))
    for what, days in told:
        day = origin + timedelta(days)
        if what == "plan":
            spread = spread.given_plan(day, day + timedelta(7), CALENDAR)
        else:
            spread = spread.after(day, CALENDAR) if what == "after" else spread.until(day, CALENDAR)

    window = spread.window(CALENDAR)

    assert window.likeliest is not None
    assert origin < window.lower <= window.likeliest <= window.upper
    assert all(CALENDAR.is_working(day) for day in (window.lower, window.likeliest, window.upper))
    assert sum(spread.chances) == pytest.approx(1)


@settings(deadline=None, max_examples=100)
@given(prior=priors, seen=lags_known)
def test_a_release_on_the_likeliest_day_never_widens_a_window_but_for_a_day(prior: Belief, seen: list[Lag]) -> None:
    """The likeliest day is a whole one and may lie half a day off the middle: 31 after the word 31 to 32 does."""
    before = window_of(learn(prior, seen))

    after = window_of(learn(prior, [*seen, lag(before[1], exam_year=2025)]))

    assert _width(after) <= _width(before) + 1


@settings(deadline=None, max_examples=150)
@given(rule=rules, seen=st.lists(st.tuples(st.sampled_from("abc"), known), max_size=5))
def test_a_new_regions_release_on_the_nations_likeliest_day_never_widens_its_window_but_for_a_day(
    rule: tuple[int, int], seen: list[tuple[str, int]]
) -> None:
    """One of a region that has taught already may: it takes weight from that region's others."""
    lags = [lag(days, region=region, exam_year=2000 + number) for number, (region, days) in enumerate(seen)]
    before = window_of(learn(of_rule(rule), lags, from_many_regions=True))

    more = [*lags, lag(before[1], region="new", exam_year=2025)]
    after = window_of(learn(of_rule(rule), more, from_many_regions=True))

    assert _width(after) <= _width(before) + 1


@settings(deadline=None, max_examples=150)
@given(prior=priors, seen=lags_known, looks=st.tuples(later, later).map(sorted), next_prior=priors)
def test_a_look_that_found_nothing_never_moves_a_window_to_the_left_and_a_later_one_no_less(
    prior: Belief, seen: list[Lag], looks: list[date], next_prior: Belief
) -> None:
    """Nor the window of what follows."""
    spread = Spread.on(EXAM).then(learn(prior, seen))
    spreads = [spread, *(spread.after(day, CALENDAR) for day in looks)]

    windows = [in_lags(each) for each in spreads]
    followers = [in_lags(each.then(next_prior)) for each in spreads[1:]]

    assert all(_is_left_of(before, after) for before, after in pairwise(windows))
    assert _is_left_of(*followers)
    assert spreads[2].window(CALENDAR).lower > looks[1]


def _is_left_of(before: Lags, after: Lags) -> bool:
    return all(first <= second for first, second in zip(before, after, strict=True))


@settings(deadline=None, max_examples=100)
@given(prior=priors, seen=lags_known, come=later)
def test_that_it_had_come_never_moves_a_window_to_the_right(prior: Belief, seen: list[Lag], come: date) -> None:
    spread = Spread.on(EXAM).then(learn(prior, seen))

    assert _is_left_of(in_lags(spread.until(come, CALENDAR)), in_lags(spread))


@settings(deadline=None, max_examples=100)
@given(prior=priors, known=lags_known, bounded=lags_bounded, from_many_regions=st.booleans(), data=st.data())
def test_the_order_of_observations_does_not_matter_in_the_last_bit(
    prior: Belief, known: list[Lag], bounded: list[Lag], from_many_regions: bool, data: st.DataObject
) -> None:
    lags = [*known, *bounded]
    shuffled = data.draw(st.permutations(lags))

    one, other = (learn(prior, each, from_many_regions=from_many_regions) for each in (lags, shuffled))

    assert one == other


@settings(deadline=None, max_examples=100)
@given(
    prior=priors,
    seen=lags_known,
    planned=st.tuples(st.one_of(st.none(), later), st.one_of(st.none(), later)),
)
def test_a_plan_takes_no_day_away_and_the_more_from_a_day_the_further_off_it_is(
    prior: Belief, seen: list[Lag], planned: tuple[date | None, date | None]
) -> None:
    first, last = planned
    assume(first is None or last is None or first <= last)
    spread = Spread.on(EXAM).then(learn(prior, seen))

    given_plan = spread.given_plan(first, last, CALENDAR)

    possible = [day for day, chance in enumerate(spread.chances) if chance]
    kept = [given_plan.chances[day] / spread.chances[day] for day in possible]
    best = kept.index(max(kept))
    assert min(kept) > 0
    assert _rises(kept[: best + 1])
    assert _rises(kept[:best:-1])


def _rises(values: Sequence[float]) -> bool:
    """Whether none is below the one before it, rounding aside."""
    return all(before <= after * (1 + 1e-9) for before, after in pairwise(values))


@settings(deadline=None, max_examples=100)
@given(
    firsts=st.tuples(st.integers(1, 60), st.integers(1, 60)),
    lengths=st.tuples(st.floats(1, 3), st.floats(1, 3)),
    make=st.tuples(st.sampled_from([of_rule, of_word]), st.sampled_from([of_rule, of_word])),
)
def test_two_lags_together_are_no_narrower_than_either_but_for_a_day(
    firsts: tuple[int, int], lengths: tuple[float, float], make: tuple[MakeBelief, MakeBelief]
) -> None:
    """Where the longest lag of a rule is at most three times the shortest; the end of a wider one is cut at LONGEST."""
    one, other = (each((first, int(first * more))) for each, first, more in zip(make, firsts, lengths, strict=True))

    together = in_lags(Spread.on(EXAM).then(one).then(other))

    assert _width(together) >= max(_width(window_of(one)), _width(window_of(other))) - 1


# What counts as an observation


CHECKED = date(2026, 11, 22)
OFFICIAL = Source("https://rsj.sh.gov.cn/a", "上海市人社局", CHECKED, Grade.OFFICIAL)
REPORTED = Source("https://e30.cn/a", "e30.cn", CHECKED, Grade.REPORTED)
KINDS = (
    MilestoneKind("exam", season=(130, 165)),
    MilestoneKind("results_release", anchor="exam", lag=(42, 63)),
    MilestoneKind("score_recheck", anchor="results_release", deadline_title="复核截止"),
    MilestoneKind("qualification_review", anchor="results_release", lag=(10, 20)),
    MilestoneKind("certificate_collection", anchor="qualification_review", lag=(42, 63)),
)
RECHECK = Rule(
    milestone="score_recheck", exam_year=None, how="", scope="", when="", result="", stage="", means=(),
    window_days=14, unit="calendar", validity_years=None, sources=(REPORTED,),
)  # fmt: skip


def session(last_day: date, **changes: object) -> Session:
    """A session of two days, known from its first."""
    first_day = last_day - timedelta(days=1)
    made = Session(
        exam_year=last_day.year, sitting=1, start=first_day, end=last_day, is_cancelled=False, merged_into=None,
        sources=(REPORTED,), known_from=first_day,
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


NATION = Region(
    slug="national",
    sessions=(
        session(date(2020, 11, 1)),
        session(date(2022, 6, 12)),
        session(date(2023, 6, 4)),
        session(date(2024, 6, 2)),
        session(date(2025, 5, 11)),
        session(date(2026, 5, 31), known_from=date(2026, 2, 6)),
    ),
    kinds={kind.key: kind for kind in KINDS},
    rules={"score_recheck": (RECHECK,)},
)


def region(slug: str, *facts: Observation | Bound | Plan, **changes: object) -> Region:
    """A region that takes everything from the nation but these facts."""
    made = replace(
        NATION,
        slug=slug,
        observations=tuple(fact for fact in facts if isinstance(fact, Observation)),
        bounds=tuple(fact for fact in facts if isinstance(fact, Bound)),
        plans=tuple(fact for fact in facts if isinstance(fact, Plan)),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def release(exam_year: int, day: date, source: Source = REPORTED, **changes: object) -> Observation:
    """The results of a year on their day, known from that day."""
    made = Observation(
        milestone="results_release", exam_year=exam_year, sitting=1, first=day, last=day, exam_days="nation",
        dated="scores", sources=(source,), known_from=day,
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def told(
    known_from: date,
    exam_year: int = 2026,
    *,
    not_before: date | None = None,
    not_after: date | None = None,
    not_yet: date | None = None,
) -> Bound:
    """A bound of the results of a year."""
    return Bound(
        milestone="results_release", exam_year=exam_year, sitting=1, not_before=not_before, not_after=not_after,
        not_yet=not_yet, sources=(REPORTED,), known_from=known_from,
    )  # fmt: skip


def plan(first: date, last: date, known_from: date) -> Plan:
    """What the authority planned for the results of 2026."""
    return Plan(
        milestone="results_release", exam_year=2026, sitting=1, first=first, last=last, words="8月",
        sources=(OFFICIAL,), known_from=known_from,
    )  # fmt: skip


def build(here: Region, *others: Region, as_of: date = date(2026, 7, 1)) -> Timeline:
    """The timeline of a region among others."""
    return timeline.build(here, timeline.Record(NATION, (here, *others), CALENDAR), as_of)


def results(made: Timeline, exam_year: int = 2026) -> Milestone:
    """The release, which must be there."""
    milestone = made.of("results_release", exam_year)
    assert milestone is not None
    return milestone


def expected(made: Timeline) -> Lags:
    """The window of the results of 2026."""
    return _counted(results(made).window, EXAM)


def own_lags(made: Timeline) -> list[tuple[int, int | None, int | None]]:
    """Exam year, shortest and longest lag of what the region learned from its own record."""
    estimate = results(made).basis.estimate
    assert estimate is not None
    return [(each.lag.exam_year, each.lag.shortest, each.lag.longest) for each in estimate.own]


def nations_lags(made: Timeline) -> list[tuple[str, int]]:
    """Region and exam year of what the nation learned from."""
    estimate = results(made).basis.estimate
    assert estimate is not None
    return [(each.lag.region, each.lag.exam_year) for each in estimate.nations]


def test_without_any_record_a_window_is_that_of_the_rule() -> None:
    made = build(region("here"))

    estimate = results(made).basis.estimate
    assert expected(made) == (36, 51, 74)
    assert estimate is not None
    assert (estimate.level, estimate.rule, estimate.region) == (0.8, RULE, REGION)
    assert estimate.bare == Window(date(2026, 7, 29), date(2026, 8, 27))
    assert estimate.until == EXAM
    assert results(made).basis.is_national


def test_a_release_is_learned_by_the_nation_and_again_by_its_region() -> None:
    """62 working days after 11 May 2025."""
    here = region("here", release(2025, date(2025, 8, 6)))

    made = build(here)

    assert own_lags(made) == [(2025, 62, 62)]
    assert nations_lags(made) == [("here", 2025)]
    assert expected(made) == (44, 59, 78)
    assert not results(made).basis.is_national


def test_a_release_of_another_region_is_learned_by_the_nation_alone() -> None:
    made = build(region("here"), region("there", release(2025, date(2025, 8, 6))))

    assert own_lags(made) == []
    assert nations_lags(made) == [("there", 2025)]
    assert expected(made) == (38, 54, 76)
    assert results(made).basis.is_national


@pytest.mark.parametrize("is_official_first", [True, False])
def test_a_reported_day_beside_an_official_one_counts_once_and_as_the_officials(is_official_first: bool) -> None:
    """6 August 2025 is the 62nd working day, 11 August the 65th."""
    both = (release(2025, date(2025, 8, 6), OFFICIAL), release(2025, date(2025, 8, 11)))

    made = build(region("here", *(both if is_official_first else both[::-1])))

    assert own_lags(made) == [(2025, 62, 62)]
    assert nations_lags(made) == [("here", 2025)]


def test_two_reports_of_one_day_count_once() -> None:
    made = build(region("here", release(2025, date(2025, 8, 6)), release(2025, date(2025, 8, 6), OFFICIAL)))

    assert own_lags(made) == [(2025, 62, 62)]


def test_a_release_whose_exam_days_are_unknown_teaches_nothing() -> None:
    made = build(region("here", release(2025, date(2025, 8, 6), exam_days="unknown")))

    assert (own_lags(made), nations_lags(made)) == ([], [])
    assert expected(made) == (36, 51, 74)


def test_a_release_of_a_session_that_nobody_recorded_teaches_nothing() -> None:
    made = build(region("here", release(2019, date(2019, 8, 20))))

    assert (own_lags(made), nations_lags(made)) == ([], [])


def test_a_session_that_was_called_off_teaches_nothing() -> None:
    called_off = session(date(2025, 5, 11), is_cancelled=True, known_from=date(2025, 5, 1))

    made = build(region("here", release(2025, date(2025, 8, 6)), sessions=(*NATION.sessions, called_off)))

    assert (own_lags(made), nations_lags(made)) == ([], [])


def test_a_release_on_a_day_off_counts_to_the_last_working_day_before_it() -> None:
    """9 August 2025 is a Saturday; the Friday before it is the 64th working day."""
    made = build(region("here", release(2025, date(2025, 8, 9))))

    assert own_lags(made) == [(2025, 64, 64)]


@pytest.mark.parametrize(
    ("bounds", "learned", "window"),
    [
        ([{"not_after": date(2025, 7, 7)}], (2025, None, 40), (27, 40, 59)),
        ([{"not_yet": date(2025, 8, 6)}], (2025, 63, None), (44, 64, 93)),
        ([{"not_before": date(2025, 8, 6)}], (2025, 62, None), (44, 64, 92)),
        ([{"not_yet": date(2025, 8, 5)}, {"not_after": date(2025, 8, 6)}], (2025, 62, 62), (44, 59, 78)),
    ],
)
def test_of_a_session_whose_day_is_not_known_its_bounds_teach(
    bounds: list[dict[str, date]], learned: tuple[int, int | None, int | None], window: Lags
) -> None:
    """By the 40th working day; not on the 62nd; not before it; between the 61st and the 62nd, which is that day."""
    made = build(region("here", *(told(date(2025, 9, 1), 2025, **days) for days in bounds)))

    assert own_lags(made) == [learned]
    assert expected(made) == window


def test_a_day_makes_the_bounds_of_its_session_count_no_more() -> None:
    here = region("here", release(2025, date(2025, 8, 6)), told(date(2025, 7, 1), 2025, not_yet=date(2025, 7, 1)))

    assert own_lags(build(here)) == [(2025, 62, 62)]


def test_bounds_that_leave_no_day_teach_nothing() -> None:
    looked = told(date(2025, 8, 11), 2025, not_yet=date(2025, 8, 11))
    out = told(date(2025, 8, 6), 2025, not_after=date(2025, 8, 6))

    made = build(region("here", looked, out))

    assert (own_lags(made), nations_lags(made)) == ([], [])
    assert expected(made) == (36, 51, 74)


def test_a_session_in_autumn_crosses_the_holidays_by_itself() -> None:
    """36, 51 and 74 working days after 1 November 2020, over New Year and 春节 2021; no second rule is needed."""
    made = results(build(region("here"), as_of=date(2020, 12, 1)), 2020)

    assert made.window == Window(date(2020, 12, 21), date(2021, 2, 18), date(2021, 1, 12))


def test_a_release_after_an_autumn_session_teaches_its_working_days() -> None:
    """27 January 2021 is the 62nd working day after 1 November 2020, and 87 days after it."""
    assert own_lags(build(region("here", release(2020, date(2021, 1, 27))))) == [(2020, 62, 62)]


def test_what_hangs_on_another_milestone_learns_from_sessions_where_both_are_known() -> None:
    """The review of 2025 began 15 working days after the release; that of 2024 has no release."""
    reviews = (
        release(2024, date(2024, 9, 2), milestone="qualification_review"),
        release(2025, date(2025, 8, 27), milestone="qualification_review"),
    )
    here = region("here", release(2025, date(2025, 8, 6)), *reviews)

    review = build(here).of("qualification_review", 2026)

    assert review is not None
    assert review.basis.estimate is not None
    assert [(each.lag.exam_year, each.lag.shortest) for each in review.basis.estimate.own] == [(2025, 15)]


# A region with a rule of its own


def _quick(*facts: Observation | Bound, since: int | None = 2024) -> Region:
    """A region whose results take 10 to 20 working days."""
    kind = MilestoneKind("results_release", anchor="exam", lag=(10, 20), since=since)
    return region("quick", *facts, kinds={**NATION.kinds, "results_release": kind})


OWN_WAY = (release(2023, date(2023, 8, 28)), release(2024, date(2024, 6, 21)), release(2025, date(2025, 5, 29)))
"""After 60 working days in 2023, and after 14 since."""


def test_a_rule_of_ones_own_is_not_taught_by_the_nation() -> None:
    nation = [region(slug, release(2025, date(2025, 8, 6))) for slug in ("there", "elsewhere")]

    made = build(_quick(), *nation)

    assert expected(made) == (10, 14, 20)
    assert nations_lags(made) == []
    assert results(made).basis.estimate.nation is None  # type: ignore[union-attr]
    assert not results(made).basis.is_national


def test_a_rule_of_ones_own_is_sharpened_by_ones_own_record_since_it_holds() -> None:
    made = build(_quick(*OWN_WAY))

    assert own_lags(made) == [(2024, 14, 14), (2025, 14, 14)]
    assert expected(made) == (10, 14, 19)


def test_a_region_with_a_rule_of_its_own_teaches_the_nation_only_what_was_before_it() -> None:
    made = build(region("here"), _quick(*OWN_WAY))

    assert nations_lags(made) == [("quick", 2023)]
    assert expected(made) == (38, 53, 75)


def test_a_region_whose_own_rule_always_held_never_teaches_the_nation() -> None:
    made = build(region("here"), _quick(*OWN_WAY, since=None))

    assert nations_lags(made) == []
    assert expected(made) == (36, 51, 74)


def test_a_session_before_a_rule_of_ones_own_is_dated_by_the_nations() -> None:
    """The exam of 2023 was held before the region's own way began."""
    made = results(build(_quick(), as_of=date(2023, 7, 1)), 2023)

    assert _counted(made.window, date(2023, 6, 4)) == (36, 51, 74)
    assert made.basis.lag == (42, 63)


# What may move a window that was issued


def test_another_regions_release_of_the_same_session_moves_nothing() -> None:
    there = region("there", release(2026, date(2026, 7, 15)))

    made = build(region("here"), there, as_of=date(2026, 8, 1))

    assert nations_lags(made) == []
    assert expected(made) == (36, 51, 74)


@pytest.mark.parametrize(
    ("known_from", "window"), [(date(2026, 5, 31), (44, 59, 78)), (date(2026, 6, 1), (36, 51, 74))]
)
def test_what_was_known_on_the_last_exam_day_counts_and_what_came_after_it_never_does(
    known_from: date, window: Lags
) -> None:
    """The region's own release of 2025, which somebody found in 2026."""
    found = release(2025, date(2025, 8, 6), known_from=known_from)

    assert expected(build(region("here", found), as_of=date(2026, 6, 1))) == window
    assert expected(build(region("here", found), as_of=date(2026, 8, 1))) == window


def test_before_the_exam_a_window_learns_as_facts_become_known() -> None:
    found = release(2025, date(2025, 8, 6), known_from=date(2026, 4, 1))

    before, after = (build(region("here", found), as_of=day) for day in (date(2026, 3, 31), date(2026, 4, 1)))

    assert expected(before) == (36, 51, 74)
    assert expected(after) == (44, 59, 78)
    assert results(after).revised == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("fact", "state", "window"),
    [
        (told(date(2026, 8, 3), not_yet=date(2026, 8, 3)), State.ESTIMATED, (48, 57, 80)),
        (told(date(2026, 8, 3), not_before=date(2026, 8, 4)), State.ESTIMATED, (48, 57, 80)),
        (told(date(2026, 8, 3), not_after=date(2026, 8, 14)), State.ESTIMATED, (32, 45, 52)),
        (plan(date(2026, 8, 10), date(2026, 8, 14), date(2026, 8, 3)), State.PLANNED, (45, 52, 60)),
    ],
)
def test_what_is_told_of_the_very_session_moves_its_window_once_it_is_known(
    fact: Bound | Plan, state: State, window: Lags
) -> None:
    day_before, day_of, later = (
        results(build(region("here", fact), as_of=day)) for day in (date(2026, 8, 2), date(2026, 8, 3), EXAM + YEAR)
    )

    assert _counted(day_before.window, EXAM) == (36, 51, 74)
    assert _counted(day_of.window, EXAM) == window
    assert (day_of.state, day_of.revised) == (state, date(2026, 8, 3))
    assert later.window == day_of.window


def test_of_two_looks_that_found_nothing_the_later_counts_whatever_their_order() -> None:
    looks = [told(day, not_yet=day) for day in (date(2026, 7, 20), date(2026, 8, 3))]

    assert expected(build(region("here", *looks), as_of=date(2026, 8, 4))) == (48, 57, 80)
    assert expected(build(region("here", *looks[::-1]), as_of=date(2026, 8, 4))) == (48, 57, 80)


def test_a_look_moves_what_hangs_on_it_as_well() -> None:
    looked = told(date(2026, 8, 31), not_yet=date(2026, 8, 31))

    before, after = (
        build(region("here", looked), as_of=day).of("qualification_review", 2026)
        for day in (date(2026, 8, 30), date(2026, 8, 31))
    )

    assert before is not None
    assert after is not None
    assert before.window == Window(date(2026, 8, 7), date(2026, 10, 16), date(2026, 9, 2))
    assert after.window == Window(date(2026, 9, 18), date(2026, 12, 3), date(2026, 10, 13))
    assert after.revised == date(2026, 8, 31)


def test_what_is_told_of_the_very_session_is_no_lesson_from_another() -> None:
    """Not before 17 August, said a month before the exam."""
    here = region("here", told(date(2026, 5, 1), not_before=date(2026, 8, 17)))

    assert own_lags(build(here)) == []


def test_what_is_told_of_the_very_session_counts_once_whenever_it_became_known() -> None:
    """Not before 17 August, said a month before the exam or three days after it."""
    early, late = (told(day, not_before=date(2026, 8, 17)) for day in (date(2026, 5, 1), date(2026, 6, 3)))

    assert expected(build(region("here", early))) == expected(build(region("here", late)))


# Nights: nothing moves without news


NIGHTS = list(days_between(date(2026, 6, 5), date(2027, 6, 5)))
YEAR = timedelta(days=365)
SESSIONS = (NATION.sessions[1], NATION.sessions[2], NATION.sessions[5])
"""2022, 2023 and 2026: nothing before it is still shown beside the exam of 2026."""
HERE = region("here", release(2022, date(2022, 9, 2)), release(2023, date(2023, 8, 30)), sessions=SESSIONS)
OTHERS = (
    region("there", release(2023, date(2023, 8, 14)), release(2026, date(2026, 7, 20))),
    region("elsewhere", release(2025, date(2025, 7, 21)), release(2026, date(2026, 8, 24))),
)
"""Regions that release the results of 2026 as well."""

Line = tuple[str, str, int, str, str, str]
"""Day, milestone, exam year, state, first and last day; `gone` and no days where it left."""


def _diary(here: Region) -> list[Line]:
    """What the build of each night changed, from the first on."""
    record = timeline.Record(NATION, (here, *OTHERS), CALENDAR)
    diary: list[Line] = []
    shown: dict[tuple[str, int], tuple[str, str, str]] = {}
    for night in NIGHTS:
        made = timeline.build(here, record, night)
        now = {(each.kind, each.exam_year): _shown(each) for each in made.milestones}
        diary += [(str(night), *key, *now[key]) for key in now if now[key] != shown.get(key)]
        diary += [(str(night), *key, "gone", "", "") for key in shown if key not in now]
        shown = now
    return diary


def _shown(milestone: Milestone) -> tuple[str, str, str]:
    return milestone.state.value, str(milestone.window.lower), str(milestone.window.upper)


def test_over_a_year_of_nights_without_news_only_states_change() -> None:
    assert _diary(HERE) == [
        ("2026-06-05", "exam", 2026, "reported", "2026-05-30", "2026-05-31"),
        ("2026-06-05", "results_release", 2026, "estimated", "2026-08-06", "2026-09-09"),
        ("2026-06-05", "score_recheck", 2026, "estimated", "2026-08-19", "2026-09-22"),
        ("2026-06-05", "qualification_review", 2026, "estimated", "2026-08-24", "2026-10-15"),
        ("2026-06-05", "certificate_collection", 2026, "estimated", "2026-10-30", "2027-01-18"),
        ("2026-06-05", "exam", 2027, "estimated", "2027-05-08", "2027-06-27"),
        ("2026-09-10", "results_release", 2026, "unrecorded", "2026-08-06", "2026-09-09"),
        ("2026-09-23", "score_recheck", 2026, "unrecorded", "2026-08-19", "2026-09-22"),
        ("2026-10-16", "qualification_review", 2026, "unrecorded", "2026-08-24", "2026-10-15"),
        ("2027-01-19", "certificate_collection", 2026, "unrecorded", "2026-10-30", "2027-01-18"),
        ("2027-06-01", "exam", 2026, "gone", "", ""),
    ]


def test_news_revise_what_hangs_on_them_on_their_day_and_never_again() -> None:
    """The release of 12 August becomes known on the 20th."""
    out = release(2026, date(2026, 8, 12), known_from=date(2026, 8, 20))

    diary = _diary(replace(HERE, observations=(*HERE.observations, out)))

    assert [line for line in diary if line[0] > "2026-06-05"] == [
        ("2026-08-20", "results_release", 2026, "reported", "2026-08-12", "2026-08-12"),
        ("2026-08-20", "qualification_review", 2026, "estimated", "2026-08-21", "2026-09-18"),
        ("2026-08-20", "score_recheck", 2026, "estimated", "2026-08-25", "2026-08-25"),
        ("2026-08-20", "certificate_collection", 2026, "estimated", "2026-10-26", "2026-12-29"),
        ("2026-08-26", "score_recheck", 2026, "unrecorded", "2026-08-25", "2026-08-25"),
        ("2026-09-19", "qualification_review", 2026, "unrecorded", "2026-08-21", "2026-09-18"),
        ("2026-12-30", "certificate_collection", 2026, "unrecorded", "2026-10-26", "2026-12-29"),
        ("2027-06-01", "exam", 2026, "gone", "", ""),
    ]


def test_what_hangs_on_news_was_revised_on_their_day() -> None:
    out = release(2026, date(2026, 8, 12), known_from=date(2026, 8, 20))
    here = replace(HERE, observations=(*HERE.observations, out))

    made = build(here, *OTHERS, as_of=date(2026, 8, 24))

    assert {each.kind: each.revised for each in made.milestones if each.exam_year == 2026} == {
        "exam": date(2026, 2, 6),
        "results_release": date(2026, 8, 20),
        "score_recheck": date(2026, 8, 20),
        "qualification_review": date(2026, 8, 20),
        "certificate_collection": date(2026, 8, 20),
    }


@settings(deadline=None, max_examples=25)
@given(data=st.data(), as_of=st.dates(date(2026, 1, 1), date(2027, 6, 30)))
def test_the_order_of_regions_and_of_their_observations_does_not_matter(data: st.DataObject, as_of: date) -> None:
    regions = [HERE, *OTHERS, _quick(*OWN_WAY)]
    shuffled = [
        replace(each, observations=tuple(data.draw(st.permutations(each.observations))))
        for each in data.draw(st.permutations(regions))
    ]
    here = next(each for each in shuffled if each.slug == "here")

    one = timeline.build(HERE, timeline.Record(NATION, regions, CALENDAR), as_of)
    other = timeline.build(here, timeline.Record(NATION, shuffled, CALENDAR), as_of)

    assert _dates(one) == _dates(other)


def _dates(made: Timeline) -> list[tuple[str, int, State, Window, date]]:
    return [(each.kind, each.exam_year, each.state, each.window, each.revised) for each in made.milestones]
