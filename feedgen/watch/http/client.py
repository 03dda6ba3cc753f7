"""Asks for one page and takes what comes, whatever that is: in the time that is left, and no more
than is wanted.

It speaks HTTP by httpcore, which does just that: no redirects, cookies, proxies or unpacking of its
own.
"""

import ssl
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from time import monotonic

import httpcore

from feedgen.watch.http.addresses import Address
from feedgen.watch.http.connections import PublicNetwork
from feedgen.watch.http.decompress import ACCEPTED, unpacked
from feedgen.watch.http.errors import UnreachableError, UnreadableError, printable_line

# One request, one connection: nothing that a server leaves in it can be taken for the answer to the
# next.
_ALWAYS = {
    "Accept": (
        "text/html,application/xhtml+xml,application/xml,application/rss+xml,application/json;q=0.9,text/plain;q=0.8"
    ),
    "Accept-Language": "zh-CN",
    "Accept-Encoding": ACCEPTED,
    "Connection": "close",
}


@dataclass(frozen=True, kw_only=True)
class Response:
    """What a server answered."""

    address: Address
    """The one that was asked."""
    status: int
    headers: tuple[tuple[str, str], ...]
    """Names in lower case; a character for each byte of the value."""
    content: bytes = b""
    """Without its packing."""

    def header(self, name: str) -> str:
        """Return the first header of that name, empty where there is none."""
        return next((value for each, value in self.headers if each == name), "")


class TimeBudget:
    """The time that a page may still take: ours for the network, not what we pause of our own
    accord.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.seconds_left = seconds

    @contextmanager
    def in_use(self) -> Iterator[float]:
        """Count the time of a request, and give the moment at which it must end."""
        started = monotonic()
        try:
            yield started + self.seconds_left
        finally:
            self.seconds_left -= monotonic() - started


class HttpClient:
    """Sends requests, one after the other."""

    def __init__(
        self, network: PublicNetwork, *, agent: str, trusted: ssl.SSLContext | None = None
    ) -> None:
        """Take the network, the User-Agent, and whose certificates are trusted if not those of the
        system.
        """
        self._network = network
        self._always = {**_ALWAYS, "User-Agent": agent}
        self._pool = httpcore.ConnectionPool(
            ssl_context=trusted or httpcore.default_ssl_context(),
            max_connections=1,
            max_keepalive_connections=0,
            network_backend=network,
        )

    def close(self) -> None:
        """Let go of the network."""
        self._pool.close()

    def ask(
        self,
        address: Address,
        *,
        patience: TimeBudget,
        most_bytes: Callable[[Response], int],
        headers: Mapping[str, str] | None = None,
        connect_seconds: float | None = None,
    ) -> Response:
        """Return what a server answers.

        Args:
            address: Where to ask.
            patience: How long the answer may take.
            most_bytes: Says by status and headers how much of the content is taken, the rest being
                left; may refuse.
            headers: What to send besides what is always sent.
            connect_seconds: How long connecting may take, where that is less than the patience.

        Raises:
            UnreachableError: No connection could be made.
            UnreadableError: The answer is none, or none in time.
        """
        try:
            with patience.in_use() as self._network.deadline:
                return self._exchange(
                    address, most_bytes, {**self._always, **(headers or {})}, connect_seconds
                )
        except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
            raise UnreachableError(f"cannot be reached: {printable_line(str(error))}") from error
        except httpcore.TimeoutException as error:
            raise UnreadableError(f"did not come within {patience.seconds:g} seconds") from error
        except httpcore.NetworkError as error:
            raise UnreadableError(f"breaks off: {printable_line(str(error))}") from error
        except httpcore.ProtocolError as error:
            raise UnreadableError(
                f"does not come by the rules of HTTP: {printable_line(str(error))}"
            ) from error

    def _exchange(
        self,
        address: Address,
        most_bytes: Callable[[Response], int],
        headers: Mapping[str, str],
        connect_seconds: float | None,
    ) -> Response:
        extensions = {} if connect_seconds is None else {"timeout": {"connect": connect_seconds}}
        with self._pool.stream(
            "GET", address.url, headers=[*headers.items()], extensions=extensions
        ) as response:
            answer = Response(
                address=address, status=response.status, headers=_read_headers(response.headers)
            )
            wanted = most_bytes(answer)
            if not wanted:
                return answer
            packing = ", ".join(
                value.strip().lower()
                for name, value in answer.headers
                if name == "content-encoding"
            )
            return replace(
                answer, content=unpacked(response.iter_stream(), packing, most_bytes=wanted)
            )


def _read_headers(headers: Iterable[tuple[bytes, bytes]]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in headers
    )
