"""Speaks of what calendars were told before: what was withdrawn, what moved, what changed."""

from dataclasses import replace

from feedgen.core.model import LONGEST, Change, Event, Exam, State, Version, Window, instant
from feedgen.render.events.formatting import PREFIXES, STATE_WORDS, STATUSES, window_words
from feedgen.render.events.texts import CLOSING


def plain_title(title: str) -> str:
    """Return a title without its state.

    >>> plain_title("【预计】示例成绩公布"), plain_title("示例成绩公布")
    ('示例成绩公布', '示例成绩公布')
    """
    return title.removeprefix(PREFIXES[state_of_title(title)])


def state_of_title(title: str) -> State:
    """Return the state that a title tells."""
    return next(
        (state for state, prefix in PREFIXES.items() if prefix and title.startswith(prefix)),
        State.ANNOUNCED,
    )


def cancelled_event(value: Version, key: str, place_key: str, about: Exam) -> Event:
    """Make the event of what was published and then withdrawn: nothing stands behind it any more.

    Args:
        value: What it showed at last.
        key: Of its milestone.
        place_key: Key of the place, which the UID begins with.
        about: What the exam is called, and what its UIDs end in.
    """
    title = plain_title(value.title)
    days = window_words(Window(value.first, value.last))
    return Event(
        key=key,
        uid=f"{place_key}-{key}@{about.host}",
        state=State.CANCELLED,
        sequence=0,
        created=instant(value.published),
        modified=instant(value.published),
        first=value.first,
        last=value.last,
        title=f"{PREFIXES[State.CANCELLED]}{title}",
        description=f"这一项不再写在日历里：原来写的是{days}，现在没有来源支持，或者不再举行。请以官网为准。\n{CLOSING}",
        url="",
        status=STATUSES[State.CANCELLED],
        categories=(about.short_name,),
        alarms=(),
    )


def with_moved_notice(event: Event, before: Version, name_slack: int = 0) -> Event:
    """Return an event whose text says first on which days it was before; what is told last gives
    way to that.

    Args:
        event: As it is published.
        before: What it showed before.
        name_slack: How many characters shorter than the region's longest the place's name is
            (`Told.name_slack`).
    """
    paragraphs = event.description.split("\n")
    moved = f"日期有变：原来是{window_words(Window(before.first, before.last))}。"
    while len("\n".join([moved, *paragraphs])) + name_slack > LONGEST and len(paragraphs) > 2:
        del paragraphs[-2]
    return replace(event, description="\n".join([moved, *paragraphs]))


def change_words(change: Change) -> str:
    """Say what changed of a milestone: 示例成绩公布：预计 2026年7月28日至9月4日 → 官方
    2026年8月16日（周日）.
    """
    before, after = change.before, change.after
    said = _value_words(after)
    if before is None or change.kind == "reworded":
        return f"{plain_title(after.title)}：{said}"
    if change.kind == "cancelled":
        return f"{plain_title(after.title)}：{_value_words(before)} → {STATE_WORDS[after.state]}"
    if change.kind == "turned":
        return f"{plain_title(after.title)}：{STATE_WORDS[before.state]} → {said}"
    return f"{plain_title(after.title)}：{_value_words(before)} → {said}"


def _value_words(value: Version) -> str:
    return f"{STATE_WORDS[value.state]} {window_words(Window(value.first, value.last))}"
