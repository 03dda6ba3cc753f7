"""An entry from build to build: SEQUENCE, times, withdrawn events, and events that leave."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedgen.core.model import Entry, Event, State, Version
from feedgen.publish.ledger import stamp, update_entries
from tests.factories import results_event

FIRST, NEXT = date(2026, 6, 5), date(2026, 6, 6)
ESTIMATED = results_event()
ANNOUNCED = replace(
    ESTIMATED,
    state=State.ANNOUNCED,
    first=date(2026, 8, 14),
    last=date(2026, 8, 14),
    title="二建成绩公布",
    status="CONFIRMED",
)


def only(entries: dict[str, Entry]) -> Entry:
    """The only line."""
    [entry] = entries.values()
    return entry


def recalled(key: str, version: Version) -> Event:
    """An event of what was withdrawn."""
    title = f"【已取消】{version.plain_title}"
    return replace(
        ESTIMATED, key=key, first=version.first, last=version.last, title=title, status="CANCELLED"
    )


def test_a_new_milestone_begins_at_midnight_in_china_with_sequence_0() -> None:
    entry = only(update_entries({}, [ESTIMATED], FIRST))

    assert entry.sequence == 0
    assert entry.created == entry.modified == datetime(2026, 6, 4, 16, tzinfo=UTC)
    assert entry.versions == (
        Version(FIRST, date(2026, 7, 28), date(2026, 9, 4), State.ESTIMATED, "二建成绩公布"),
    )


def test_a_build_without_news_changes_nothing() -> None:
    entries = update_entries({}, [ESTIMATED], FIRST)

    assert update_entries(entries, [ESTIMATED], date(2026, 7, 1)) == entries


@pytest.mark.parametrize(
    "changed",
    [
        replace(ESTIMATED, last=date(2026, 9, 5)),
        replace(ESTIMATED, title="【预计】成绩", plain_title="成绩"),
        replace(ESTIMATED, state=State.UNRECORDED, title="【待核实】二建成绩公布"),
        ANNOUNCED,
    ],
    ids=["another day", "another title", "another state", "announced"],
)
def test_what_calendars_show_counts_up_moves_the_time_and_is_remembered(changed: Event) -> None:
    entry = only(update_entries(update_entries({}, [ESTIMATED], FIRST), [changed], NEXT))

    assert entry.sequence == 1
    assert entry.created == datetime(2026, 6, 4, 16, tzinfo=UTC)
    assert entry.modified == datetime(2026, 6, 5, 16, tzinfo=UTC)
    assert [version.published for version in entry.versions] == [FIRST, NEXT]


@pytest.mark.parametrize(
    "reworded",
    [
        replace(ESTIMATED, description="预计，见通知"),
        replace(ESTIMATED, url="https://rsj.sh.gov.cn/"),
        replace(ESTIMATED, categories=("成绩",)),
    ],
    ids=["text", "address", "categories"],
)
def test_another_text_moves_the_time_alone(reworded: Event) -> None:
    entry = only(update_entries(update_entries({}, [ESTIMATED], FIRST), [reworded], NEXT))

    assert entry.sequence == 0
    assert entry.modified == datetime(2026, 6, 5, 16, tzinfo=UTC)
    assert len(entry.versions) == 1


def test_two_revisions_of_one_day_are_a_second_apart() -> None:
    entries = update_entries({}, [ESTIMATED], FIRST)

    again = only(update_entries(update_entries(entries, [ANNOUNCED], FIRST), [ESTIMATED], FIRST))

    assert again.sequence == 2
    assert again.modified == datetime(2026, 6, 4, 16, 0, 2, tzinfo=UTC)


def test_alarms_are_no_revision() -> None:
    entries = update_entries({}, [ESTIMATED], FIRST)

    assert (
        update_entries(entries, [replace(ESTIMATED, alarms=(timedelta(hours=15),))], NEXT)
        == entries
    )


def test_what_is_withdrawn_is_called_off_with_a_higher_sequence() -> None:
    entry = only(update_entries(update_entries({}, [ANNOUNCED], FIRST), [], NEXT))

    assert entry.sequence == 1
    assert entry.current == Version(
        NEXT, date(2026, 8, 14), date(2026, 8, 14), State.CANCELLED, "二建成绩公布"
    )


def test_what_is_withdrawn_is_shown_for_60_days_and_then_leaves() -> None:
    entries = update_entries(update_entries({}, [ANNOUNCED], FIRST), [], NEXT)

    shown = stamp([], entries, NEXT + timedelta(days=60), recalled)
    gone = stamp(
        [],
        update_entries(entries, [], NEXT + timedelta(days=61)),
        NEXT + timedelta(days=61),
        recalled,
    )

    assert [(event.title, event.status, event.sequence) for event in shown] == [
        ("【已取消】二建成绩公布", "CANCELLED", 1)
    ]
    assert gone == ()


def test_a_line_stays_after_its_event_has_left_and_goes_on_counting() -> None:
    entries = update_entries(update_entries({}, [ANNOUNCED], FIRST), [], NEXT)

    back = only(update_entries(entries, [ANNOUNCED], date(2026, 12, 1)))

    assert back.sequence == 2


@pytest.mark.parametrize(
    ("event", "day"),
    [
        (ANNOUNCED, date(2027, 8, 15)),
        (
            replace(ESTIMATED, state=State.UNRECORDED, title="【待核实】二建成绩公布"),
            date(2026, 9, 5),
        ),
        (
            replace(
                ESTIMATED, state=State.CANCELLED, title="【已取消】二建成绩公布", status="CANCELLED"
            ),
            NEXT,
        ),
    ],
    ids=["twelve months past", "past without a date", "called off"],
)
def test_what_leaves_as_everything_does_is_not_called_off(event: Event, day: date) -> None:
    entries = update_entries({}, [event], FIRST)

    assert update_entries(entries, [], day) == entries


def test_a_feed_takes_sequence_and_times_from_the_lines_and_stands_by_its_days() -> None:
    exam = replace(
        ESTIMATED, key="2026-exam", uid="310000-2026-exam@kaohou.invalid", first=date(2026, 5, 30)
    )
    entries = update_entries(update_entries({}, [ESTIMATED, exam], FIRST), [ANNOUNCED, exam], NEXT)

    events = stamp([ANNOUNCED, exam], entries, NEXT, recalled)

    assert [(event.key, event.sequence) for event in events] == [
        ("2026-exam", 0),
        ("2026-results-release", 1),
    ]
    assert [event.modified.day for event in events] == [4, 5]


days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
shapes = st.builds(
    lambda first, length, state, text: replace(
        ESTIMATED,
        first=first,
        last=first + timedelta(days=length),
        state=state,
        title=state.value,
        plain_title="",
        description=text,
    ),
    days,
    st.integers(0, 60),
    st.sampled_from(State),
    st.sampled_from(["一", "二"]),
)


@given(st.lists(st.tuples(st.none() | shapes, st.integers(0, 90)), max_size=12))
def test_sequence_and_time_never_fall_whatever_happens(
    nights: list[tuple[Event | None, int]],
) -> None:
    entries: dict[str, Entry] = {}
    day, sequence, modified = FIRST, -1, datetime(2000, 1, 1, tzinfo=UTC)

    for event, later in nights:
        day += timedelta(days=later)
        entries = update_entries(entries, [event] if event else [], day)
        again = update_entries(entries, [event] if event else [], day)
        for entry in entries.values():
            assert (entry.sequence, entry.modified) >= (
                sequence,
                modified,
            ) or entry.sequence > sequence
            assert entry.sequence >= sequence
            assert entry.modified >= modified
            sequence, modified = entry.sequence, entry.modified

        assert again == entries
