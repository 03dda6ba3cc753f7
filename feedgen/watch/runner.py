"""Goes round the notice lists of the authorities once: what they announce, where was nothing, how
each answered.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

from feedgen.core.model import (
    Candidate,
    Confidence,
    Definitions,
    NotYetCheck,
    Region,
    SiteCheck,
    WatchReport,
    confidence_of,
)
from feedgen.core.model.exams import BEFORE_EXAM, MILESTONES
from feedgen.core.workdays import Workdays
from feedgen.forecast.timelines import ObservationHistory, build_timeline
from feedgen.watch.http.fetching import Fetcher, FetchError, Page
from feedgen.watch.reading.decoding import decode
from feedgen.watch.reading.lists import Link, ListPage, read_list
from feedgen.watch.reading.notices import read_notice
from feedgen.watch.reading.titles import Awaited, Sorted, looks, sort_out, unread

RESULTS = "results_release"
MOST_NOTICES = 12
"""That are read of one authority in a round; a list that names more at once is not about our exam.
"""
MOST_PAGES = 3
"""Of a list."""


def hosts_of(definitions: Definitions) -> set[str]:
    """Return the hosts that may be asked, as addresses write them: those of the authorities' sites,
    and no other.
    """
    every = definitions.regions.values()
    sites = (
        site
        for each in every
        for site in (each.authority_site, each.results_lookup, each.notice_list)
    )
    return {urlsplit(site.url).netloc for site in sites if site and site.url}


def watch_sites(
    definitions: Definitions, fetcher: Fetcher, today: date, regions: Iterable[str] = ()
) -> WatchReport:
    """Read the lists of the authorities, and the notices in them that may bring what is awaited.

    A site that does not answer, or answers with something else, is told of and does not stop the
    round.

    Args:
        definitions: Everything in `regions/`.
        fetcher: Reads pages of the hosts in them.
        today: The day of the round.
        regions: Slugs of provinces; all where none is named.
    """
    record = ObservationHistory.of(definitions, Workdays(definitions.year_notices))
    wanted = set(regions) or set(definitions.regions)
    found = _Found()
    for slug, region in definitions.regions.items():
        if slug in wanted and "/" not in slug and region.notice_list and region.notice_list.url:
            awaited = tuple(_awaited(region, record, today))
            _Site(definitions, fetcher, today, region, awaited, found).visit(region.notice_list.url)
    return WatchReport(
        day=today,
        candidates=tuple(dict.fromkeys(found.candidates)),
        looks=tuple(found.looks),
        visits=tuple(found.visits),
    )


@dataclass
class _Found:
    candidates: list[Candidate] = field(default_factory=list)
    looks: list[NotYetCheck] = field(default_factory=list)
    visits: list[SiteCheck] = field(default_factory=list)


@dataclass(frozen=True)
class _Site:
    """One authority's list, and what is awaited of it."""

    definitions: Definitions
    fetcher: Fetcher
    today: date
    region: Region
    awaited: tuple[Awaited, ...]
    found: _Found

    def visit(self, url: str) -> None:
        """Read the list and what in it may be awaited."""
        try:
            pages = list(self._pages(url))
        except FetchError as error:
            self.found.visits.append(
                SiteCheck(region=self.region.slug, url=url, problem=error.problem)
            )
            return
        # A title that only a script can open cannot be read further.
        unaddressed = dict.fromkeys(link for page in pages for link in page.unaddressed)
        links = [*dict.fromkeys(link for page in pages for link in page.links), *unaddressed]
        problem = "" if links else "lists nothing that can be read"
        self.found.visits.append(
            SiteCheck(region=self.region.slug, url=url, problem=problem, notices=len(links))
        )
        sorted_out = [(link, exam) for link in links if (exam := self._sorted(link))]
        for link, exam in sorted_out[:MOST_NOTICES]:
            self.found.candidates += self._read(link, exam, is_addressed=link not in unaddressed)
        for awaited in (each for each in self.awaited if each.milestone == RESULTS):
            about_exam = self.definitions.exam
            look = looks(
                links,
                url,
                region=self.region.slug,
                awaited=awaited,
                exam=about_exam,
                today=self.today,
            )
            self.found.looks += [look] if look else []

    def _pages(self, url: str) -> Iterator[ListPage]:
        """Yield the pages of the list; one behind the first that cannot be read ends it."""
        ahead, seen = [url], set[str]()
        while ahead and len(seen) < MOST_PAGES:
            address = ahead.pop(0)
            seen.add(address)
            try:
                page = self.fetcher.fetch(address)
            except FetchError:
                if address == url:
                    raise
                return
            listed = read_list(_text(page), page.url, self.today)
            yield listed
            ahead += [each for each in listed.further if each not in {*seen, *ahead}]

    def _sorted(self, link: Link) -> Sorted | None:
        return sort_out(link, self.definitions.exam, self.awaited, self.today)

    def _read(self, link: Link, exam: Sorted, *, is_addressed: bool) -> Iterator[Candidate]:
        """Yield what a notice announces; of one that cannot be read what its title says."""
        slug = self.region.slug
        every: tuple[Candidate, ...] = (unread(link.url, link, exam, slug),)
        with suppress(FetchError):
            if is_addressed:
                text = _text(self.fetcher.fetch(link.url))
                every = read_notice(
                    text, link.url, link, exam, slug, self.definitions.exam, self.today
                )
        awaited = {(each.milestone, each.exam_year, each.sitting) for each in self.awaited}
        yield from (
            each for each in every if (each.milestone, each.exam_year, each.sitting) in awaited
        )


def _text(page: Page) -> str:
    return decode(page.content, page.content_type)


def _awaited(region: Region, record: ObservationHistory, today: date) -> Iterator[Awaited]:
    """Yield what is not announced yet: of a session ahead the exam and what leads to it, else what
    follows.
    """
    timeline = build_timeline(region, record, today)
    announced = {
        (fact.milestone, fact.exam_year, fact.sitting)
        for fact in region.named_days
        if confidence_of(fact.sources) is Confidence.CONFIRMED
    }
    for exam in (each for each in timeline.milestones if each.kind == "exam"):
        is_ahead = exam.window.lower > today
        for milestone in MILESTONES:
            is_before = milestone in (*BEFORE_EXAM, "exam")
            sitting = (milestone, exam.exam_year, exam.sitting)
            if (
                is_before == is_ahead
                and sitting not in announced
                and not _is_named(exam.state.is_named, milestone)
            ):
                since = None if is_ahead else exam.window.upper
                yield Awaited(
                    milestone=milestone, exam_year=exam.exam_year, sitting=exam.sitting, since=since
                )


def _is_named(is_exam_named: bool, milestone: str) -> bool:
    return milestone == "exam" and is_exam_named
