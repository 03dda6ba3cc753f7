"""Describes what calendars showed before: withdrawn events, moved days, changes."""

from dataclasses import replace

from feedgen.core.model import LONGEST, Change, Event, Exam, State, Version, Window, instant
from feedgen.render.events.formatting import PREFIXES, STATE_WORDS, STATUSES, window_words
from feedgen.render.events.texts import CLOSING


def cancelled_event(version: Version, key: str, place_key: str, exam: Exam) -> Event:
    """Return the event of a withdrawn milestone, which no fact supports any more.

    Args:
        version: What calendars showed last.
        key: Of the milestone.
        place_key: Key of the place, which the UID begins with.
        exam: Its host ends the UID.
    """
    days = _days(version)
    return Event(
        key=key,
        uid=f"{place_key}-{key}@{exam.host}",
        state=State.CANCELLED,
        sequence=0,
        created=instant(version.published),
        modified=instant(version.published),
        first=version.first,
        last=version.last,
        title=PREFIXES[State.CANCELLED] + version.plain_title,
        plain_title=version.plain_title,
        description=f"这一项不再写在日历里：原来写的是{days}，现在没有来源支持，或者不再举行。请以官网为准。\n{CLOSING}",
        url="",
        status=STATUSES[State.CANCELLED],
        categories=(exam.short_name,),
        alarms=(),
        is_deadline=version.is_deadline,
        is_conditional=version.is_conditional,
    )


def with_moved_notice(event: Event, before: Version, name_slack: int = 0) -> Event:
    """Return an event whose description begins with its days before it moved.

    Paragraphs before the last one are left out from the end if it grows too long.

    Args:
        event: As it is published.
        before: The version with the other days.
        name_slack: Characters by which the place's name is shorter than the region's longest.
    """
    paragraphs = [f"日期有变：原来是{_days(before)}。", *event.description.split("\n")]
    while len("\n".join(paragraphs)) + name_slack > LONGEST and len(paragraphs) > 3:
        del paragraphs[-2]
    return replace(event, description="\n".join(paragraphs))


def change_words(change: Change) -> str:
    """Return a change in Chinese: 示例成绩公布：预计 2026年7月28日至9月4日 → 官方 2026年8月16日."""
    before, after = change.before, change.after
    words = f"{STATE_WORDS[after.state]} {_days(after)}"
    if before and change.kind != "reworded":
        state = STATE_WORDS[before.state]
        if change.kind == "cancelled":
            words = STATE_WORDS[after.state]
        earlier = state if change.kind == "turned" else f"{state} {_days(before)}"
        words = f"{earlier} → {words}"
    return f"{after.plain_title}：{words}"


def _days(version: Version) -> str:
    return window_words(Window(version.first, version.last))
