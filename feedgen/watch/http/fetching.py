"""Reads pages of the hosts that the regions name, politely and safely."""

import ssl
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from time import sleep
from types import TracebackType

from protego import Protego

from feedgen.core.errors import FeedgenError
from feedgen.watch.http.addresses import (
    Address,
    AllowedHosts,
    Scheme,
    parse_address,
    redirect_target,
)
from feedgen.watch.http.cache import CachedPage, PageCache, conditional_headers
from feedgen.watch.http.client import HttpClient, Response, SizeLimit, TimeBudget
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
"""Bytes, decompressed."""
TIME_LIMIT = timedelta(seconds=10)
"""For a page with its redirects; for a robots.txt as well."""
MOST_REDIRECTS = 3
_REDIRECTS = (301, 302, 303, 307, 308)
_TOO_LONG = f"is longer than {LARGEST_PAGE} bytes"
_HTTPS_SHARE = 4
"""This part of the time limit goes to connecting by https where the address says http."""


class FetchError(FeedgenError):
    """A page cannot be read; the message says in one printable line which, and why."""

    def __init__(self, url: str, problem: str) -> None:
        self.problem = problem
        """Why, with the page as its subject."""
        super().__init__(f"no page from {printable_line(url)}: {problem}")


@dataclass(frozen=True, kw_only=True)
class Page:
    """The content of an address."""

    url: str
    """The address that answered, after redirects."""
    content: bytes
    """Decompressed, at most `LARGEST_PAGE`."""
    content_type: str
    """The header, empty where there is none; one printable line."""
    is_unchanged: bool
    """The server confirmed that the cached content is still current."""


class Fetcher:
    """Reads pages of a few hosts, one at a time."""

    def __init__(
        self,
        hosts: Iterable[str],
        *,
        cached: Mapping[str, CachedPage] | None = None,
        pause: timedelta = PAUSE,
        time_limit: timedelta = TIME_LIMIT,
        contact: str = "",
        is_loopback_allowed: bool = False,
        trusted: ssl.SSLContext | None = None,
        resolve: Resolve = look_up,
        sleep: Callable[[float], object] = sleep,
    ) -> None:
        """Prepare one run, in which each robots.txt is read once.

        Args:
            hosts: The only ones that are asked, as their addresses write them: `rsj.example`,
                `rsj.example:8080`.
            cached: The pages of an earlier run.
            pause: Between two requests to the same host.
            time_limit: Of a page.
            contact: An address for the User-Agent.
            is_loopback_allowed: Whether pages of this very machine may be read; pages of other
                private addresses never are.
            trusted: Whose certificates are trusted, if not those of the system.
            resolve: Returns the endpoints of a host.
            sleep: Waits, in seconds.
        """
        self.cache: PageCache = dict(cached or {})
        """The cached pages, with those that were read since."""
        self._hosts = AllowedHosts(hosts)
        self._time_limit_seconds = time_limit.total_seconds()
        self._limiter = RateLimiter(pause, sleep=sleep)
        network = PublicNetwork(resolve=resolve, is_loopback_allowed=is_loopback_allowed)
        self._client = HttpClient(network, user_agent=user_agent(contact), trusted=trusted)
        self._rules: dict[str, Protego | str] = {}
        """Of each host, or why they are not known."""
        self._working_scheme: dict[str, Scheme] = {}
        """Of a host whose addresses say http: the scheme by which it can be reached."""

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
        """Release the network."""
        self._client.close()

    def fetch(self, url: str) -> Page:
        """Read a page.

        Raises:
            FetchError: It cannot or may not be read; no other error occurs.
        """
        try:
            return self._page(self._follow(parse_address(url), self._page_limit, is_page=True))
        except UnreadableError as error:
            raise FetchError(url, str(error)) from error

    def _follow(self, address: Address, size_limit: SizeLimit, *, is_page: bool) -> Response:
        """Return the response at the end of a few redirects."""
        budget = TimeBudget(self._time_limit_seconds)
        for _ in range(MOST_REDIRECTS + 1):
            self._hosts.check(address)
            if is_page and not self._rules_of(address).can_fetch(address.url, PRODUCT):
                raise UnreadableError("is disallowed by robots.txt")
            response = self._request(address, budget, size_limit, is_page=is_page)
            if response.status not in _REDIRECTS:
                return response
            address = redirect_target(response.address, response.header("location"))
            if address == response.address.with_scheme("http"):
                # The host leads from https back to http; https again would go round in circles.
                self._working_scheme[address.host] = "http"
        raise RedirectRefusedError(f"redirects more than {MOST_REDIRECTS} times")

    def _request(
        self, address: Address, budget: TimeBudget, size_limit: SizeLimit, *, is_page: bool
    ) -> Response:
        """Ask a host by https, and by http where its address says so and https does not work."""

        def get(scheme: Scheme, connect_seconds: float | None = None) -> Response:
            requested = address.with_scheme(scheme)
            return self._client.get(
                requested,
                budget=budget,
                size_limit=size_limit,
                headers=self._conditions(requested) if is_page else {},
                connect_seconds=connect_seconds,
            )

        with self._limiter.turn(address.host):
            if address.scheme == "https" or address.port is not None:
                return get(address.scheme)
            if address.host in self._working_scheme:
                return get(self._working_scheme[address.host])
            try:
                response = get("https", self._time_limit_seconds / _HTTPS_SHARE)
            except UnreachableError:
                response = get("http")
            self._working_scheme[address.host] = response.address.scheme
            return response

    def _rules_of(self, address: Address) -> Protego:
        """Return the robots.txt of a host; it is requested once, in success or failure."""
        host = address.host_and_port
        if host not in self._rules:
            self._rules[host] = self._read_rules(address)
        rules = self._rules[host]
        if isinstance(rules, str):
            raise UnreadableError(
                f"may not be read without the robots.txt of its host, which {rules}"
            )
        self._limiter.slow_down(address.host, rules.crawl_delay(PRODUCT) or 0.0)
        return rules

    def _read_rules(self, address: Address) -> Protego | str:
        """Read a robots.txt, or follow RFC 9309, section 2.3.1, where that fails."""
        robots = address.with_target(ROBOTS)
        if robots.port is None:
            robots = robots.with_scheme("http")
        try:
            response = self._follow(robots, _robots_limit, is_page=False)
        except RedirectRefusedError:
            return ALL_ALLOWED
        except UnreadableError as error:
            return str(error)
        if response.status == 200:
            return read_rules(response.content)
        # Missing or refused, it allows all. Any other status is a fault that may pass and allows
        # nothing; so does "too many requests".
        is_unavailable = 400 <= response.status < 500 and response.status != 429
        return ALL_ALLOWED if is_unavailable else f"answers {response.status}"

    def _conditions(self, address: Address) -> dict[str, str]:
        return conditional_headers(self.cache.get(address.url))

    def _page_limit(self, response: Response) -> int:
        """Return how much of a response is read; refuse other files before they arrive."""
        is_unchanged = response.status == 304 and self._conditions(response.address)
        if is_unchanged or (response.status in _REDIRECTS and response.header("location")):
            return 0
        if response.status != 200:
            raise UnreadableError(f"answers {response.status}")
        check_type(response.header("content-type"))
        if int(response.header("content-length") or "0") > LARGEST_PAGE:
            raise UnreadableError(_TOO_LONG)
        return LARGEST_PAGE + 1

    def _page(self, response: Response) -> Page:
        """Return the page in a response, and cache it."""
        url = response.address.url
        if response.status == 304:
            known = self.cache[url]
            return Page(
                url=url, content=known.content, content_type=known.content_type, is_unchanged=True
            )
        content = response.content
        if len(content) > LARGEST_PAGE:
            raise UnreadableError(_TOO_LONG)
        content_type = printable_line(response.header("content-type"))
        check_content(content_type, content)
        page = CachedPage(
            etag=response.header("etag"),
            last_modified=response.header("last-modified"),
            content=content,
            content_type=content_type,
        )
        self.cache.pop(url, None)
        if conditional_headers(page):
            self.cache[url] = page
        return Page(url=url, content=content, content_type=content_type, is_unchanged=False)


def _robots_limit(response: Response) -> int:
    return LARGEST_ROBOTS if response.status == 200 else 0
