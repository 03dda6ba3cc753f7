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
"""The words that are filled in in guidance."""
LONGEST_IDENTITY = 16
"""Characters: with it the longest UID still fits into one line."""
_IDENTITY = re.compile(rf"(?!-)[a-z0-9-]{{1,{LONGEST_IDENTITY}}}(?<!-)")
"""A label of a host's name (RFC 1123), in small letters."""


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
            top.has(key)
    top.report_unknown_keys()
    return region


def read_exam(data: dict[str, Any], problems: Problems) -> Exam:
    """Read `[about]` of the national file."""
    table = TableReader(data, (), problems).table("about")
    if table is None:
        problems.add((), "'about' is missing; give the table [about] with what the exam is called")
        table = TableReader({}, ("about",), Problems(problems.file))
    [entry] = _filled(table, "entry", (table.text("entry", required=True),), ("exam_year",))
    exam = Exam(
        short_name=table.text("short_name", required=True),
        official_name=table.text("official_name", required=True),
        major=table.text("major"),
        entry=entry,
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
    return exam


def _identity(table: TableReader) -> str:
    """Read the part of the UIDs that sets the exam apart, such as `identity = "example"`."""
    identity = table.text("identity")
    if identity.strip() and not _IDENTITY.fullmatch(identity):
        text = f"'{identity[:80]}' cannot stand in a UID; give at most {LONGEST_IDENTITY}"
        right = "small letters, digits and hyphens, with no hyphen at either end"
        table.problem("identity", f"{text} {right}")
    return identity


def read_site_info(data: dict[str, Any], problems: Problems) -> SiteInfo:
    """Read from the national file the address of the build and how to reach its builders."""
    top = TableReader(data, (), problems)
    site, contact = top.url("site"), top.text("contact")
    if is_web_address(site) and not is_site(site):
        text = "has more than a folder's address; give one in ASCII such as https://example.org/"
        top.problem("site", text)
    if contact and not is_contact(contact):
        right = "give one of the web, or mailto:somebody@example.org"
        top.problem("contact", f"'{contact[:80]}' is no address; {right}")
    repository = top.url("repository").rstrip("/")
    if is_web_address(repository) and not is_site(repository):
        right = "give its address, such as https://github.com/name/feedgen"
        top.problem("repository", f"has a query or a fragment; {right}")
    site = f"{site.rstrip('/')}/" if site else ""
    return SiteInfo(site=site, repository=repository, contact=contact)


def is_contact(text: str) -> bool:
    """Say whether a text is a web or a mail address.

    >>> [is_contact(text) for text in ("mailto:a@b.org", "a@b.org", "javascript:alert(1)")]
    [True, False, False]
    """
    return is_web_address(text) or bool(re.fullmatch(r"mailto:[\w.+-]+@[\w-]+(\.[\w-]+)+", text))


def _tile(top: TableReader) -> tuple[int, int] | None:
    """Read the place of a province among equal tiles, such as `tile = [3, 5]`."""
    match top.raw("tile"):
        case [int(row), int(column)] if _is_step(row) and _is_step(column):
            return row, column
        case None:
            return None
    text = f"give row and column, each from 0 to {HIGHEST_TILE}, such as [3, 5]"
    top.problem("tile", f"is no tile; {text}")
    return None


def _is_step(value: int) -> bool:
    return type(value) is int and 0 <= value <= HIGHEST_TILE


def _facts(top: TableReader, slug: str) -> dict[str, Any]:
    """Read all facts, by their field of `Region`."""
    fields: dict[str, Any] = {
        fact_type.field: fact_type.held(read_facts(top, fact_type, {"stated_by": slug}))
        for fact_type in FACT_TYPES
        if not fact_type.is_by_milestone
    }
    tables = _milestone_tables(top, is_national=slug == NATIONAL)
    for fact_type in BY_MILESTONE:
        facts = {key: read_facts(tables[key], fact_type, {"milestone": key}) for key in tables}
        fields[fact_type.field] = {key: facts[key] for key in facts if facts[key]}
    for key in tables.keys() & set(STANDING_RULES):
        tables[key].report_unknown_keys()
    return fields


def _milestone_tables(top: TableReader, *, is_national: bool) -> dict[str, TableReader]:
    """Open the table of each milestone, in the nation's file also of each standing rule."""
    for key in STANDING_RULES:
        if top.has(key) and not is_national:
            text = f"a regional difference is an [[exception]] about = '{key}'"
            top.problem(key, f"belongs into national.toml; {text}")
    keys = (*MILESTONES, *STANDING_RULES) if is_national else MILESTONES
    return {key: table for key in keys if (table := top.table(key))}


def _guidance(top: TableReader) -> Mapping[str, Guidance]:
    """Read `[guidance.<topic>]`."""
    group = top.table("guidance")
    if group is None:
        return {}
    topics = {}
    for topic in group.data:
        if table := group.table(topic):
            steps, brief = table.texts("steps", required=True), table.text("brief", required=True)
            topics[topic] = Guidance(
                topic=topic,
                about=_subjects(table),
                title=table.text("title", required=True),
                steps=_filled(table, "steps", steps, PLACEHOLDERS),
                brief=_filled(table, "brief", (brief,), PLACEHOLDERS)[0],
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


def _filled(
    table: TableReader, key: str, texts: tuple[str, ...], words: Sequence[str]
) -> tuple[str, ...]:
    """Check texts in which words are filled in."""
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
                right = f"write {{{name}}} and nothing else in the braces"
                table.problem(key, f"'{name}' stands with a layout; {right}")
    return texts


def _stated(data: dict[str, Any]) -> frozenset[str]:
    """Return which of the facts that every province accounts for a file states."""
    return frozenset(fact for fact in FACTS if _is_stated(fact, data))


def _is_stated(fact: str, data: dict[str, Any]) -> bool:
    value = data.get(fact)
    if fact == "observation":
        return any(table.get("milestone") == "results_release" for table in _tables(value))
    exceptions = _tables(data.get("exception"))
    if fact in STANDING_RULES and any(table.get("about") == fact for table in exceptions):
        return True
    if fact in (*MILESTONES, *STANDING_RULES) and isinstance(value, dict):
        return bool(value.get("rule") or value.get("lag"))
    return bool(value)


def _tables(value: object) -> list[dict[str, Any]]:
    tables = value if isinstance(value, list) else []
    return [table for table in tables if isinstance(table, dict)]
