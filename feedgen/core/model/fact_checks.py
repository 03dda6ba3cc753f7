"""What facts must fulfil beyond the kinds of their values, and attributes that depend on others.

Each check takes a record and the keys of its table, and yields key and text of each problem.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from feedgen.core.model.exams import MILESTONES, REVIEW
from feedgen.core.model.facts import Bound, NamedDays, Observation, Plan, Session

ESTIMATED = ("results_release", "score_recheck", REVIEW, "certificate_collection")
"""The milestones that are dated before anybody announces them."""
Keys = Collection[str]
Problems = Iterator[tuple[str, str]]


def check_session(session: Session, keys: Keys) -> Problems:
    """A session begins in its exam year or the next, or is cancelled."""
    if "start" not in keys and not session.is_cancelled:
        yield "", "'start' is missing; give the first exam day, or cancelled = true"
    start, year = session.start, session.exam_year
    if start and year and start.year - year not in {0, 1}:
        text = f"{start} cannot be in exam year {year}; a session lies in its year or the next"
        yield "start", text


def check_not_exam(fact: NamedDays, _: Keys) -> Problems:
    """The days of the exam are a session."""
    if fact.milestone == "exam":
        yield "milestone", "the days of the exam are a [[session]]; write one instead"


def check_release(observation: Observation, keys: Keys) -> Problems:
    """An observed release tells how its day and the exam days are known."""
    if observation.milestone == "results_release":
        for key in {"exam_days", "dated"}.difference(keys):
            yield "", f"'{key}' is missing; an observed release tells it"


def check_one_day(_: Bound, keys: Keys) -> Problems:
    """A bound is one day."""
    count = sum(key in keys for key in ("not_before", "not_after", "not_yet"))
    if count != 1:
        yield "", f"gives {count} of not_before, not_after and not_yet; give exactly one"


def check_plan(plan: Plan, keys: Keys) -> Problems:
    """A plan names a day of an estimated milestone."""
    if not {"from", "until"}.intersection(keys):
        yield "", "gives neither 'from' nor 'until'; a plan names at least one of them"
    if plan.milestone in MILESTONES and plan.milestone not in ESTIMATED:
        text = "is not estimated, so no plan moves it; give its days as they are known"
        yield "milestone", f"'{plan.milestone}' {text}"


def last_day(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """A single day is the first and the last."""
    return {"last": values["last"] or values["first"]}


def announced(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """An announced release is that of the scores."""
    dated = "scores" if values["milestone"] == "results_release" else "notice"
    return {**last_day(values), "dated": dated}


def window_unit(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """A window without a unit is in calendar days."""
    return {"unit": (values["unit"] or "calendar") if values["window_days"] else ""}
