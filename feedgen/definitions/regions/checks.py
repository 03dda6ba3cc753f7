"""Checks regions once everything is inherited: gaps, circles, and days in an impossible order."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from feedgen.core.model.facts import MilestoneFact
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
    """A province states each fact or lists it as unknown; without majors there is no major."""
    if not has_majors and MAJOR_OFFERED in own.stated | own.unknown:
        text = "the exam has no major in national.toml; take it out, also from unknown"
        problems.add((MAJOR_OFFERED,) if MAJOR_OFFERED in own.stated else ("unknown",), text)
    for fact in facts_of(has_majors=has_majors):
        if fact in own.stated and fact in own.unknown:
            problems.add((fact,), "is stated and listed under unknown; take it off the list")
        if fact not in own.stated and fact not in own.unknown:
            text = "is neither stated nor unknown"
            right = "state it with its source, or list it under unknown"
            problems.add((), f"'{fact}' {text}; {right}")
    if not own.short_name:
        problems.add((), "'short_name' is missing; give the short name of the province, such as 沪")


def check_example(exam: Exam, places: Sequence[Place], problems: Problems) -> None:
    """The example place of the search is a place."""
    slug, slugs = exam.example_place, [place.slug for place in places]
    if slug and slugs and slug not in slugs:
        text = f"no place '{slug}' in divisions.csv; {did_you_mean_slug(slug, slugs)}"
        problems.add(("about", "example_place"), text)


def check_sessions(own: Region, problems: Problems) -> None:
    """A year has each sitting once, or once and then its cancellation."""
    sessions: dict[tuple[int, int], Session] = {}
    for number, session in enumerate(own.sessions):
        before = sessions.get(_sitting(session))
        if before and (before.is_cancelled or not session.is_cancelled):
            right = "give it sitting = 2, or one session a list of sources"
            text = f"is another session of {session.exam_year}; {right}"
            problems.add(("session", number), text)
        sessions[_sitting(session)] = session


def check_follows(own: Region, provinces: Sequence[str], problems: Problems) -> None:
    """Only an area follows another region, and follows a province."""
    if own.follows and "/" not in own.slug:
        problems.add(("follows",), "only an area's file follows another region; take it out")
    elif own.follows and own.follows not in provinces:
        text = f"'{own.follows}' is no province; {did_you_mean(own.follows, provinces)}"
        problems.add(("follows",), text)


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
            text = f"is the tile of {first.name or first.slug}; give a free one"
            problems[region.slug].add(("tile",), text)


def check_topics(own: Region, region: Region, problems: Problems) -> None:
    """Each topic that a milestone names has its guidance, and each guidance is used."""
    used = set()
    for kind in own.kinds.values():
        for key in ("topics", "topics_before_exam"):
            for topic in getattr(kind, key):
                used.add(topic)
                if topic not in region.guidance:
                    right = f"write [guidance.{topic}] into national.toml, or take the topic out"
                    problems.add((kind.key, key), f"no guidance '{topic}'; {right}")
    for topic in own.guidance.keys() - used:
        text = "no milestone names this topic; add it to the topics of one"
        problems.add(("guidance", topic), text)


def check_anchors(own: Region, region: Region, problems: Problems) -> None:
    """The anchors that a file states lead to the exam without a circle."""
    anchors = {key: kind.anchor for key, kind in region.kinds.items()}
    for key, kind in own.kinds.items():
        if not kind.anchor:
            continue
        way = [key, kind.anchor]
        while len(way) == len(set(way)) and anchors.get(way[-1]):
            way.append(anchors[way[-1]])
        if way[-1] == key:
            text = f"goes round: {' -> '.join(way)}; each anchor must lead to the exam"
            problems.add((key, "anchor"), text)
        if key not in BEFORE_EXAM and kind.anchor in MILESTONES[MILESTONES.index(key) + 1 :]:
            text = "an anchor comes before what hangs on it"
            problems.add((key, "anchor"), f"'{kind.anchor}' comes after '{key}'; {text}")


def check_order(own: Region, region: Region, problems: Problems) -> None:
    """The days of a year that a file names are in order: exam, results, and what hangs on them."""
    sessions = _sessions_held(region)
    releases = {
        _sitting(fact): fact.first
        for fact in region.named_days
        if fact.milestone == "results_release"
    }
    for fact in own.named_days:
        if fact.first > date.min:  # its day could be read
            session, release = sessions.get(_sitting(fact)), releases.get(_sitting(fact))
            for key, text in _wrong_days(fact, session, release):
                problems.add_at(fact, key, text)
    for plan in own.plans:
        _check_plan(plan, sessions.get(_sitting(plan)), problems)


def _sessions_held(region: Region) -> Mapping[tuple[int, int], Session]:
    sessions = (session for session in in_force(region.sessions) if not session.is_cancelled)
    return {_sitting(session): session for session in sessions if session.start}


def _check_plan(plan: Plan, session: Session | None, problems: Problems) -> None:
    last = plan.last or plan.first
    if session and last and _is_early(plan, last, session):
        problems.add_at(plan, "until" if plan.last else "from", _early_text(last, session))


def _wrong_days(
    fact: NamedDays, session: Session | None, release: date | None
) -> Iterator[tuple[str, str]]:
    """Yield key and text of what is wrong with the days of a fact, given exam and results."""
    if isinstance(fact, Observation) and fact.has_known_exam_days and session is None:
        text = f"but no session of {fact.exam_year} is known; say 'unknown'"
        yield "exam_days", f"says '{fact.exam_days}' {text}"
    if session and _is_early(fact, fact.first, session):
        yield "date", _early_text(fact.first, session)
    if release and fact.milestone in AFTER_RESULTS and fact.last < release:
        text = f"lies before the results of {fact.exam_year} on {release}; mend one of them"
        yield "until" if fact.last > fact.first else "date", f"{fact.last} {text}"


def _is_early(fact: MilestoneFact, day: date, session: Session) -> bool:
    return fact.milestone in AFTER_EXAM and day <= _end(session)


def _early_text(day: date, session: Session) -> str:
    exam = f"the exam of {session.exam_year}, over on {_end(session)}"
    return f"{day} is not after {exam}; mend one of them"


def check_bounds(own: Region, region: Region, problems: Problems) -> None:
    """The bounds of one session can be true together."""
    for bound in own.bounds:
        sitting = (bound.milestone, *_sitting(bound))
        passed, _ = bounded_days(other for other in region.bounds if other.is_about(*sitting))
        if bound.not_after and passed and bound.not_after <= passed:
            text = f"is too early, by {passed} it had not come; mend one of the bounds"
            problems.add_at(bound, "not_after", f"{bound.not_after} {text}")


def _sitting(fact: MilestoneFact) -> tuple[int, int]:
    return fact.exam_year, fact.sitting


def _end(session: Session) -> date:
    return session.end or session.start or date.min
