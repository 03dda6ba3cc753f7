"""Reads one region file into a `Region` that holds only what the file itself says."""

import re
from collections.abc import Mapping, Sequence
from string import Formatter
from typing import Any

from feedgen.core.model import FACT_TYPES, FACTS, MILESTONES, Exam, Guidance, Region, SiteInfo
from feedgen.core.model.exams import STANDING_RULES
from feedgen.core.model.fact_types import BY_MILESTONE
from feedgen.definitions.regions.facts import read_facts, read_sources
from feedgen.definitions.regions.milestone_kinds import read_kinds
from feedgen.definitions.regions.tables import (
    Problems,
    TableReader,
    did_you_mean,
    is_site,
    is_web_address,
)

NATIONAL = "national"
HIGHEST_TILE = 11
PLACEHOLDERS = ("entry",)
"""What guidance may have filled in."""
LONGEST_IDENTITY = 16
"""Characters: with it the longest UID still stands in one line."""
_IDENTITY = re.compile(rf"(?!-)[a-z0-9-]{{1,{LONGEST_IDENTITY}}}(?<!-)")
"""A part of a host's name (RFC 1123), of which upper and lower case would be the same."""


def read_region(data: dict[str, Any], slug: str, problems: Problems) -> Region:
    """Read a parsed region file; what is wrong goes to `problems`."""
    top = TableReader(data, (), problems)
    unknown = top.texts("unknown")
    for fact in unknown:
        if fact not in FACTS:
            top.problem("unknown", f"no fact '{fact}'; {did_you_mean(fact, FACTS)}")
    region = Region(
        slug=slug,
        name=top.text("name"),
        short_name=top.title("short_name"),
        tile=_tile(top),
        has_own_sessions=top.flag("own_sessions"),
        follows=top.text("follows"),
        follows_sources=read_sources(top, "follows_source") if top.has("follows") else (),
        unknown=frozenset(unknown),
        kinds=read_kinds(top, is_national=slug == NATIONAL),
        guidance=_guidance(top) if slug == NATIONAL else {},
        stated=_stated(data),
        **_facts(top, slug),
    )
    if slug == NATIONAL:
        for key in ("about", "site", "repository", "contact"):
            top.raw(key)
    top.report_unknown_keys()
    return region


def read_exam(data: dict[str, Any], problems: Problems) -> Exam:
    """Read `[about]` of the national file."""
    table = TableReader(data, (), problems).table("about")
    if table is None:
        problems.add((), "'about' is missing; give the table [about] with what the exam is called")
        table = TableReader({}, ("about",), Problems(problems.file))
    about = Exam(
        short_name=table.text("short_name", required=True),
        official_name=table.text("official_name", required=True),
        major=table.text("major"),
        entry=_filled(table, "entry", ("exam_year",))[0],
        also_called=table.texts("also_called"),
        role=table.text("role"),
        shared_dates=table.text("shared_dates"),
        fallback_authority=table.text("fallback_authority", required=True),
        sources=read_sources(table),
        in_notices=table.texts("in_notices"),
        other_exams=table.texts("other_exams"),
        steps_from=table.text("steps_from"),
        example_place=table.text("example_place"),
        identity=_identity(table),
    )
    table.report_unknown_keys()
    return about


def _identity(about: TableReader) -> str:
    """Read what sets the events of the exam apart from those of others, such as `identity =
    "example"`.
    """
    identity = about.text("identity")
    if identity.strip() and not _IDENTITY.fullmatch(identity):
        about.problem(
            "identity",
            f"'{identity[:80]}' cannot stand in a UID; give at most {LONGEST_IDENTITY} small letters, digits "
            "and hyphens, with no hyphen at either end",
        )
    return identity


def read_site_info(data: dict[str, Any], problems: Problems) -> SiteInfo:
    """Read from the national file where the build stands and how to reach those who build it."""
    top = TableReader(data, (), problems)
    site, contact = top.url("site"), top.text("contact")
    if is_web_address(site) and not is_site(site):
        top.problem(
            "site",
            "has more than a folder's address; give one in ASCII such as https://example.org/",
        )
    if contact and not is_contact(contact):
        top.problem(
            "contact",
            f"'{contact[:80]}' is no address; give one of the web, or mailto:somebody@example.org",
        )
    repository = top.url("repository").rstrip("/")
    if is_web_address(repository) and not is_site(repository):
        top.problem(
            "repository",
            "has a query or a fragment; give its address, such as https://github.com/name/feedgen",
        )
    return SiteInfo(
        site=f"{site.rstrip('/')}/" if site else "", repository=repository, contact=contact
    )


def is_contact(text: str) -> bool:
    """Say whether a text is a web or a mail address.

    >>> is_contact("mailto:a@example.org"), is_contact("a@example.org"), is_contact("javascript:alert(1)")
    (True, False, False)
    """
    return (
        is_web_address(text) or re.fullmatch(r"mailto:[\w.+-]+@[\w-]+(\.[\w-]+)+", text) is not None
    )


def _tile(top: TableReader) -> tuple[int, int] | None:
    """Read the place of a province among equal tiles, such as `tile = [3, 5]`."""
    tile = top.raw("tile")
    if tile is None:
        return None
    if (
        isinstance(tile, list)
        and len(tile) == 2
        and all(type(each) is int and 0 <= each <= HIGHEST_TILE for each in tile)
    ):
        return tile[0], tile[1]
    top.problem(
        "tile", f"is no tile; give row and column, each from 0 to {HIGHEST_TILE}, such as [3, 5]"
    )
    return None


def _facts(top: TableReader, slug: str) -> dict[str, Any]:
    """Read all facts, by their field of `Region`."""
    fields: dict[str, Any] = {
        fact_type.field: fact_type.held(read_facts(top, fact_type, {"stated_by": slug}))
        for fact_type in FACT_TYPES
        if not fact_type.is_by_milestone
    }
    for fact_type in BY_MILESTONE:
        fields[fact_type.field] = {}
    for key in (*MILESTONES, *STANDING_RULES):
        if key in STANDING_RULES and slug != NATIONAL:
            if top.has(key):
                text = f"a regional difference is an [[exception]] about = '{key}'"
                top.problem(key, f"belongs into national.toml; {text}")
        elif table := top.table(key):
            for fact_type in BY_MILESTONE:
                if facts := read_facts(table, fact_type, {"milestone": key}):
                    fields[fact_type.field][key] = facts
            if key in STANDING_RULES:
                table.report_unknown_keys()
    return fields


def _guidance(top: TableReader) -> Mapping[str, Guidance]:
    """Read `[guidance.<topic>]`."""
    group = top.table("guidance")
    if group is None:
        return {}
    topics = {}
    for topic in group.data:
        if table := group.table(topic):
            topics[topic] = Guidance(
                topic=topic,
                about=_subjects(table),
                title=table.text("title", required=True),
                steps=_filled(table, "steps", PLACEHOLDERS),
                brief=_filled(table, "brief", PLACEHOLDERS)[0],
                is_for_ahead=table.flag("only_ahead"),
                sources=read_sources(table),
            )
            table.report_unknown_keys()
    return topics


def _subjects(table: TableReader) -> tuple[str, ...]:
    subjects = table.texts("about")
    known = (*MILESTONES, *STANDING_RULES)
    for subject in subjects:
        if subject not in known:
            table.problem("about", f"unknown subject '{subject}'; {did_you_mean(subject, known)}")
    return subjects


def _filled(table: TableReader, key: str, words: Sequence[str]) -> tuple[str, ...]:
    """Read texts in which words are filled in."""
    texts = table.texts(key, required=True) if key == "steps" else (table.text(key, required=True),)
    for text in texts:
        try:
            fields = [field for field in Formatter().parse(text) if field[1] is not None]
        except ValueError:
            table.problem(key, f"has a stray brace; write {{{words[0]}}}, or no brace at all")
            continue
        for _, name, layout, conversion in fields:
            if name not in words:
                table.problem(key, f"unknown word {{{name}}}; {did_you_mean(name or '', words)}")
            elif layout or conversion:
                table.problem(
                    key,
                    f"'{name}' stands with a layout; write {{{name}}} and nothing else in the braces",
                )
    return texts


def _stated(data: dict[str, Any]) -> frozenset[str]:
    """Return which of the facts every province accounts for this file states."""
    return frozenset(fact for fact in FACTS if _is_stated(fact, data))


def _is_stated(fact: str, data: dict[str, Any]) -> bool:
    value = data.get(fact)
    if fact == "observation":
        return any(one.get("milestone") == "results_release" for one in _tables(value))
    if fact in STANDING_RULES and any(
        one.get("about") == fact for one in _tables(data.get("exception"))
    ):
        return True
    if fact in (*MILESTONES, *STANDING_RULES) and isinstance(value, dict):
        return bool(value.get("rule") or value.get("lag"))
    return bool(value)


def _tables(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
