"""Makes a whole folder: feeds, pages and data, the ledger and the status."""

from collections.abc import Iterator, Mapping
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
from feedgen.core.model import (
    BacktestReport,
    BuildInfo,
    Definitions,
    Depth,
    Ledger,
    Severity,
    SiteInfo,
)
from feedgen.lint import RULES, lint
from feedgen.publish.blocked_regions import overview_events
from feedgen.publish.completeness.check import check_completeness
from feedgen.publish.context import BuildContext, places_at, slugs_at
from feedgen.publish.feed_templates import FeedTemplates, Progress
from feedgen.publish.guard import accepted, blocked_owners
from feedgen.publish.ledger.storage import LEDGER_FILE, ledger_bytes
from feedgen.publish.ledger_update import OVERVIEW, LedgerUpdate, load_ledger
from feedgen.publish.page_files import Pages
from feedgen.publish.paths import STATUS, feeds_of, paths_of
from feedgen.publish.results import BuildResult, CompletenessReport
from feedgen.render.data import (
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
    """Return path and bytes of every feed of a build before which nothing was published; nothing is
    written.

    Args:
        definitions: Everything in `regions/`.
        as_of: The day the build pretends it is.
        depth: How far down feeds are made.
        progress: Walks over the places and may show how far it is.
    """
    return FeedTemplates(LedgerUpdate.fresh(BuildContext(definitions, as_of))).feeds(
        depth, progress
    )


def build(
    folder: Path,
    definitions: Definitions,
    as_of: date,
    depth: Depth,
    progress: Progress = list,
    *,
    publication: SiteInfo | None = None,
    report: BacktestReport | None = None,
    run: BuildInfo | None = None,
    rebuild_ledger: bool = False,
    accept_reason: str = "",
) -> BuildResult:
    """Build every feed and every page into a folder; what the guard holds back stays as it is.

    All is made before the first file is written; the ledger is written first, so that a build that
    is killed can be gone on with from it. A build that changes no feed writes no feed and no
    ledger, so that a night without news leaves no trace in what is kept.

    Args:
        folder: Where to.
        definitions: Everything in `regions/`.
        as_of: The day the build pretends it is.
        depth: How far down feeds are made; pages end at the areas.
        progress: Walks over the places and may show how far it is.
        publication: Where the build will stand, if that is not what the definitions say.
        report: How right the windows were, for the index; None leaves it out.
        run: When the build is made; None where it pretends a day.
        rebuild_ledger: Take what was published from the feeds that stand and not from the ledger.
        acceptance: Why what the guard would hold back is right; empty leaves it held back.

    Raises:
        LedgerError: The ledger cannot be gone by, or is of a later day.
        PublishError: The folder cannot be written.
    """
    context = BuildContext(definitions, as_of)
    with build_lock(folder):
        previous = load_ledger(folder, context, depth, rebuild_ledger=rebuild_ledger)
        refused = blocked_owners(context, previous, depth)
        blocked = {} if accept_reason else refused
        update = LedgerUpdate.after(
            context, accepted(context, previous, depth, refused, accept_reason), depth, blocked
        )
        templates = FeedTemplates(update)
        kept = overview_events(folder, OVERVIEW, update.blocked_provinces)
        feeds = dict(templates.feeds(depth, progress, kept))
        news = changed_files(folder, feeds)
        _refuse_errors(_to_lint(templates, depth, feeds, news))
        pages = dict(
            Pages(update.shown(), publication or definitions.publication, report, run).make(depth)
        )
        completeness = check_completeness(update, feeds, pages)
        if news or _is_other(folder, previous, update.ledger):
            write_atomic(folder, LEDGER_FILE, ledger_bytes(update.ledger), fsync=True)
        write_all(folder, news)
        write_all(folder, pages)
        for path in paths_of(_gone(update, previous)):
            remove(folder, path)
        # Last: it says that all of the rest is done.
        status = _status(folder, update, feeds, completeness, run)
        write_atomic(folder, STATUS, json_bytes(status))
    return BuildResult(
        feeds=len(feeds),
        changed=len(news),
        pages=sum(path.endswith(".html") for path in pages),
        blocked=blocked,
        let_pass=refused if accept_reason else {},
        completeness=completeness,
    )


def _gone(update: LedgerUpdate, previous: Ledger) -> set[str]:
    """Return the slugs of which something was written here once, and that no place owns any more."""
    owned = slugs_at(update.context.definitions, update.ledger.depth)
    return set(previous.feeds) - owned - update.blocked.keys()


def _status(
    folder: Path,
    update: LedgerUpdate,
    feeds: Mapping[str, bytes],
    completeness: CompletenessReport,
    run: BuildInfo | None,
) -> Data:
    """Return what a build was made from; of feeds that were held back what stands."""
    context = update.context
    known = [region.known_on(context.as_of) for region in context.definitions.regions.values()]
    blocked = {each.slug for each in context.definitions.places if update.is_blocked(each)}
    slugs = {
        *update.blocked,
        *blocked,
        *(alias.old for alias in context.definitions.aliases if alias.new in blocked),
    }
    kept = {path: read_bytes_if_any(folder / path) for slug in slugs for path in feeds_of(slug)}
    stand = {path: content for path, content in kept.items() if content is not None}
    status = status_data(update.ledger, {**feeds, **stand}, known, update.blocked)
    return {
        **build_info_data(run),
        **status,
        **completeness_data(completeness.facts, completeness.left_out),
    }


def _to_lint(
    templates: FeedTemplates, depth: Depth, feeds: Mapping[str, bytes], news: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return which of the feeds to lint: of places that are told the same, where any is news, the
    one longest named.

    What stands was linted when it was written.
    """
    places = sorted(
        places_at(templates.update.context.definitions, depth), key=lambda each: len(each.name)
    )
    longest = {templates.group_of(place): place.slug for place in places}
    groups = {templates.group_of(place) for place in places if news.keys() & feeds_of(place.slug)}
    shared = {path for group in groups for path in feeds_of(longest[group])}
    of_places = {path for place in places for path in feeds_of(place.slug)}
    return {
        path: feeds[path]
        for path in feeds
        if path in shared or (path in news and path not in of_places)
    }


def _refuse_errors(feeds: Mapping[str, bytes]) -> None:
    """Refuse to publish what some calendar would stumble over.

    Raises:
        PublishError: A feed has an error; nothing was written.
    """
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


def _is_other(folder: Path, previous: Ledger, ledger: Ledger) -> bool:
    """Say whether the ledger tells anything else than the one that stands, the day aside."""
    return replace(ledger, as_of=previous.as_of) != previous or not (folder / LEDGER_FILE).is_file()
