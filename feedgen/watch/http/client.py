"""Sends one request and reads a bounded answer in bounded time.

It uses httpcore, which does no more than that: no redirects, cookies, proxies or decompression.
"""

import ssl
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from time import monotonic

import httpcore

from feedgen.watch.http.addresses import Address
from feedgen.watch.http.connections import PublicNetwork
from feedgen.watch.http.decompress import ACCEPTED, decompressed
from feedgen.watch.http.errors import UnreachableError, UnreadableError, printable_line

_HEADERS = {
    "Accept": (
        "text/html,application/xhtml+xml,application/xml,application/rss+xml,"
        "application/json;q=0.9,text/plain;q=0.8"
    ),
    "Accept-Language": "zh-CN",
    "Accept-Encoding": ACCEPTED,
    # Nothing that a server leaves in a connection can be taken for the next answer.
    "Connection": "close",
}


@dataclass(frozen=True, kw_only=True)
class Response:
    """The answer of a server."""

    address: Address
    """That of the request."""
    status: int
    headers: tuple[tuple[str, str], ...]
    """Names in lower case; a character for each byte of the value."""
    content: bytes = b""
    """Decompressed."""

    def header(self, name: str) -> str:
        """Return the first header of that name, else ""."""
        return next((value for key, value in self.headers if key == name), "")


SizeLimit = Callable[[Response], int]
"""Returns by status and headers how many bytes of the content are read; may refuse the answer."""


class TimeBudget:
    """The time that a page may still take on the network; our own pauses do not count."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.seconds_left = seconds

    @contextmanager
    def spent(self) -> Iterator[float]:
        """Count the time of a request, and give the moment at which it must end."""
        started = monotonic()
        try:
            yield started + self.seconds_left
        finally:
            self.seconds_left -= monotonic() - started


class HttpClient:
    """Sends requests, one after the other."""

    def __init__(
        self, network: PublicNetwork, *, user_agent: str, trusted: ssl.SSLContext | None = None
    ) -> None:
        """Use a network, a User-Agent, and certificates, those of the system if none are given."""
        self._network = network
        self._headers = {**_HEADERS, "User-Agent": user_agent}
        self._pool = httpcore.ConnectionPool(
            ssl_context=trusted or httpcore.default_ssl_context(),
            max_connections=1,
            max_keepalive_connections=0,
            network_backend=network,
        )

    def close(self) -> None:
        """Release the network."""
        self._pool.close()

    def get(
        self,
        address: Address,
        *,
        budget: TimeBudget,
        size_limit: SizeLimit,
        headers: Mapping[str, str] | None = None,
        connect_seconds: float | None = None,
    ) -> Response:
        """Return the answer of a server.

        Args:
            address: Of the page.
            budget: The time that is left.
            size_limit: How much of the content is read.
            headers: To send besides those of every request.
            connect_seconds: How long connecting may take, where that is less than the budget.

        Raises:
            UnreachableError: No connection could be made.
            UnreadableError: The answer is invalid, or late.
        """
        try:
            with budget.spent() as self._network.deadline:
                return self._exchange(address, size_limit, headers or {}, connect_seconds)
        except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
            raise UnreachableError(f"cannot be reached: {printable_line(str(error))}") from error
        except httpcore.TimeoutException as error:
            raise UnreadableError(f"did not arrive within {budget.seconds:g} seconds") from error
        except httpcore.NetworkError as error:
            raise UnreadableError(f"breaks off: {printable_line(str(error))}") from error
        except httpcore.ProtocolError as error:
            raise UnreadableError(f"violates HTTP: {printable_line(str(error))}") from error

    def _exchange(
        self,
        address: Address,
        size_limit: SizeLimit,
        headers: Mapping[str, str],
        connect_seconds: float | None,
    ) -> Response:
        extensions = {} if connect_seconds is None else {"timeout": {"connect": connect_seconds}}
        sent = [*self._headers.items(), *headers.items()]
        with self._pool.stream("GET", address.url, headers=sent, extensions=extensions) as stream:
            response = Response(
                address=address, status=stream.status, headers=_decoded(stream.headers)
            )
            limit = size_limit(response)
            if not limit:
                return response
            encodings = [value for key, value in response.headers if key == "content-encoding"]
            encoding = ", ".join(value.strip().lower() for value in encodings)
            content = decompressed(stream.iter_stream(), encoding, most_bytes=limit)
            return replace(response, content=content)


def _decoded(headers: Iterable[tuple[bytes, bytes]]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in headers
    )
