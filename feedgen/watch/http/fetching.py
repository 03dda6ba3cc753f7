"""Reads pages of the hosts that the regions name, with good manners, and safely whatever a server
does.
"""

import ssl
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from time import sleep
from types import TracebackType

from protego import Protego

from feedgen.core.errors import FeedgenError
from feedgen.watch.http.addresses import Address, Hosts, Scheme, read_address, redirected
from feedgen.watch.http.cache import CachedPage, Memory, conditions
from feedgen.watch.http.client import HttpClient, Response, TimeBudget
from feedgen.watch.http.connections import PublicNetwork, Resolve, look_up
from feedgen.watch.http.content_types import check_content, check_type
from feedgen.watch.http.errors import (
    RedirectRefusedError,
    UnreachableError,
    UnreadableError,
    printable_line,
)
from feedgen.watch.http.rate_limit import PAUSE, PRODUCT, RateLimiter, user_agent
from feedgen.watch.http.robots import ALL_ALLOWED, LARGEST_ROBOTS, ROBOTS, read_rules

LARGEST_PAGE = 2_000_000
"""Bytes, without packing."""
PATIENCE = timedelta(seconds=10)
"""For a page with its redirects; for a robots.txt as well."""
MOST_REDIRECTS = 3
_REDIRECTS = (301, 302, 303, 307, 308)
_TOO_LONG = f"is longer than {LARGEST_PAGE} bytes"
_HTTPS_SHARE = 4
"""Of the patience this part goes to connecting by https where the address says http."""


class FetchError(FeedgenError):
    """A page cannot be read; the message says in one printable line which, and why."""

    def __init__(self, url: str, problem: str) -> None:
        self.problem = problem
        """Why, with the page as its subject."""
        super().__init__(f"no page from {printable_line(url)}: {problem}")


@dataclass(frozen=True, kw_only=True)
class Page:
    """What a server sent for an address."""

    url: str
    """The address that answered, after redirects."""
    content: bytes
    """Without any packing, at most `LARGEST_PAGE`."""
    content_type: str
    """The header, empty where there is none; one printable line."""
    is_unchanged: bool
    """The server said that the content is still what was remembered."""


class Fetcher:
    """Reads pages of a few hosts, one at a time."""

    def __init__(
        self,
        hosts: Iterable[str],
        *,
        remembered: Mapping[str, CachedPage] | None = None,
        pause: timedelta = PAUSE,
        patience: timedelta = PATIENCE,
        contact: str = "",
        is_loopback_allowed: bool = False,
        trusted: ssl.SSLContext | None = None,
        resolve: Resolve = look_up,
        sleep: Callable[[float], object] = sleep,
    ) -> None:
        """Prepare one round; each robots.txt is read once in it.

        Args:
            hosts: The only ones that are asked, as their addresses write them: `rsj.example`,
                `rsj.example:8080`.
            remembered: What was read in an earlier round.
            pause: Between two requests to the same host.
            patience: How long a page may take.
            contact: An address at which people learn who asks.
            is_loopback_allowed: Whether pages of this very machine may be read, as no other private
                address may.
            trusted: Whose certificates are trusted, if not those of the system.
            resolve: How the endpoints of a host are found.
            sleep: How to wait, in seconds.
        """
        self.memory: Memory = dict(remembered or {})
        """What was remembered, with what was read since."""
        self._hosts = Hosts(hosts)
        self._patience_seconds = patience.total_seconds()
        self._pace = RateLimiter(pause, sleep=sleep)
        network = PublicNetwork(resolve=resolve, is_loopback_allowed=is_loopback_allowed)
        self._asker = HttpClient(network, agent=user_agent(contact), trusted=trusted)
        self._rules: dict[str, Protego | str] = {}
        """Of each host, or why they are not known."""
        self._working_scheme: dict[str, Scheme] = {}
        """Of a host whose addresses say http: what it can be reached by."""

    def __enter__(self) -> "Fetcher":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the network."""
        self._asker.close()

    def fetch(self, url: str) -> Page:
        """Read a page.

        Raises:
            FetchError: It cannot be read or may not be; nothing else, whatever the server does.
        """
        try:
            return self._page(self._follow(read_address(url), self._most_of_page, is_page=True))
        except UnreadableError as error:
            raise FetchError(url, str(error)) from error

    def _follow(
        self, address: Address, most_bytes: Callable[[Response], int], *, is_page: bool
    ) -> Response:
        """Return the answer at the end of a few redirects."""
        patience = TimeBudget(self._patience_seconds)
        for _ in range(MOST_REDIRECTS + 1):
            self._hosts.check(address)
            if is_page and not self._rules_of(address).can_fetch(address.url, PRODUCT):
                raise UnreadableError("is forbidden to us by robots.txt")
            answer = self._ask(address, patience, most_bytes, is_page=is_page)
            if answer.status not in _REDIRECTS:
                return answer
            address = redirected(answer.address, answer.header("location"))
            if address.over("https") == answer.address.over("https") and address.scheme == "http":
                # The host leads from https back to http: to ask by https again would go round in
                # circles.
                self._working_scheme[address.host] = "http"
        raise RedirectRefusedError(f"redirects more than {MOST_REDIRECTS} times")

    def _ask(
        self,
        address: Address,
        patience: TimeBudget,
        most_bytes: Callable[[Response], int],
        *,
        is_page: bool,
    ) -> Response:
        """Ask a host by https, and by http where its address says so and https does not work."""

        def asked(scheme: Scheme, connect_seconds: float | None = None) -> Response:
            asked_for = address.over(scheme)
            return self._asker.ask(
                asked_for,
                patience=patience,
                most_bytes=most_bytes,
                headers=self._conditions(asked_for) if is_page else {},
                connect_seconds=connect_seconds,
            )

        with self._pace.turn(address.host):
            if address.scheme == "https" or address.port is not None:
                return asked(address.scheme)
            if address.host in self._working_scheme:
                return asked(self._working_scheme[address.host])
            try:
                answer = asked("https", self._patience_seconds / _HTTPS_SHARE)
            except UnreachableError:
                answer = asked("http")
            self._working_scheme[address.host] = answer.address.scheme
            return answer

    def _rules_of(self, address: Address) -> Protego:
        """Return what a host lets us ask for; asked once, be the answer good or bad."""
        host = address.host_and_port
        if host not in self._rules:
            self._rules[host] = self._read_rules(address)
        rules = self._rules[host]
        if isinstance(rules, str):
            raise UnreadableError(
                f"may not be read without the robots.txt of its host, which {rules}"
            )
        self._pace.slow_down(address.host, rules.crawl_delay(PRODUCT) or 0.0)
        return rules

    def _read_rules(self, address: Address) -> Protego | str:
        """Ask for a robots.txt; RFC 9309, section 2.3.1, says what it means when there is none."""
        robots = address.at(ROBOTS)
        try:
            answer = self._follow(
                robots if robots.port else robots.over("http"), _most_of_robots, is_page=False
            )
        except RedirectRefusedError:
            return ALL_ALLOWED
        except UnreadableError as error:
            return str(error)
        if answer.status == 200:
            return read_rules(answer.content)
        # Not there, or not for us: then nothing is forbidden. All else is a fault that may pass,
        # and forbids all; so does a host that has enough of us.
        is_unavailable = 400 <= answer.status < 500 and answer.status != 429
        return ALL_ALLOWED if is_unavailable else f"answers {answer.status}"

    def _conditions(self, address: Address) -> dict[str, str]:
        return conditions(self.memory.get(address.url))

    def _most_of_page(self, answer: Response) -> int:
        """Say how much of an answer is taken; refuse what is no page before any of it arrives."""
        is_unchanged = answer.status == 304 and self._conditions(answer.address)
        if is_unchanged or (answer.status in _REDIRECTS and answer.header("location")):
            return 0
        if answer.status != 200:
            raise UnreadableError(f"answers {answer.status}")
        check_type(answer.header("content-type"))
        if int(answer.header("content-length") or "0") > LARGEST_PAGE:
            raise UnreadableError(_TOO_LONG)
        return LARGEST_PAGE + 1

    def _page(self, answer: Response) -> Page:
        """Make a page of an answer, and remember it."""
        url = answer.address.url
        if answer.status == 304:
            known = self.memory[url]
            return Page(
                url=url, content=known.content, content_type=known.content_type, is_unchanged=True
            )
        if len(answer.content) > LARGEST_PAGE:
            raise UnreadableError(_TOO_LONG)
        content_type = printable_line(answer.header("content-type"))
        check_content(content_type, answer.content)
        new = CachedPage(
            etag=answer.header("etag"),
            last_modified=answer.header("last-modified"),
            content=answer.content,
            content_type=content_type,
        )
        if conditions(new):
            self.memory[url] = new
        else:
            self.memory.pop(url, None)
        return Page(url=url, content=answer.content, content_type=content_type, is_unchanged=False)


def _most_of_robots(answer: Response) -> int:
    return LARGEST_ROBOTS if answer.status == 200 else 0
