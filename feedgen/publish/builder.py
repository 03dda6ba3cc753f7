"""Makes a whole folder: feeds, pages and data, the ledger and the status."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import replace
from datetime import date
from pathlib import Path

from feedgen.core.atomic_files import (
    build_lock,
    changed_files,
    read_bytes_if_any,
    remove,
    write_all,
    write_atomic,
)
from feedgen.core.errors import PublishError
from feedgen.core.model import Definitions, Depth, Ledger, Place, Severity
from feedgen.lint import RULES, lint
from feedgen.publish.blocked_regions import overview_events
from feedgen.publish.completeness.check import check_completeness
from feedgen.publish.context import BuildContext, places_at, slugs_at
from feedgen.publish.feed_templates import FeedTemplates, Group, Progress
from feedgen.publish.guard import blocked_owners, with_acceptance
from feedgen.publish.ledger.storage import LEDGER_FILE, ledger_bytes
from feedgen.publish.ledger_update import OVERVIEW, LedgerUpdate, load_ledger
from feedgen.publish.options import NO_OPTIONS, BuildOptions
from feedgen.publish.page_files import Pages
from feedgen.publish.paths import STATUS, feeds_of, paths_of
from feedgen.publish.results import BuildResult, CompletenessReport
from feedgen.render.data import (
    NOT_COUNTED,
    Data,
    build_info_data,
    completeness_data,
    json_bytes,
    status_data,
)

MOST_ERRORS = 20


def make_feeds(
    definitions: Definitions, as_of: date, depth: Depth, progress: Progress = list
) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of every feed of a first build; nothing is read or written.

    Args:
        definitions: Everything in `regions/`.
        as_of: The day the build pretends it is.
        depth: How far down feeds are made.
        progress: Iterates over the places and may show the progress.
    """
    update = LedgerUpdate.of_first_build(BuildContext(definitions, as_of))
    return FeedTemplates(update).feeds(depth, progress)


def count_facts(definitions: Definitions, as_of: date) -> CompletenessReport:
    """Look for every fact in the feeds, pages and data of a first build; nothing is written."""
    update = LedgerUpdate.of_first_build(BuildContext(definitions, as_of))
    templates, pages = FeedTemplates(update), Pages(update, definitions.publication, None)
    owners = [update.context.place_by_slug[slug] for slug in definitions.regions]
    owners = [place for place in owners if place.depth is not Depth.COUNTY]
    feeds = [file for place in owners for file in templates.files_of(place).items()]
    files = [file for place in owners for file in pages.of_place(place)]
    return check_completeness(update, dict(feeds), dict(files))


def build(
    folder: Path,
    definitions: Definitions,
    as_of: date,
    depth: Depth,
    options: BuildOptions = NO_OPTIONS,
    progress: Progress = list,
) -> BuildResult:
    """Build all feeds and pages into a folder; the feeds of blocked owners stay as they are.

    Everything is made before the first file is written. The ledger is written first: if the build
    is killed, the next one continues from it. A build that changes no feed writes neither feeds
    nor ledger.

    Args:
        folder: Where to write.
        definitions: Everything in `regions/`.
        as_of: The day the build pretends it is.
        depth: How far down feeds are made; pages end at the areas.
        options: What else was asked for.
        progress: Iterates over the places and may show the progress.

    Raises:
        LedgerError: The ledger cannot be used, or is of a later day.
        PublishError: The folder cannot be written, or a feed has an error.
    """
    context = BuildContext(definitions, as_of)
    with build_lock(folder):
        previous = load_ledger(folder, context, depth, rebuild_ledger=options.rebuild_ledger)
        objections = blocked_owners(context, previous, depth)
        blocked = {} if options.accept_reason else objections
        base = with_acceptance(context, previous, depth, objections, options.accept_reason)
        update = LedgerUpdate.of_build(context, base, depth, blocked)
        templates = FeedTemplates(update)
        kept = overview_events(folder, OVERVIEW, update.blocked_provinces)
        feeds = dict(templates.feeds(depth, progress, kept))
        changed = changed_files(folder, feeds)
        _refuse_errors(_feeds_to_lint(templates, depth, feeds, changed.keys()))
        pages = _pages(update, depth, options)
        report = check_completeness(update, feeds, pages) if options.counts_facts else None
        if changed or _differs(folder, previous, update.ledger):
            write_atomic(folder, LEDGER_FILE, ledger_bytes(update.ledger), fsync=True)
        write_all(folder, changed)
        write_all(folder, pages)
        for path in paths_of(_retired_slugs(update, previous)):
            remove(folder, path)
        # Last: a new status means that all of the rest is done.
        status = _status(update, feeds | _kept_feeds(folder, update), options, report)
        write_atomic(folder, STATUS, json_bytes(status))
    return BuildResult(
        feeds=len(feeds),
        changed=len(changed),
        pages=sum(path.endswith(".html") for path in pages),
        blocked=blocked,
        accepted=objections if options.accept_reason else {},
        completeness=report,
    )


def _pages(update: LedgerUpdate, depth: Depth, options: BuildOptions) -> dict[str, bytes]:
    site_info = options.site_info or update.context.definitions.publication
    pages = Pages(update.with_published_days(), site_info, options.report, options.build_info)
    return dict(pages.make(depth))


def _retired_slugs(update: LedgerUpdate, previous: Ledger) -> set[str]:
    """Return the slugs that had feeds here and that belong to no place any more."""
    owned = slugs_at(update.context.definitions, update.ledger.depth, previous.feeds)
    return set(previous.feeds) - owned - update.blocked.keys()


def _kept_feeds(folder: Path, update: LedgerUpdate) -> dict[str, bytes]:
    """Return the feeds in the folder that the guard left as they were."""
    definitions = update.context.definitions
    blocked = {place.slug for place in definitions.places if update.is_blocked(place)}
    aliases = {alias.old for alias in definitions.aliases if alias.new in blocked}
    paths = [path for slug in blocked | aliases | update.blocked.keys() for path in feeds_of(slug)]
    contents = {path: read_bytes_if_any(folder / path) for path in paths}
    return {path: content for path, content in contents.items() if content is not None}


def _status(
    update: LedgerUpdate,
    feeds: Mapping[str, bytes],
    options: BuildOptions,
    report: CompletenessReport | None,
) -> Data:
    context = update.context
    regions = [region.known_on(context.as_of) for region in context.definitions.regions.values()]
    return {
        **build_info_data(options.build_info),
        **status_data(update.ledger, feeds, regions, update.blocked),
        **(completeness_data(report.facts, report.left_out) if report else NOT_COUNTED),
    }


def _feeds_to_lint(
    templates: FeedTemplates, depth: Depth, feeds: Mapping[str, bytes], changed: Set[str]
) -> dict[str, bytes]:
    """Return the changed feeds to lint: one of each group of places with equal content, and others.

    The place with the longest name stands for its group.
    """
    places = places_at(templates.update.context.definitions, depth)
    groups: dict[Group, list[Place]] = {}
    for place in places:
        groups.setdefault(templates.group_of(place), []).append(place)
    to_lint = changed - {path for place in places for path in feeds_of(place.slug)}
    for group in groups.values():
        if any(changed & set(feeds_of(place.slug)) for place in group):
            to_lint |= set(feeds_of(max(group, key=lambda place: len(place.name)).slug))
    return {path: content for path, content in feeds.items() if path in to_lint}


def _refuse_errors(feeds: Mapping[str, bytes]) -> None:
    """Refuse to publish a feed that some calendar would misread."""
    errors = [
        f"{path}:{finding.line}: {finding.rule}: {finding.message}"
        for path, content in feeds.items()
        for finding in lint(content)
        if RULES[finding.rule].severity is Severity.ERROR
    ]
    if errors:
        listed = "\n".join(errors[:MOST_ERRORS])
        raise PublishError(
            f"{len(errors)} errors in what would be published, so nothing was written:\n{listed}"
        )


def _differs(folder: Path, previous: Ledger, ledger: Ledger) -> bool:
    """Say whether the ledger differs from the previous one in more than the day."""
    return replace(ledger, as_of=previous.as_of) != previous or not (folder / LEDGER_FILE).is_file()
