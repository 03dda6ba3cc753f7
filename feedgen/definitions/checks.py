"""Checks what only shows once everything is inherited: gaps, circles, orders that cannot be."""

from datetime import date

from feedgen.definitions.tables import Problems
from feedgen.model import FACTS, MILESTONES, Region, Session

AFTER_EXAM = ("results_release", "pass_mark", "score_recheck", "public_notice", "certificate_collection")
AFTER_RESULTS = ("score_recheck", "certificate_collection")
BEFORE_EXAM = ("exam_enrolment", "admission_ticket")


def check_stated(own: Region, problems: Problems) -> None:
    """A province states each fact or says that it is unknown, and not both."""
    for fact in FACTS:
        if fact in own.stated and fact in own.unknown:
            problems.add((fact,), "is stated and listed under unknown; take it off the list")
        if fact not in own.stated and fact not in own.unknown:
            problems.add(
                (), f"'{fact}' is neither stated nor unknown; state it with its source, or list it under unknown"
            )
    if not own.short_name:
        problems.add((), "'short_name' is missing; give the short name of the province, such as 沪")


def check_sessions(own: Region, problems: Problems) -> None:
    """A year has each sitting once."""
    seen = set()
    for number, session in enumerate(own.sessions):
        if (session.exam_year, session.sitting) in seen:
            text = f"is another session of {session.exam_year}; give it sitting = 2, or one session a list of sources"
            problems.add(("session", number), text)
        seen.add((session.exam_year, session.sitting))


def check_topics(nation: Region, problems: Problems) -> None:
    """Each topic that a milestone names has its guidance, and each guidance is used."""
    for kind in nation.kinds.values():
        for topic in kind.topics:
            if topic not in nation.guidance:
                problems.add((kind.key, "topics"), f"no guidance '{topic}'; write [guidance.{topic}] or take it out")
    used = {topic for kind in nation.kinds.values() for topic in kind.topics}
    for topic in nation.guidance.keys() - used:
        problems.add(("guidance", topic), "no milestone names this topic; add it to the topics of one")


def check_anchors(region: Region, problems: Problems) -> None:
    """Anchors lead to the exam without going round."""
    for key, kind in region.kinds.items():
        seen = [key]
        while region.kinds[seen[-1]].anchor in region.kinds:
            seen.append(region.kinds[seen[-1]].anchor)
            if seen.count(seen[-1]) > 1:
                problems.add((key, "anchor"), f"goes round: {' -> '.join(seen)}; each anchor must lead to the exam")
                break
        comes_later = kind.anchor in MILESTONES and MILESTONES.index(kind.anchor) > MILESTONES.index(key)
        if comes_later and key not in BEFORE_EXAM:
            problems.add(
                (key, "anchor"), f"'{kind.anchor}' comes after '{key}'; an anchor comes before what hangs on it"
            )


def check_order(own: Region, region: Region, problems: Problems) -> None:
    """What a file says of a year happened in an order that can be: exam, results, and what hangs on them."""
    held = {session.exam_year: session for session in region.sessions if session.start and not session.is_cancelled}
    releases = {each.exam_year: each.first for each in region.observations if each.milestone == "results_release"}
    for each in own.observations:
        session, release = held.get(each.exam_year), releases.get(each.exam_year)
        if each.exam_days != "unknown" and session is None:
            text = f"says '{each.exam_days}' but no session of {each.exam_year} is known; say 'unknown'"
            problems.add_at(each, "observation.exam_days", text)
        if session and each.milestone in AFTER_EXAM and each.first <= _end(session):
            text = f"{each.first} is not after the exam of {each.exam_year}, over on {_end(session)}; mend one of them"
            problems.add_at(each, "observation.date", text)
        if release and each.milestone in AFTER_RESULTS and each.last < release:
            text = f"{each.last} lies before the results of {each.exam_year} on {release}; mend one of them"
            problems.add_at(each, "observation.date", text)
    for plan in own.plans:
        session, last = held.get(plan.exam_year), plan.last or plan.first or date.max
        if session and plan.milestone in AFTER_EXAM and last <= _end(session):
            text = f"ends on {last}, before the exam of {plan.exam_year}, over on {_end(session)}; mend one of them"
            problems.add_at(plan, "plan", text)


def _end(session: Session) -> date:
    return session.end or session.start or date.min
