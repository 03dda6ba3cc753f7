"""Checks what only shows once everything is inherited: gaps, circles, orders that cannot be."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from feedgen.core.model import (
    MILESTONES,
    Exam,
    NamedDays,
    Observation,
    Place,
    Plan,
    Region,
    Session,
    bounded_days,
    in_force,
)
from feedgen.core.model.exams import BEFORE_EXAM
from feedgen.core.model.fact_types import MAJOR_OFFERED, facts_of
from feedgen.definitions.regions.divisions import did_you_mean_slug
from feedgen.definitions.regions.region_files import NATIONAL
from feedgen.definitions.regions.tables import Problems, did_you_mean

AFTER_EXAM = (
    "results_release",
    "pass_mark",
    "score_recheck",
    "public_notice",
    "certificate_collection",
)
AFTER_RESULTS = ("score_recheck", "certificate_collection")


def check_stated(own: Region, problems: Problems, *, has_majors: bool) -> None:
    """A province states each fact or says that it is unknown, and not both; an exam without majors
    offers none.
    """
    if not has_majors and MAJOR_OFFERED in own.stated | own.unknown:
        text = "the exam has no major in national.toml; take it out, also from unknown"
        problems.add((MAJOR_OFFERED,) if MAJOR_OFFERED in own.stated else ("unknown",), text)
    for fact in facts_of(has_majors=has_majors):
        if fact in own.stated and fact in own.unknown:
            problems.add((fact,), "is stated and listed under unknown; take it off the list")
        if fact not in own.stated and fact not in own.unknown:
            problems.add(
                (),
                f"'{fact}' is neither stated nor unknown; state it with its source, or list it under unknown",
            )
    if not own.short_name:
        problems.add((), "'short_name' is missing; give the short name of the province, such as 沪")


def check_example(about: Exam, places: Sequence[Place], problems: Problems) -> None:
    """The place that shows people what to type is there."""
    slugs = [place.slug for place in places]
    if about.example_place and slugs and about.example_place not in slugs:
        text = f"no place '{about.example_place}' in divisions.csv; {did_you_mean_slug(about.example_place, slugs)}"
        problems.add(("about", "example_place"), text)


def check_sessions(own: Region, problems: Problems) -> None:
    """A year has each sitting once, or once and then its cancellation."""
    told: dict[tuple[int, int], Session] = {}
    for number, session in enumerate(own.sessions):
        before = told.setdefault(_sitting(session), session)
        if before is not session and (before.is_cancelled or not session.is_cancelled):
            text = f"is another session of {session.exam_year}; give it sitting = 2, or one session a list of sources"
            problems.add(("session", number), text)
        told[_sitting(session)] = session


def check_follows(own: Region, provinces: Sequence[str], problems: Problems) -> None:
    """Only an area follows another region, and follows a province."""
    if own.follows and "/" not in own.slug:
        problems.add(("follows",), "only an area's file follows another region; take it out")
    elif own.follows and own.follows not in provinces:
        problems.add(
            ("follows",), f"'{own.follows}' is no province; {did_you_mean(own.follows, provinces)}"
        )


def check_tiles(own: Iterable[Region], problems: Mapping[str, Problems]) -> None:
    """Only a province has a tile, and each its own."""
    taken: dict[tuple[int, int], Region] = {}
    for region in own:
        if region.tile is None:
            continue
        if "/" in region.slug or region.slug == NATIONAL:
            problems[region.slug].add(("tile",), "only a province has a tile; take it out")
            continue
        first = taken.setdefault(region.tile, region)
        if first is not region:
            problems[region.slug].add(
                ("tile",), f"is the tile of {first.name or first.slug}; give a free one"
            )


def check_topics(own: Region, region: Region, problems: Problems) -> None:
    """Each topic that a milestone names has its guidance, and each guidance is used."""
    for kind in own.kinds.values():
        for key, topics in (
            ("topics", kind.topics),
            ("topics_before_exam", kind.topics_before_exam),
        ):
            for topic in topics:
                if topic not in region.guidance:
                    text = f"no guidance '{topic}'; write [guidance.{topic}] into national.toml, or take the topic out"
                    problems.add((kind.key, key), text)
    used = {
        topic for kind in own.kinds.values() for topic in (*kind.topics, *kind.topics_before_exam)
    }
    for topic in own.guidance.keys() - used:
        problems.add(
            ("guidance", topic), "no milestone names this topic; add it to the topics of one"
        )


def check_anchors(own: Region, region: Region, problems: Problems) -> None:
    """The anchors that a file states lead to the exam without going round."""
    anchors = {key: kind.anchor for key, kind in region.kinds.items()}
    for key, kind in own.kinds.items():
        if not kind.anchor:
            continue
        way = [key, kind.anchor]
        while len(way) == len(set(way)) and anchors.get(way[-1]):
            way.append(anchors[way[-1]])
        if way[-1] == key:
            problems.add(
                (key, "anchor"),
                f"goes round: {' -> '.join(way)}; each anchor must lead to the exam",
            )
        comes_later = kind.anchor in MILESTONES and MILESTONES.index(
            kind.anchor
        ) > MILESTONES.index(key)
        if comes_later and key not in BEFORE_EXAM:
            problems.add(
                (key, "anchor"),
                f"'{kind.anchor}' comes after '{key}'; an anchor comes before what hangs on it",
            )


def check_order(own: Region, region: Region, problems: Problems) -> None:
    """What a file says of a year happened in an order that can be: exam, results, and what hangs on
    them.
    """
    held = {
        _sitting(session): session
        for session in in_force(region.sessions)
        if session.start and not session.is_cancelled
    }
    releases = {
        _sitting(each): each.first
        for each in region.named_days
        if each.milestone == "results_release"
    }
    for each in own.named_days:
        if each.first == date.min:  # its day could not be read
            continue
        session, release = held.get(_sitting(each)), releases.get(_sitting(each))
        if isinstance(each, Observation) and each.has_known_exam_days and session is None:
            text = f"says '{each.exam_days}' but no session of {each.exam_year} is known; say 'unknown'"
            problems.add_at(each, "exam_days", text)
        if session and each.milestone in AFTER_EXAM and each.first <= _end(session):
            text = f"{each.first} is not after the exam of {each.exam_year}, over on {_end(session)}; mend one of them"
            problems.add_at(each, "date", text)
        if release and each.milestone in AFTER_RESULTS and each.last < release:
            text = f"{each.last} lies before the results of {each.exam_year} on {release}; mend one of them"
            problems.add_at(each, "until" if each.last > each.first else "date", text)
    for plan in own.plans:
        session, last = held.get(_sitting(plan)), plan.last or plan.first or date.max
        if session and plan.milestone in AFTER_EXAM and last <= _end(session):
            text = f"{last} is not after the exam of {plan.exam_year}, over on {_end(session)}; mend one of them"
            problems.add_at(plan, "until" if plan.last else "from", text)


def check_bounds(own: Region, region: Region, problems: Problems) -> None:
    """What bounds say of one session can be true together: it had not come by one day and had come
    by a later one.
    """
    for bound in own.bounds:
        same = [
            each
            for each in region.bounds
            if each.is_about(bound.milestone, bound.exam_year, bound.sitting)
        ]
        passed, _ = bounded_days(same)
        if bound.not_after and passed and bound.not_after <= passed:
            text = f"{bound.not_after} is too early, by {passed} it had not come; mend one of the bounds"
            problems.add_at(bound, "not_after", text)


def _sitting(fact: Session | NamedDays | Plan) -> tuple[int, int]:
    return fact.exam_year, fact.sitting


def _end(session: Session) -> date:
    return session.end or session.start or date.min
