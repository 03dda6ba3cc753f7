"""Makes a whole folder: feeds, pages and data, the ledger and the status."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from feedgen.core.atomic_files import differing, only_one, read_whole, remove, write_all, write_whole
from feedgen.core.errors import PublishError
from feedgen.core.model import Definitions, Depth, Ledger, Publication, Report, Run, Severity
from feedgen.lint import RULES, lint
from feedgen.publish.blocked_regions import overview_events
from feedgen.publish.completeness.check import conserve
from feedgen.publish.context import Press, places_at, slugs_at
from feedgen.publish.feed_templates import Progress, Stencils
from feedgen.publish.guard import accepted, held_back
from feedgen.publish.ledger.storage import LEDGER_FILE, ledger_bytes
from feedgen.publish.ledger_update import OVERVIEW, Revisions, standing_ledger
from feedgen.publish.page_files import Pages
from feedgen.publish.paths import STATUS, feeds_of, paths_of
from feedgen.publish.results import Built, Conserved
from feedgen.render.data import Data, conserved_data, json_bytes, made_data, run_data, sealed, status_data

MOST_ERRORS = 20


def make_feeds(
    definitions: Definitions, as_of: date, depth: Depth, progress: Progress = list
) -> Iterator[tuple[str, bytes]]:
    """Return path and bytes of every feed of a build before which nothing was published; nothing is written.

    Args:
        definitions: Everything in `regions/`.
        as_of: The day the build pretends it is.
        depth: How far down feeds are made.
        progress: Walks over the places and may show how far it is.
    """
    return Stencils(Revisions.fresh(Press(definitions, as_of))).feeds(depth, progress)


def build(
    folder: Path,
    definitions: Definitions,
    as_of: date,
    depth: Depth,
    progress: Progress = list,
    *,
    publication: Publication | None = None,
    report: Report | None = None,
    run: Run | None = None,
    is_ledger_anew: bool = False,
    acceptance: str = "",
    origin: str = "",
) -> Built:
    """Build every feed and every page into a folder; what the guard holds back stays as it is.

    All is made before the first file is written; the ledger is written first, so that a build that is killed can be
    gone on with from it. A build that changes no feed writes no feed and no ledger, so that a night without news leaves
    no trace in what is kept.

    Args:
        folder: Where to.
        definitions: Everything in `regions/`.
        as_of: The day the build pretends it is.
        depth: How far down feeds are made; pages end at the areas.
        progress: Walks over the places and may show how far it is.
        publication: Where the build will stand, if that is not what the definitions say.
        report: How right the windows were, for the index; None leaves it out.
        run: When the build is made; None where it pretends a day.
        is_ledger_anew: Take what was published from the feeds that stand and not from the ledger.
        acceptance: Why what the guard would hold back is right; empty leaves it held back.
        origin: What it is made from (`made_from`), to be kept; empty where the next build is not to go by it.

    Raises:
        LedgerError: The ledger cannot be gone by, or is of a later day.
        PublishError: The folder cannot be written.
    """
    press = Press(definitions, as_of)
    with only_one(folder):
        standing = standing_ledger(folder, press, depth, is_anew=is_ledger_anew)
        refused = held_back(press, standing, depth)
        held = {} if acceptance else refused
        revisions = Revisions.after(press, accepted(press, standing, depth, refused, acceptance), depth, held)
        stencils = Stencils(revisions)
        kept = overview_events(folder, OVERVIEW, revisions.held_provinces)
        feeds = dict(stencils.feeds(depth, progress, kept))
        news = differing(folder, feeds)
        _refuse_errors(_to_lint(stencils, depth, feeds, news))
        pages = dict(Pages(revisions.shown(), publication or definitions.publication, report, run).make(depth))
        conserved = conserve(revisions, feeds, pages)
        if news or _is_other(folder, standing, revisions.ledger):
            write_whole(folder, LEDGER_FILE, ledger_bytes(revisions.ledger), is_lasting=True)
        write_all(folder, news)
        write_all(folder, pages)
        gone = _gone(revisions, standing)
        for path in paths_of(gone):
            remove(folder, path)
        beside = {**pages, LEDGER_FILE: read_whole(folder / LEDGER_FILE) or b""}
        status = {**_status(folder, revisions, feeds, conserved, run), **made_data(origin, beside, gone)}
        # Last: it says that all of the rest is done.
        write_whole(folder, STATUS, json_bytes(sealed(status)))
    return Built(
        feeds=len(feeds),
        changed=len(news),
        pages=sum(path.endswith(".html") for path in pages),
        held=held,
        let_through=refused if acceptance else {},
        conserved=conserved,
    )


def _gone(revisions: Revisions, standing: Ledger) -> set[str]:
    """Return the slugs of which something was written here once, and that no place owns any more."""
    owned = slugs_at(revisions.press.definitions, revisions.ledger.depth)
    return set(standing.feeds) - owned - revisions.held.keys()


def _status(
    folder: Path, revisions: Revisions, feeds: Mapping[str, bytes], conserved: Conserved, run: Run | None
) -> Data:
    """Return what a build was made from; of feeds that were held back what stands."""
    press = revisions.press
    known = [region.known_on(press.as_of) for region in press.definitions.regions.values()]
    held = {each.slug for each in press.definitions.places if revisions.is_held(each)}
    slugs = {*revisions.held, *held, *(alias.old for alias in press.definitions.aliases if alias.new in held)}
    kept = {path: read_whole(folder / path) for slug in slugs for path in feeds_of(slug)}
    stand = {path: content for path, content in kept.items() if content is not None}
    status = status_data(revisions.ledger, {**feeds, **stand}, known, revisions.held)
    return {**run_data(run), **status, **conserved_data(conserved.facts, conserved.left_out)}


def _to_lint(
    stencils: Stencils, depth: Depth, feeds: Mapping[str, bytes], news: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return which of the feeds to lint: of places that are told the same, where any is news, the one longest named.

    What stands was linted when it was written.
    """
    places = sorted(places_at(stencils.revisions.press.definitions, depth), key=lambda each: len(each.name))
    longest = {stencils.group_of(place): place.slug for place in places}
    groups = {stencils.group_of(place) for place in places if news.keys() & feeds_of(place.slug)}
    shared = {path for group in groups for path in feeds_of(longest[group])}
    of_places = {path for place in places for path in feeds_of(place.slug)}
    return {path: feeds[path] for path in feeds if path in shared or (path in news and path not in of_places)}


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
        raise PublishError(f"{len(errors)} errors in what would be published, so nothing was written:\n{listed}")


def _is_other(folder: Path, standing: Ledger, ledger: Ledger) -> bool:
    """Say whether the ledger tells anything else than the one that stands, the day aside."""
    return replace(ledger, as_of=standing.as_of) != standing or not (folder / LEDGER_FILE).is_file()
