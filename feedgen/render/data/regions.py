"""What holds in a region, and what the exam is called, as plain data."""

from collections.abc import Mapping
from datetime import date

from feedgen.core.model import (
    Authority,
    Bound,
    Contact,
    Exam,
    Guidance,
    Plan,
    Region,
    Rule,
    Session,
    Site,
)
from feedgen.core.model.facts import MilestoneFact
from feedgen.render.data.facts import Data, fact_data, observation_data, source_data


def region_data(region: Region) -> Data:
    """Return what holds in a region beside its dates; None and empty lists are what nobody has a
    source for.
    """
    return {
        "slug": region.slug,
        "name": region.name,
        "authority": _authority(region.authority),
        "authority_site": _site(region.authority_site),
        "results_lookup": _site(region.results_lookup),
        "notice_list": _site(region.notice_list),
        "phones": [_contact(each) for each in region.phones],
        "wechats": [_contact(each) for each in region.wechats],
        "major_offered": region.major_offered and rule_data(region.major_offered),
        "rules": [rule_data(rule) for rules in region.rules.values() for rule in rules],
        "exceptions": [
            {
                "at": str(each.origin),
                "about": each.about,
                "exam_year": each.exam_year,
                "last_exam_year": each.last_exam_year,
                "text": each.text,
                "sources": [source_data(source) for source in each.sources],
            }
            for each in region.exceptions
        ],
        "sessions": [_session(each) for each in region.sessions],
        "observations": [
            {"milestone": each.milestone, **observation_data(each)} for each in region.named_days
        ],
        "bounds": [
            {**_about(each), **_bound_days(each), **fact_data(each)} for each in region.bounds
        ],
        "plans": [
            {**_about(each), "words": each.words, **_plan_days(each), **fact_data(each)}
            for each in region.plans
        ],
        "unknown": sorted(region.unknown),
    }


def _session(session: Session) -> Data:
    return {
        "exam_year": session.exam_year,
        "sitting": session.sitting,
        "cancelled": session.is_cancelled,
        "merged_into": session.merged_into,
        "stated_by": session.stated_by,
        **fact_data(session),
    }


def _about(fact: MilestoneFact) -> Data:
    return {"milestone": fact.milestone, "exam_year": fact.exam_year, "sitting": fact.sitting}


def _bound_days(bound: Bound) -> Data:
    """Return what a bound tells of a day; None is not told."""
    return {name: _day(getattr(bound, name)) for name in ("not_before", "not_after", "not_yet")}


def _plan_days(plan: Plan) -> Data:
    """Return the days of a plan; None is not told."""
    return {"first": _day(plan.first), "last": _day(plan.last)}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def rule_data(rule: Rule) -> Data:
    """Return how a milestone is held, as one source tells it of one year; what it does not tell is
    left out.
    """
    context = {
        "how": rule.how,
        "scope": rule.scope,
        "when": rule.when,
        "result": rule.result,
        "stage": rule.stage,
        "means": list(rule.means),
        "window_days": rule.window_days,
        "unit": rule.unit if rule.window_days else "",
        "validity_years": rule.validity_years,
    }
    return {
        "at": str(rule.origin),
        "milestone": rule.milestone,
        "exam_year": rule.exam_year,
        **{key: value for key, value in context.items() if value},
        "sources": [source_data(source) for source in rule.sources],
    }


def about_data(about: Exam, guidance: Mapping[str, Guidance]) -> Data:
    """Return what the exam is called, and what to do step by step."""
    return {
        "name": about.official_name,
        "short_name": about.short_name,
        "also_called": list(about.also_called),
        "entry": about.entry,
        "role": about.role or None,
        "shared_dates": about.shared_dates or None,
        "guidance": [
            {
                "topic": each.topic,
                "title": each.title,
                "steps": list(each.steps),
                "sources": [source_data(source) for source in each.sources],
            }
            for each in guidance.values()
        ],
    }


def _authority(authority: Authority | None) -> Data | None:
    if authority is None:
        return None
    sources = [source_data(source) for source in authority.sources]
    return {
        "at": str(authority.origin),
        "name": authority.name,
        "is_inferred": authority.is_inferred,
        "sources": sources,
    }


def _site(site: Site | None) -> Data | None:
    if site is None:
        return None
    sources = [source_data(source) for source in site.sources]
    return {
        "at": str(site.origin),
        "name": site.name,
        "url": site.url or None,
        "is_official": site.is_official,
        "independent_sources": site.independent_sources,
        "sources": sources,
    }


def _contact(contact: Contact) -> Data:
    sources = [source_data(source) for source in contact.sources]
    return {
        "at": str(contact.origin),
        "name": contact.name,
        "purpose": contact.purpose or None,
        "about": contact.about or None,
        "sources": sources,
    }
