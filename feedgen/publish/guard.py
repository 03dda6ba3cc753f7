"""Holds back what must not be published before a person has looked, region by region."""

from collections.abc import Iterator
from dataclasses import replace

from feedgen.core.model import (
    Acceptance,
    Change,
    Depth,
    Grade,
    Ledger,
    Milestone,
    NamedDays,
    Origin,
    Plan,
    Region,
    Session,
    State,
    Version,
    identity_of,
    key_of,
)
from feedgen.core.model.exams import REVIEW
from feedgen.core.model.facts import Fact, MilestoneFact
from feedgen.publish.context import BuildContext, slugs_at
from feedgen.publish.guard_rules import moved, swayed, vanished
from feedgen.publish.ledger import Entries
from feedgen.publish.ledger.changes import changes
from feedgen.publish.ledger_update import LedgerUpdate
from feedgen.publish.results import Blocked

SPOKEN = {Grade.OFFICIAL, Grade.REPOST}


def blocked_owners(context: BuildContext, previous: Ledger, depth: Depth) -> Blocked:
    """Return whose feeds a build must leave as they are, and why.

    What stands is compared with what the definitions give on the ledger's own day, as far as they
    are known on the day of the build: a difference that time alone makes is none.

    Args:
        press: Of the day of the build.
        standing: The ledger that stands.
        depth: How far down the build makes feeds.
    """
    as_of = previous.as_of
    then = context
    if context.as_of != as_of:
        then = BuildContext(context.definitions.known_on(context.as_of, since=as_of), as_of)
    rows = LedgerUpdate.of_build(then, previous, depth).ledger.entries
    newly_known = frozenset(
        fact.origin
        for region in context.definitions.regions.values()
        for fact in region.facts
        if fact.known_from is not None and fact.known_from > as_of
    )
    exempt = {owner: _newly_said(then, previous, owner, newly_known) for owner in rows}
    found = changes(previous, replace(previous, entries=rows))

    def is_exempt(change: Change) -> bool:
        return change.key in exempt[change.owner]

    provinces = sum("/" not in slug for slug in context.definitions.regions)
    reasons: dict[str, list[str]] = {}
    for owner in rows:
        reasons[owner] = list(
            vanished(previous.entries_of(owner), rows[owner], as_of, exempt[owner])
        )
    for change, reason in moved(found, as_of, is_exempt):
        reasons[change.owner].append(reason)
    for owner, reason in swayed(found, as_of, is_exempt, provinces).items():
        reasons[owner].append(reason)
    for slug in _without_feed(context, previous, depth):
        reasons.setdefault(slug, []).append(
            f"has feeds, and would have none; {_way_out(context, slug)}"
        )
    return {slug: tuple(each) for slug, each in sorted(reasons.items()) if each}


def accepted(
    context: BuildContext, previous: Ledger, depth: Depth, refused: Blocked, reason: str
) -> Ledger:
    """Return the ledger that stands with what a person let through written down; without refusals
    it stays as it is.

    Args:
        press: Of the day of the build.
        standing: The ledger that stands.
        depth: How far down the build makes feeds.
        refused: What the guard would hold back.
        reason: Why it is right all the same; empty where nobody said so.
    """
    if not refused or not reason:
        return previous
    retired = {*previous.retired, *_without_feed(context, previous, depth)}
    written = Acceptance(context.as_of, reason, tuple(refused))
    return replace(previous, accepted=(*previous.accepted, written), retired=tuple(sorted(retired)))


def _without_feed(context: BuildContext, previous: Ledger, depth: Depth) -> list[str]:
    """Return the places that phones may be subscribed to and that this build makes no feed of."""
    return sorted(
        set(previous.feeds) - slugs_at(context.definitions, depth) - set(previous.retired)
    )


def _way_out(context: BuildContext, slug: str) -> str:
    """Say how a place keeps its feeds: by its new name, or by building as far down as it lies."""
    place = context.place_by_slug.get(slug)
    return f"build with --depth {place.depth}" if place else "give its new name in aliases.toml"


def _newly_said(
    context: BuildContext, previous: Ledger, owner: str, newly_known: frozenset[Origin]
) -> frozenset[str]:
    """Return the milestones of an owner that carry an official or repost fact of which the ledger
    does not know yet.
    """
    place = context.place_by_slug.get(owner)
    if place is None:
        return frozenset()
    rows, region = previous.entries_of(owner), context.definitions.region_for(place)
    timeline = context.timeline_of(region)
    said = [
        each
        for each in timeline.milestones
        if any(_is_new(fact, rows, newly_known) for fact in _own_facts(each))
    ]
    keys = {each.key for each in said}
    exams = {(each.exam_year, each.sitting) for each in said if each.kind == "exam"}
    for key, entry in rows.items():
        kind, *session = identity_of(key)
        # With a session goes what hangs on it, and the season of the next, counted from days that
        # are no more.
        if tuple(session) in exams or (
            exams and kind == "exam" and entry.current.state is State.ESTIMATED
        ):
            keys.add(key)
        if _is_called_off(region, kind, *session):
            keys.add(key)
    return frozenset(keys)


def _is_called_off(region: Region, kind: str, exam_year: int, sitting: int) -> bool:
    """Say whether an authority said that there is no such event: no such session, or no review of
    its own after it.
    """
    stage = region.newest_rule(REVIEW, "stage")
    is_elsewhere = (
        kind == REVIEW
        and stage is not None
        and stage.stage != "after_results"
        and _is_spoken(stage)
    )
    off = (each for each in region.sessions if each.is_cancelled and _is_spoken(each))
    return is_elsewhere or any(
        (each.exam_year, each.sitting) == (exam_year, sitting) for each in off
    )


def _is_spoken(fact: Fact) -> bool:
    return any(source.grade in SPOKEN for source in fact.sources)


def _own_facts(milestone: Milestone) -> Iterator[Fact]:
    """Yield the facts behind a milestone that speak of its own session, not of earlier ones that it
    learned from.
    """
    sitting = (milestone.exam_year, milestone.sitting)
    for fact in milestone.basis.facts:
        if (
            not isinstance(fact, Session | MilestoneFact)
            or (fact.exam_year, fact.sitting) == sitting
        ):
            yield fact


def _is_new(fact: Fact, rows: Entries, newly_known: frozenset[Origin]) -> bool:
    """Say whether a fact that was spoken by an authority is not yet in what was published: by its
    day, or by itself.
    """
    return _is_spoken(fact) and (fact.origin in newly_known or not _is_told(fact, rows))


def _is_told(fact: Fact, rows: Entries) -> bool:
    """Say whether the line of the milestone of which a fact speaks says the same; of a bound no
    line tells.
    """
    if isinstance(fact, Session):
        value = _value(rows, "exam", fact)
        if fact.is_cancelled:
            return value is not None and value.state is State.CANCELLED
        return value is not None and (value.first, value.last) == (
            fact.start,
            fact.end or fact.start,
        )
    if isinstance(fact, NamedDays):
        value = _value(rows, fact.milestone, fact)
        return value is not None and value.last == fact.last
    if isinstance(fact, Plan):
        value = _value(rows, fact.milestone, fact)
        return value is not None and value.state is State.PLANNED
    return True


def _value(rows: Entries, milestone: str, fact: Session | NamedDays | Plan) -> Version | None:
    entry = rows.get(key_of(milestone, fact.exam_year, fact.sitting))
    return entry.current if entry else None
