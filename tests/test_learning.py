"""What estimation learns: how far an observation moves a window, what may teach it at all, and what
never moves it.
"""

import math
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from feedgen.core.model import (
    Belief,
    Lag,
    Window,
)
from feedgen.core.workdays import Workdays
from feedgen.forecast.estimation import (
    LagDistribution,
    cumulative_shares,
    effective_weights,
    posterior,
    prior_from_regional_rule,
    prior_from_rule,
    regional_prior,
)

CALENDAR = Workdays()
EXAM = date(2026, 5, 31)
"""The last day of the exam of 2026, from which its lags are counted."""
RULE = prior_from_rule((42, 63))
REGION = regional_prior(RULE)
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
    return [lag(length, exam_year=2000 + number) for number, length in enumerate(days)]


def in_lags(distribution: LagDistribution) -> Lags:
    """The window of a distribution, counted back into working days."""
    return _counted(distribution.window(CALENDAR), distribution.origin)


def window_of(belief: Belief) -> Lags:
    """The window that a belief gives after the exam of 2026."""
    return in_lags(LagDistribution.on(EXAM).convolved_with(belief))


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
    assert window_of(regional_prior(RULE)) == (36, 51, 74)


def test_the_span_of_a_rule_holds_58_percent_of_what_it_foretells() -> None:
    """Within one scale a t distribution of 4 degrees holds 63 %; that the middle may be off takes
    5.
    """
    below = cumulative_shares(RULE, 63)

    assert below[63] - below[41] == pytest.approx(0.578, abs=5e-4)


@pytest.mark.parametrize("word", [(42, 63), (10, 20), (5, 21), (3, 27), (30, 30), (200, 400)])
def test_a_word_holds_80_percent_of_what_it_foretells(word: tuple[int, int]) -> None:
    below = cumulative_shares(prior_from_regional_rule(word), word[1])

    assert below[word[0] - 1] == pytest.approx(0.1)
    assert below[word[1]] == pytest.approx(0.9)


@pytest.mark.parametrize("word", [(30, 30), (1, 1)])
def test_a_word_that_is_one_day_is_a_window_of_one_day(word: tuple[int, int]) -> None:
    assert window_of(prior_from_regional_rule(word)) == (*word, word[1])


@pytest.mark.parametrize(
    ("word", "window"),
    [
        ((42, 63), (42, 51, 63)),
        ((5, 21), (5, 10, 21)),
        ((3, 27), (3, 8, 27)),
        ((200, 400), (200, 283, 400)),
    ],
)
def test_the_window_of_a_word_is_the_word(word: tuple[int, int], window: Lags) -> None:
    assert window_of(prior_from_regional_rule(word)) == window


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
def test_the_more_releases_agree_the_narrower_the_window_around_them(
    days: list[int], window: Lags
) -> None:
    assert window_of(posterior(REGION, observed(*days))) == window


def test_releases_that_differ_keep_the_window_as_wide_as_they_lie_apart() -> None:
    """Eight of these ten within it, and the next one not surer than they were."""
    days = [40, 45, 50, 55, 60, 60, 65, 70, 75, 80]

    assert window_of(posterior(REGION, observed(*days))) == (43, 58, 78)


def test_one_release_on_the_middle_makes_a_region_surer_and_moves_nothing() -> None:
    assert window_of(posterior(REGION, observed(51))) == (39, 51, 68)


@pytest.mark.parametrize(("days", "window"), [(45, (35, 47, 63)), (62, (43, 58, 78))])
def test_one_release_pulls_the_middle_more_than_half_the_way_towards_it(
    days: int, window: Lags
) -> None:
    assert window_of(posterior(REGION, observed(days))) == window


# Outliers


@pytest.mark.parametrize(
    ("outlier", "window"),
    [(200, (35, 62, 110)), (300, (35, 59, 98)), (1000, (34, 55, 89)), (2000, (34, 54, 87))],
)
def test_a_wild_outlier_alone_moves_a_window_little_and_the_less_the_wilder_it_is(
    outlier: int, window: Lags
) -> None:
    """Without it 36, 51 and 74."""
    assert window_of(posterior(REGION, observed(outlier))) == window


def test_a_wild_outlier_among_three_that_agree_widens_the_window_and_leaves_its_middle() -> None:
    assert window_of(posterior(REGION, observed(50, 50, 50))) == (41, 50, 62)
    assert window_of(posterior(REGION, observed(50, 50, 50, 300))) == (38, 51, 70)


@pytest.mark.parametrize(
    ("days", "window"),
    [([100, 100], (63, 89, 124)), ([20, 20], (15, 23, 34)), ([300, 300], (195, 276, 389))],
)
def test_two_that_agree_far_away_are_the_regions_way(days: list[int], window: Lags) -> None:
    assert window_of(posterior(REGION, observed(*days))) == window


def test_two_that_are_far_away_on_either_side_are_not() -> None:
    assert window_of(posterior(REGION, observed(10, 300))) == (29, 51, 89)


def test_an_outlier_counts_for_little_and_its_weight_shows_it() -> None:
    lags = observed(50, 52, 300)

    weighed = effective_weights(lags, posterior(REGION, lags))

    assert [seen.lag for seen in weighed] == lags
    assert [round(seen.weight, 2) for seen in weighed] == [0.98, 1.0, 0.05]


@settings(deadline=None, max_examples=80)
@given(outlier=st.integers(200, 2000))
def test_an_absurd_release_moves_a_window_by_no_more_than_36_days_whatever_its_size(
    outlier: int,
) -> None:
    """From 36, 51 and 74; the worst of these is the smallest."""
    lower, likeliest, upper = window_of(posterior(REGION, observed(outlier)))

    assert 34 <= lower <= 35
    assert 54 <= likeliest <= 62
    assert 87 <= upper <= 110


@settings(deadline=None, max_examples=60)
@given(outlier=st.integers(200, 2000))
def test_an_absurd_release_after_three_that_agree_moves_a_window_by_no_more_than_8_days(
    outlier: int,
) -> None:
    """From 41, 50 and 62."""
    lower, likeliest, upper = window_of(posterior(REGION, observed(50, 50, 50, outlier)))

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
    """Out by day 30, out by day 40, not yet on day 69, between 60 and 65, between 40 and 62;
    without any 36, 51, 74.
    """
    assert window_of(posterior(REGION, [bound(shortest, longest)])) == window


@pytest.mark.parametrize(("shortest", "longest"), [(None, 200), (20, None), (1, 400)])
def test_a_bound_that_rules_nothing_out_moves_a_window_by_a_day_at_most(
    shortest: int | None, longest: int | None
) -> None:
    """It may widen a little: the summary of what was learned is wider than the prior."""
    assert window_of(posterior(REGION, [bound(shortest, longest)])) == (35, 51, 75)


def test_a_bound_around_one_day_is_that_day() -> None:
    assert posterior(REGION, [bound(62, 62)]) == posterior(REGION, observed(62))


def test_a_bound_counts_as_one_release_whatever_its_days() -> None:
    lags = [bound(None, 30)]

    assert [seen.weight for seen in effective_weights(lags, posterior(REGION, lags))] == [1.0]


# The nation learns from its regions


@pytest.mark.parametrize(
    ("regions", "window"),
    [
        ("", (36, 51, 74)),
        ("a", (38, 53, 75)),
        ("aa", (39, 54, 76)),
        ("ab", (40, 55, 75)),
        ("abcdefghij", (51, 59, 70)),
    ],
)
def test_what_many_regions_did_teaches_the_nation_more_than_what_one_did_often(
    regions: str, window: Lags
) -> None:
    """Each letter is a release after 60 working days."""
    nation = posterior(RULE, _at_60(regions), from_many_regions=True)

    assert window_of(nation) == window
    assert window_of(regional_prior(nation)) == window


def test_ten_releases_of_one_region_teach_the_nation_less_than_two_of_two() -> None:
    of_one, of_two = (
        posterior(RULE, _at_60(regions), from_many_regions=True) for regions in ("aaaaaaaaaa", "ab")
    )

    assert window_of(of_one) == (40, 55, 76)
    assert window_of(of_two) == (40, 55, 75)


def test_a_regions_lags_share_the_weight_that_they_have_in_the_nation() -> None:
    """Half of the variance lies between regions: two lags of one count two thirds each."""
    lags = _at_60("aab")
    belief = Belief(centre=math.log(60), centre_error=0.1, scale=0.2, scale_error=0.35)

    weighed = effective_weights(lags, belief, from_many_regions=True)

    assert [seen.weight for seen in weighed] == [pytest.approx(2 / 3), pytest.approx(2 / 3), 1.0]


def _at_60(regions: str) -> list[Lag]:
    return [
        lag(60, region=region, exam_year=2000 + number) for number, region in enumerate(regions)
    ]


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
def test_the_share_below_is_that_of_a_table_of_students_t_with_4_degrees_of_freedom(
    value: float, share: float
) -> None:
    """A lag of at most 10 days, where the logarithm of 10.5 lies `value` scales above or below the
    middle.
    """
    above, under = (Belief(math.log(10.5) + side * value, 0.0, 1.0, 0.0) for side in (-1, 1))

    assert cumulative_shares(above, 10)[10] == pytest.approx(share, abs=1e-3 * (1 - share))
    assert cumulative_shares(under, 10)[10] == pytest.approx(1 - share, abs=1e-3 * (1 - share))


def test_errors_of_the_middle_and_scatter_around_it_add_up_as_squares() -> None:
    assert cumulative_shares(Belief(4.0, 0.3, 0.4, 0.0), 99) == pytest.approx(
        cumulative_shares(Belief(4.0, 0.0, 0.5, 0.0), 99)
    )


def test_no_lag_is_shorter_than_a_day() -> None:
    assert cumulative_shares(RULE, 3)[0] == 0.0


# Distributions: plans and bounds of the very session


def test_a_day_that_is_known_is_a_window_of_its_own() -> None:
    assert LagDistribution.on(EXAM).window(CALENDAR) == Window(EXAM, EXAM, EXAM)


def test_a_release_that_had_not_come_moves_the_window_to_the_right() -> None:
    """Looked on 3 August, 45 working days after the exam."""
    assert in_lags(
        LagDistribution.on(EXAM).convolved_with(REGION).given_not_by(date(2026, 8, 3), CALENDAR)
    ) == (
        48,
        57,
        80,
    )


def test_a_release_that_had_come_ends_the_window() -> None:
    """Out by 14 August, the 54th working day."""
    assert in_lags(
        LagDistribution.on(EXAM).convolved_with(REGION).given_by(date(2026, 8, 14), CALENDAR)
    ) == (
        32,
        45,
        52,
    )


def test_what_had_not_come_when_all_was_over_is_expected_on_the_next_working_day() -> None:
    """Nothing left of a distribution of one day; 2 June 2026 is a Tuesday."""
    monday = (
        LagDistribution.on(EXAM)
        .convolved_with(prior_from_regional_rule((1, 1)))
        .given_by(date(2026, 6, 1), CALENDAR)
    )

    assert monday.given_not_by(date(2026, 6, 1), CALENDAR).window(CALENDAR) == _day(
        date(2026, 6, 2)
    )


def test_what_cannot_have_come_by_then_changes_nothing() -> None:
    distribution = LagDistribution.on(EXAM).convolved_with(REGION)

    assert distribution.given_by(EXAM, CALENDAR) == distribution


def test_a_plan_pulls_the_window_towards_it_and_leaves_days_outside() -> None:
    """10 to 14 August, 50 to 54 working days after the exam; without it 36, 51 and 74."""
    distribution = (
        LagDistribution.on(EXAM)
        .convolved_with(REGION)
        .given_plan(date(2026, 8, 10), date(2026, 8, 14), CALENDAR)
    )

    assert in_lags(distribution) == (45, 52, 60)


def test_two_lags_add_up_to_less_than_their_windows_would() -> None:
    """Twice 36, 51 and 74 would be 72, 102 and 148; both are hardly ever early or late together."""
    assert in_lags(LagDistribution.on(EXAM).convolved_with(REGION).convolved_with(REGION)) == (
        80,
        104,
        139,
    )


def _day(day: date) -> Window:
    return Window(day, day, day)


def test_what_takes_longer_than_two_years_is_taken_as_that_long() -> None:
    """500 working days; what follows a release that had not come after 476 has a window too."""
    late = LagDistribution.on(EXAM).convolved_with(REGION).given_not_by(date(2028, 4, 30), CALENDAR)

    assert in_lags(late) == (500, 500, 500)
    assert in_lags(late.convolved_with(prior_from_regional_rule((30, 30)))) == (500, 500, 500)


def test_a_lag_that_is_all_but_known_moves_a_window_and_does_not_narrow_it() -> None:
    """26 to 29 working days after an uncertain release: no tail is lost on the way."""
    long = LagDistribution.on(EXAM).convolved_with(prior_from_rule((60, 119)))

    assert in_lags(long) == (46, 84, 153)
    assert in_lags(long.convolved_with(prior_from_regional_rule((26, 29)))) == (74, 112, 181)


# What holds whatever was observed


rules = st.integers(1, 60).flatmap(
    lambda first: st.tuples(st.just(first), st.integers(first, first + 60))
)
priors = st.builds(
    lambda rule, make: make(rule),
    rules,
    st.sampled_from([prior_from_rule, prior_from_regional_rule]),
).flatmap(lambda belief: st.sampled_from([belief, regional_prior(belief)]))
known = st.integers(1, 120)
lags_known = st.lists(known, max_size=5).map(lambda days: observed(*days))
lags_bounded = st.lists(
    st.tuples(known, st.integers(0, 60), st.sampled_from(["by", "not yet", "between"])), max_size=3
).map(lambda drawn: [_bounded_lag(number, *bound) for number, bound in enumerate(drawn)])
later = st.dates(date(2026, 6, 1), date(2027, 6, 30))


def _bounded_lag(number: int, days: int, more: int, what: str) -> Lag:
    shortest, longest = {
        "by": (None, days),
        "not yet": (days, None),
        "between": (days, days + more),
    }[what]
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
    distribution = LagDistribution.on(origin).convolved_with(posterior(prior, [*known, *bounded]))
    bounds = data.draw(
        st.lists(
            st.tuples(st.sampled_from(["not by", "by", "plan"]), st.integers(0, 300)), max_size=3
        )
    )
    for what, days in bounds:
        day = origin + timedelta(days)
        if what == "plan":
            distribution = distribution.given_plan(day, day + timedelta(7), CALENDAR)
        elif what == "by":
            distribution = distribution.given_by(day, CALENDAR)
        else:
            distribution = distribution.given_not_by(day, CALENDAR)

    window = distribution.window(CALENDAR)

    assert window.likeliest is not None
    assert origin < window.lower <= window.likeliest <= window.upper
    assert all(CALENDAR.is_working(day) for day in (window.lower, window.likeliest, window.upper))
    assert sum(distribution.chances) == pytest.approx(1)


@settings(deadline=None, max_examples=100)
@given(prior=priors, seen=lags_known)
def test_a_release_on_the_likeliest_day_never_widens_a_window_but_for_a_day(
    prior: Belief, seen: list[Lag]
) -> None:
    """The likeliest day is a whole one and may lie half a day off the middle: 31 after the word 31
    to 32 does.
    """
    before = window_of(posterior(prior, seen))

    after = window_of(posterior(prior, [*seen, lag(before[1], exam_year=2025)]))

    assert _width(after) <= _width(before) + 1


@settings(deadline=None, max_examples=150)
@given(rule=rules, seen=st.lists(st.tuples(st.sampled_from("abc"), known), max_size=5))
def test_a_new_regions_release_on_the_nations_likeliest_day_never_widens_its_window_but_for_a_day(
    rule: tuple[int, int], seen: list[tuple[str, int]]
) -> None:
    """One of a region that has taught already may: it takes weight from that region's others."""
    lags = [
        lag(days, region=region, exam_year=2000 + number)
        for number, (region, days) in enumerate(seen)
    ]
    before = window_of(posterior(prior_from_rule(rule), lags, from_many_regions=True))

    more = [*lags, lag(before[1], region="new", exam_year=2025)]
    after = window_of(posterior(prior_from_rule(rule), more, from_many_regions=True))

    assert _width(after) <= _width(before) + 1


@settings(deadline=None, max_examples=150)
@given(prior=priors, seen=lags_known, looks=st.tuples(later, later).map(sorted), next_prior=priors)
def test_a_look_that_found_nothing_never_moves_a_window_to_the_left_and_a_later_one_no_less(
    prior: Belief, seen: list[Lag], looks: list[date], next_prior: Belief
) -> None:
    """Nor the window of what follows."""
    distribution = LagDistribution.on(EXAM).convolved_with(posterior(prior, seen))
    distributions = [distribution, *(distribution.given_not_by(day, CALENDAR) for day in looks)]

    windows = [in_lags(distribution) for distribution in distributions]
    followers = [
        in_lags(distribution.convolved_with(next_prior)) for distribution in distributions[1:]
    ]

    assert all(_is_left_of(before, after) for before, after in pairwise(windows))
    assert _is_left_of(*followers)
    assert distributions[2].window(CALENDAR).lower > looks[1]


def _is_left_of(before: Lags, after: Lags) -> bool:
    return all(first <= second for first, second in zip(before, after, strict=True))


@settings(deadline=None, max_examples=100)
@given(prior=priors, seen=lags_known, come=later)
def test_that_it_had_come_never_moves_a_window_to_the_right(
    prior: Belief, seen: list[Lag], come: date
) -> None:
    distribution = LagDistribution.on(EXAM).convolved_with(posterior(prior, seen))

    assert _is_left_of(in_lags(distribution.given_by(come, CALENDAR)), in_lags(distribution))


@settings(deadline=None, max_examples=100)
@given(
    prior=priors,
    known=lags_known,
    bounded=lags_bounded,
    from_many_regions=st.booleans(),
    data=st.data(),
)
def test_the_order_of_observations_does_not_matter_in_the_last_bit(
    prior: Belief,
    known: list[Lag],
    bounded: list[Lag],
    from_many_regions: bool,
    data: st.DataObject,
) -> None:
    lags = [*known, *bounded]
    shuffled = data.draw(st.permutations(lags))

    one, other = (
        posterior(prior, seen, from_many_regions=from_many_regions) for seen in (lags, shuffled)
    )

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
    distribution = LagDistribution.on(EXAM).convolved_with(posterior(prior, seen))

    given_plan = distribution.given_plan(first, last, CALENDAR)

    possible = [day for day, chance in enumerate(distribution.chances) if chance]
    kept = [given_plan.chances[day] / distribution.chances[day] for day in possible]
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
    make=st.tuples(
        st.sampled_from([prior_from_rule, prior_from_regional_rule]),
        st.sampled_from([prior_from_rule, prior_from_regional_rule]),
    ),
)
def test_two_lags_together_are_no_narrower_than_either_but_for_a_day(
    firsts: tuple[int, int], lengths: tuple[float, float], make: tuple[MakeBelief, MakeBelief]
) -> None:
    """Where the longest lag of a rule is at most three times the shortest; the end of a wider one
    is cut at LONGEST.
    """
    one, other = (
        prior((first, int(first * more)))
        for prior, first, more in zip(make, firsts, lengths, strict=True)
    )

    together = in_lags(LagDistribution.on(EXAM).convolved_with(one).convolved_with(other))

    assert _width(together) >= max(_width(window_of(one)), _width(window_of(other))) - 1
