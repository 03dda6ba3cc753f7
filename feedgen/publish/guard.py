"""Blocks owner by owner what a person must look at before it is published."""

from collections.abc import Iterator
from dataclasses import replace

from feedgen.core.model import (
    Acceptance,
    Depth,
    Entry,
    Grade,
    Ledger,
    Milestone,
    NamedDays,
    Origin,
    Plan,
    Region,
    Session,
    State,
    identity_of,
    key_of,
)
from feedgen.core.model.exams import REVIEW
from feedgen.core.model.facts import Fact, MilestoneFact
from feedgen.publish.context import BuildContext, slugs_at
from feedgen.publish.guard_rules import common_moves, far_moves, lost_events
from feedgen.publish.ledger import Entries
from feedgen.publish.ledger.changes import changes
from feedgen.publish.ledger_update import LedgerUpdate
from feedgen.publish.results import Blocked

AUTHORITATIVE = {Grade.OFFICIAL, Grade.REPOST}
SessionKey = tuple[int, int]
"""Exam year and sitting."""


def blocked_owners(context: BuildContext, previous: Ledger, depth: Depth) -> Blocked:
    """Return whose feeds a build must leave as they are, and why.

    The previous ledger is compared with what the definitions give on its own day, as far as they
    are known on the day of the build: so time alone makes no difference.

    Args:
        context: Of the day of the build.
        previous: The ledger before it.
        depth: How far down the build makes feeds.
    """
    reasons: dict[str, list[str]] = {}
    for slug, reason in _objections(context, previous, depth):
        reasons.setdefault(slug, []).append(reason)
    return {slug: tuple(reasons[slug]) for slug in sorted(reasons)}


def with_acceptance(
    context: BuildContext, previous: Ledger, depth: Depth, objections: Blocked, reason: str
) -> Ledger:
    """Return a ledger that records why a person accepts the guard's objections; as it is if none.

    Args:
        context: Of the day of the build.
        previous: The ledger before it.
        depth: How far down the build makes feeds.
        objections: What the guard would block.
        reason: Why it is right; empty if nobody accepts it.
    """
    if not objections or not reason:
        return previous
    retired = {*previous.retired, *_slugs_without_feed(context, previous, depth)}
    acceptance = Acceptance(context.as_of, reason, tuple(objections))
    accepted = (*previous.accepted, acceptance)
    return replace(previous, accepted=accepted, retired=tuple(sorted(retired)))


def _objections(context: BuildContext, previous: Ledger, depth: Depth) -> Iterator[tuple[str, str]]:
    """Yield the slug of an owner or a place, and why it must not be published."""
    as_of, definitions = previous.as_of, context.definitions
    then = context
    if context.as_of != as_of:
        then = BuildContext(definitions.known_on(context.as_of, since=as_of), as_of)
    entries = LedgerUpdate.of_build(then, previous, depth).ledger.entries
    newly_known = _newly_known(context, previous)
    exempt = {owner: _exempt_keys(then, previous, owner, newly_known) for owner in entries}
    for owner, after in entries.items():
        for reason in lost_events(previous.entries_of(owner), after, as_of, exempt[owner]):
            yield owner, reason
    unfounded = [
        change
        for change in changes(previous, replace(previous, entries=entries))
        if change.key not in exempt[change.owner]
    ]
    yield from far_moves(unfounded, as_of)
    yield from common_moves(unfounded, as_of, sum("/" not in slug for slug in definitions.regions))
    for slug in _slugs_without_feed(context, previous, depth):
        yield slug, f"has feeds, and would have none; {_way_out(context, slug)}"


def _newly_known(context: BuildContext, previous: Ledger) -> frozenset[Origin]:
    """Return the facts that became known after the day of the previous ledger."""
    return frozenset(
        fact.origin
        for region in context.definitions.regions.values()
        for fact in region.facts
        if fact.known_from is not None and fact.known_from > previous.as_of
    )


def _slugs_without_feed(context: BuildContext, previous: Ledger, depth: Depth) -> list[str]:
    """Return the places that phones may be subscribed to and that would lose their feeds."""
    current = slugs_at(context.definitions, depth, previous.feeds)
    return sorted(set(previous.feeds) - current - set(previous.retired))


def _way_out(context: BuildContext, slug: str) -> str:
    """Say how a place keeps its feeds: by its new name, or by a build that reaches its depth."""
    place = context.place_by_slug.get(slug)
    return f"build with --depth {place.depth}" if place else "give its new name in aliases.toml"


def _exempt_keys(
    context: BuildContext, previous: Ledger, owner: str, newly_known: frozenset[Origin]
) -> frozenset[str]:
    """Return the milestones of an owner that may change anyhow, by official or repost facts.

    These facts must be new: not in the previous ledger yet, or known only since its day.
    """
    place = context.place_by_slug.get(owner)
    if place is None:
        return frozenset()
    entries, region = previous.entries_of(owner), context.definitions.region_for(place)
    founded = [
        milestone
        for milestone in context.timeline_of(region).milestones
        if any(_is_new(fact, entries, newly_known) for fact in _own_facts(milestone))
    ]
    exams = {(exam.exam_year, exam.sitting) for exam in founded if exam.kind == "exam"}
    dependent = {key for key, entry in entries.items() if _depends_on(exams, region, key, entry)}
    return frozenset({milestone.key for milestone in founded} | dependent)


def _depends_on(exams: set[SessionKey], region: Region, key: str, entry: Entry) -> bool:
    """Say whether a milestone changes with exams that have new days, or because it is cancelled."""
    kind, exam_year, sitting = identity_of(key)
    # The season of the next exam was counted from days that no longer hold.
    is_season = kind == "exam" and entry.current.state is State.ESTIMATED
    is_dependent = (exam_year, sitting) in exams or (bool(exams) and is_season)
    return is_dependent or _is_cancelled(region, kind, exam_year, sitting)


def _is_cancelled(region: Region, kind: str, exam_year: int, sitting: int) -> bool:
    """Say whether an authority cancelled the session, or holds no review of its own after it."""
    stages = region.review_rules if kind == REVIEW and not region.reviews_after_results else ()
    if any(_is_authoritative(rule) for rule in stages):
        return True
    return any(
        session.is_cancelled and _is_authoritative(session)
        for session in region.sessions
        if (session.exam_year, session.sitting) == (exam_year, sitting)
    )


def _is_authoritative(fact: Fact) -> bool:
    return any(source.grade in AUTHORITATIVE for source in fact.sources)


def _own_facts(milestone: Milestone) -> Iterator[Fact]:
    """Yield the facts about a milestone's own session; its estimate also used earlier ones."""
    session = (milestone.exam_year, milestone.sitting)
    for fact in milestone.basis.facts:
        if isinstance(fact, Session | MilestoneFact) and (fact.exam_year, fact.sitting) != session:
            continue
        yield fact


def _is_new(fact: Fact, entries: Entries, newly_known: frozenset[Origin]) -> bool:
    """Say whether an official or repost fact is new to the ledger, by its day or by its content."""
    if not _is_authoritative(fact):
        return False
    return fact.origin in newly_known or not _is_published(fact, entries)


def _is_published(fact: Fact, entries: Entries) -> bool:
    """Say whether the entry of a fact's milestone agrees with it; no entry shows other facts."""
    if not isinstance(fact, Session | NamedDays | Plan):
        return True
    kind = "exam" if isinstance(fact, Session) else fact.milestone
    entry = entries.get(key_of(kind, fact.exam_year, fact.sitting))
    if entry is None:
        return False
    version = entry.current
    match fact:
        case Session(is_cancelled=True):
            return version.state is State.CANCELLED
        case Session():
            # The event is one of its days where each major has its own.
            last = fact.end or fact.start
            return bool(fact.start and last and fact.start <= version.first <= version.last <= last)
        case NamedDays():
            return version.last == fact.last
        case _:
            return version.state is State.PLANNED
