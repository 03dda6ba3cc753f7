"""Reads the notice lists of the authorities once, and the notices in them that may be awaited."""

from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import chain
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
from feedgen.watch.http.fetching import Fetcher, FetchError
from feedgen.watch.reading.decoding import decode
from feedgen.watch.reading.links import Link
from feedgen.watch.reading.lists import ListPage, read_list
from feedgen.watch.reading.not_yet import proves_not_yet
from feedgen.watch.reading.notices import read_notice
from feedgen.watch.reading.titles import (
    RESULTS,
    AwaitedMilestone,
    Topic,
    candidate_by_title,
    topic_of,
)

MOST_NOTICES = 12
"""Notices of one authority that are read; a list that names more is not about our exam."""
MOST_PAGES = 3
"""Pages of one list that are read."""


def allowed_hosts(definitions: Definitions) -> set[str]:
    """Return the hosts of the authorities' sites, as addresses write them; no other is asked."""
    sites = (
        site
        for region in definitions.regions.values()
        for site in (region.authority_site, region.results_lookup, region.notice_list)
    )
    return {urlsplit(site.url).netloc for site in sites if site and site.url}


def watch_sites(
    definitions: Definitions, fetcher: Fetcher, today: date, regions: Iterable[str] = ()
) -> WatchReport:
    """Read the lists of the authorities, and their notices about awaited milestones.

    A site that cannot be read is reported and does not stop the others.

    Args:
        definitions: Everything in `regions/`.
        fetcher: Reads pages of their hosts.
        today: The day of the run.
        regions: Slugs of provinces; all if there are none.
    """
    history = ObservationHistory.of(definitions, Workdays(definitions.year_notices))
    reports = []
    for region, url in _lists(definitions, set(regions) or set(definitions.regions)):
        awaited = tuple(_awaited(region, history, today))
        reports.append(_Site(definitions, fetcher, today, region, awaited).read(url))
    candidates = chain.from_iterable(report.candidates for report in reports)
    return WatchReport(
        day=today,
        candidates=tuple(dict.fromkeys(candidates)),
        not_yet_checks=tuple(chain.from_iterable(report.not_yet_checks for report in reports)),
        site_checks=tuple(report.site_check for report in reports),
    )


def _lists(definitions: Definitions, slugs: Container[str]) -> Iterator[tuple[Region, str]]:
    """Yield the provinces that have a list, and its address."""
    for slug, region in definitions.regions.items():
        if slug in slugs and "/" not in slug and region.notice_list and region.notice_list.url:
            yield region, region.notice_list.url


@dataclass(frozen=True)
class _SiteReport:
    site_check: SiteCheck
    candidates: tuple[Candidate, ...] = ()
    not_yet_checks: tuple[NotYetCheck, ...] = ()


@dataclass(frozen=True)
class _Site:
    """One authority's site, and its awaited milestones."""

    definitions: Definitions
    fetcher: Fetcher
    today: date
    region: Region
    awaited: tuple[AwaitedMilestone, ...]

    def read(self, url: str) -> _SiteReport:
        """Read a list and its notices that may be awaited."""
        slug = self.region.slug
        try:
            pages = list(self._pages(url))
        except FetchError as error:
            return _SiteReport(SiteCheck(region=slug, url=url, problem=error.problem))
        # A notice that only a script opens cannot be read; its title counts.
        unaddressed = dict.fromkeys(chain.from_iterable(page.unaddressed for page in pages))
        addressed = dict.fromkeys(chain.from_iterable(page.links for page in pages))
        links = [*addressed, *unaddressed]
        problem = "" if links else "lists nothing that can be read"
        topics = ((link, self._topic(link)) for link in links)
        awaited = [(link, topic) for link, topic in topics if topic][:MOST_NOTICES]
        candidates = [
            self._candidates(link, topic, is_addressed=link not in unaddressed)
            for link, topic in awaited
        ]
        return _SiteReport(
            SiteCheck(region=slug, url=url, problem=problem, notices=len(links)),
            tuple(chain.from_iterable(candidates)),
            tuple(self._not_yet_checks(links, url)),
        )

    def _pages(self, url: str) -> Iterator[ListPage]:
        """Yield the pages of a list; a later page that cannot be read ends it."""
        ahead, seen = [url], set[str]()
        while ahead and len(seen) < MOST_PAGES:
            address = ahead.pop(0)
            seen.add(address)
            try:
                answer = self.fetcher.fetch(address)
            except FetchError:
                if address == url:
                    raise
                return
            text = decode(answer.content, answer.content_type)
            page = read_list(text, answer.url, self.today)
            yield page
            ahead += [link for link in page.next_pages if link not in {*seen, *ahead}]

    def _topic(self, link: Link) -> Topic | None:
        return topic_of(link, self.definitions.exam, self.awaited, self.today)

    def _candidates(self, link: Link, topic: Topic, *, is_addressed: bool) -> Iterator[Candidate]:
        """Yield the announcements of a notice; if it cannot be read, that of its title."""
        slug = self.region.slug
        candidates: tuple[Candidate, ...] = (candidate_by_title(link.url, link, topic, slug),)
        with suppress(FetchError):
            if is_addressed:
                page = self.fetcher.fetch(link.url)
                text = decode(page.content, page.content_type)
                candidates = read_notice(
                    text, link.url, link, topic, slug, self.definitions.exam, self.today
                )
        awaited = {(item.milestone, item.exam_year, item.sitting) for item in self.awaited}
        for candidate in candidates:
            if (candidate.milestone, candidate.exam_year, candidate.sitting) in awaited:
                yield candidate

    def _not_yet_checks(self, links: Sequence[Link], url: str) -> Iterator[NotYetCheck]:
        for release in self.awaited:
            if release.milestone != RESULTS:
                continue
            if proves_not_yet(links, release, self.definitions.exam, self.today):
                yield NotYetCheck(
                    region=self.region.slug,
                    milestone=RESULTS,
                    exam_year=release.exam_year,
                    sitting=release.sitting,
                    day=self.today,
                    url=url,
                )


def _awaited(
    region: Region, history: ObservationHistory, today: date
) -> Iterator[AwaitedMilestone]:
    """Yield the milestones of each session that are not announced yet."""
    announced = {
        (fact.milestone, fact.exam_year, fact.sitting)
        for fact in region.named_days
        if confidence_of(fact.sources) is Confidence.CONFIRMED
    }
    milestones = build_timeline(region, history, today).milestones
    for exam in (milestone for milestone in milestones if milestone.kind == "exam"):
        is_ahead = exam.window.lower > today
        for kind in _kinds(is_ahead=is_ahead, is_exam_named=exam.state.is_named):
            if (kind, exam.exam_year, exam.sitting) not in announced:
                yield AwaitedMilestone(
                    milestone=kind,
                    exam_year=exam.exam_year,
                    sitting=exam.sitting,
                    since=None if is_ahead else exam.window.upper,
                )


def _kinds(*, is_ahead: bool, is_exam_named: bool) -> Sequence[str]:
    """Return the milestones that may be announced next: before an exam, or from then on."""
    if not is_ahead:
        return MILESTONES[MILESTONES.index(RESULTS) :]
    return BEFORE_EXAM if is_exam_named else (*BEFORE_EXAM, "exam")
