"""The guard's rules, by entries before and after."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from feedgen.core.model import Change, Depth, Entry, Ledger, State, Version
from feedgen.publish.guard_rules import common_moves, far_moves, lost_events
from feedgen.publish.ledger.changes import changes

DAY = date(2026, 6, 5)
SOME_TIME = datetime(2026, 6, 1, tzinfo=UTC)
ESTIMATE = Version(DAY, date(2026, 7, 28), date(2026, 9, 4), State.ESTIMATED, "二建成绩公布")
ANNOUNCED = replace(
    ESTIMATE, first=date(2026, 8, 14), last=date(2026, 8, 14), state=State.ANNOUNCED
)
CALLED_OFF = replace(ESTIMATE, state=State.CANCELLED)
NONE: frozenset[str] = frozenset()


def entry_of(version: Version) -> Entry:
    """An entry with one version."""
    return Entry("", 0, SOME_TIME, SOME_TIME, (version,))


def later(version: Version, days: int) -> Version:
    """The same, some days later."""
    span = timedelta(days=days)
    return replace(version, first=version.first + span, last=version.last + span)


def from_to(before: dict[str, Version], after: dict[str, Version]) -> list[Change]:
    """The changes of the results of some owners."""
    ledgers = [
        Ledger(
            DAY,
            Depth.AREA,
            "",
            {owner: {"2026-results-release": entry_of(shown)} for owner, shown in versions.items()},
        )
        for versions in (before, after)
    ]
    return changes(*ledgers)


def reasons(before: Version, after: Version) -> list[str]:
    """Why Shanghai's results may not move like this."""
    found = from_to({"shanghai": before}, {"shanghai": after})
    return [reason for _, reason in far_moves(found, DAY)]


def sway(days: dict[str, int], provinces: int) -> dict[str, str]:
    """Why results that move by so many days may not."""
    found = from_to(
        dict.fromkeys(days, ESTIMATE),
        {owner: later(ESTIMATE, shift) for owner, shift in days.items()},
    )
    return dict(common_moves(found, DAY, provinces))


def test_an_estimate_may_move_by_60_days_and_not_by_61() -> None:
    assert reasons(ESTIMATE, later(ESTIMATE, 60)) == []
    assert reasons(ESTIMATE, later(ESTIMATE, -61)) == [
        "2026-results-release would move by 61 days, 2026-07-28..2026-09-04 to "
        "2026-05-28..2026-07-05, without a new official fact"
    ]


def test_the_end_of_a_window_that_moves_further_counts() -> None:
    wider = replace(ESTIMATE, last=date(2026, 11, 4))

    assert reasons(ESTIMATE, wider)[0].startswith("2026-results-release would move by 61 days")


@pytest.mark.parametrize("state", [State.ANNOUNCED, State.REPORTED, State.CANCELLED])
def test_days_that_somebody_named_and_what_is_called_off_are_no_estimates(state: State) -> None:
    assert reasons(ESTIMATE, replace(later(ESTIMATE, 200), state=state)) == []


def test_what_was_announced_may_not_become_an_estimate_again() -> None:
    assert reasons(ANNOUNCED, ESTIMATE) == [
        "2026-results-release was announced for 2026-08-14 and would be an estimate again"
    ]


def test_what_is_past_may_move() -> None:
    past = replace(ESTIMATE, first=date(2026, 1, 1), last=date(2026, 1, 9), state=State.UNRECORDED)

    assert reasons(past, later(past, -200)) == []


def test_what_is_to_come_may_not_jump_into_the_past() -> None:
    past = replace(ESTIMATE, first=date(2026, 1, 1), last=date(2026, 1, 9), state=State.UNRECORDED)

    assert reasons(ESTIMATE, past)[0].startswith("2026-results-release would move by 238 days")
    assert reasons(ANNOUNCED, past)[0].endswith("would be an estimate again")


def test_a_third_of_the_provinces_may_not_move_by_more_than_a_week() -> None:
    assert sway({"anhui": 8, "hebei": 9}, provinces=6) == {
        "anhui": "2026-results-release would move by 8 days, while 2 of 6 provinces move",
        "hebei": "2026-results-release would move by 9 days, while 2 of 6 provinces move",
    }
    assert sway({"anhui": 8, "hebei": 7}, provinces=6) == {}
    assert sway({"anhui": 8, "hebei": 9}, provinces=7) == {}


def test_one_province_is_no_landslide_and_its_areas_are_no_provinces() -> None:
    assert sway({"anhui": 8}, provinces=1) == {}
    assert sway({"anhui": 8, "anhui/hefei": 8, "anhui/wuhu": 8}, provinces=9) == {}


def test_an_area_is_held_with_the_provinces_that_move() -> None:
    assert set(sway({"anhui": 8, "hebei": 9, "hebei/baoding": 9}, provinces=6)) == {
        "anhui",
        "hebei",
        "hebei/baoding",
    }


def test_one_coming_event_in_ten_may_vanish_and_no_more() -> None:
    stood = {f"20{year}-exam": entry_of(ESTIMATE) for year in range(10, 20)}
    one_less = {**stood, "2010-exam": entry_of(CALLED_OFF)}
    two_less = {**one_less, "2011-exam": entry_of(CALLED_OFF)}

    assert list(lost_events(stood, one_less, DAY, NONE)) == []
    assert list(lost_events(stood, two_less, DAY, NONE)) == [
        "2 of 10 coming events would be called off: 2010-exam, 2011-exam"
    ]
    assert list(lost_events(stood, two_less, DAY, frozenset({"2010-exam"}))) == []


def test_what_is_past_may_vanish() -> None:
    past = entry_of(replace(ESTIMATE, first=date(2026, 5, 1), last=date(2026, 6, 4)))
    stood = {"2026-exam": past, "2026-results-release": entry_of(ESTIMATE)}

    assert list(lost_events(stood, {**stood, "2026-exam": entry_of(CALLED_OFF)}, DAY, NONE)) == []


def test_a_feed_may_not_lose_all_its_events_but_by_a_new_fact() -> None:
    stood = {"2026-exam": entry_of(ESTIMATE)}

    assert list(lost_events(stood, {"2026-exam": entry_of(CALLED_OFF)}, DAY, NONE)) == [
        "would have no events any more"
    ]
    assert (
        list(lost_events(stood, {"2026-exam": entry_of(CALLED_OFF)}, DAY, frozenset({"2026-exam"})))
        == []
    )
    assert list(lost_events({}, {}, DAY, NONE)) == []
