"""Connects to the public internet only, to the address that was checked, until a deadline."""

import socket
import ssl
from collections.abc import Callable, Iterable, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any

import httpcore

from feedgen.watch.http.errors import UnreadableError

Endpoint = tuple[str, int]
"""Numeric address and port."""
Resolve = Callable[[str, int], Sequence[Endpoint]]
"""Returns the endpoints of a host and a port, at least one; raises OSError if there are none."""

_GLOBAL_UNICAST = IPv6Network("2000::/3")
"""All public addresses of IPv6, by RFC 4291, section 2.4, and IANA."""
_NAT64 = IPv6Network("64:ff9b::/96")
"""Holds an IPv4 address in its last 32 bits, by RFC 6052."""
_MOST_ENDPOINTS = 4
"""Endpoints of one host that are tried."""


def look_up(host: str, port: int) -> list[Endpoint]:
    """Return the endpoints of a host, in the order in which the system would try them."""
    infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [(str(endpoint[0]), int(endpoint[1])) for *_, endpoint in infos]


def is_public(address: str) -> bool:
    """Whether an address, and the one embedded in it, belongs to the public internet.

    >>> is_public("223.5.5.5"), is_public("10.0.0.1"), is_public("::ffff:127.0.0.1")
    (True, False, False)
    """
    innermost = _innermost(address)
    # `is_global` alone would let through multicast, and IPv6 that embeds IPv4 (::127.0.0.1).
    is_unicast = isinstance(innermost, IPv4Address) or innermost in _GLOBAL_UNICAST
    return is_unicast and innermost.is_global and not innermost.is_multicast


def _innermost(address: str) -> IPv4Address | IPv6Address:
    """Return the address at which packets arrive in the end."""
    outer = ip_address(address)
    if isinstance(outer, IPv4Address):
        return outer
    if outer in _NAT64:
        return IPv4Address(int(outer) & 0xFFFF_FFFF)
    return outer.ipv4_mapped or outer.sixtofour or outer


class PublicNetwork(httpcore.NetworkBackend):
    """Makes connections, each of which ends at the deadline."""

    def __init__(self, *, resolve: Resolve = look_up, is_loopback_allowed: bool = False) -> None:
        """Use a resolver; loopback addresses are the only private ones that can be allowed."""
        self._resolve = resolve
        self._is_loopback_allowed = is_loopback_allowed
        self._connect = httpcore.SyncBackend().connect_tcp
        self.deadline = 0.0
        """By `time.monotonic`, for connections made from now on."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first endpoint of a host that answers.

        Raises:
            UnreadableError: The host has no address, or none that is public.
            httpcore.ConnectError, httpcore.ConnectTimeout: No endpoint answers.
        """
        seconds = _seconds_until(self.deadline)
        give_up = monotonic() + (seconds if timeout is None else min(seconds, timeout))
        endpoints = self._endpoints(host, port)
        while True:
            address, its_port = endpoints.pop(0)
            try:
                # An endpoint that is silent leaves time for the next.
                seconds = _seconds_until(give_up) / (len(endpoints) + 1)
                stream = self._connect(address, its_port, seconds, local_address, socket_options)
                return _DeadlineStream(stream, self.deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if not endpoints:
                    raise

    def _endpoints(self, host: str, port: int) -> list[Endpoint]:
        """Return the endpoints that may be connected to."""
        endpoints = _resolve_in_time(self._resolve, host, port, _seconds_until(self.deadline))
        allowed = [endpoint for endpoint in endpoints if self._is_allowed(endpoint[0])]
        if not allowed:
            address = endpoints[0][0]
            raise UnreadableError(
                f"is on {host}, which resolves to {address}, not a public address"
            )
        return allowed[:_MOST_ENDPOINTS]

    def _is_allowed(self, address: str) -> bool:
        return is_public(address) or (self._is_loopback_allowed and _innermost(address).is_loopback)


class _DeadlineStream(httpcore.NetworkStream):
    """A connection with one deadline for all its steps: a drip of bytes gains no time."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._seconds(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._seconds(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._seconds(timeout))
        return _DeadlineStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    def _seconds(self, timeout: float | None) -> float:
        seconds = _seconds_until(self._deadline)
        return seconds if timeout is None else min(seconds, timeout)


def _seconds_until(moment: float) -> float:
    """Return the seconds that are left, always more than 0.

    Raises:
        httpcore.TimeoutException: The moment has passed.
    """
    seconds = moment - monotonic()
    if seconds <= 0:
        raise httpcore.TimeoutException
    return seconds


def _resolve_in_time(resolve: Resolve, host: str, port: int, seconds: float) -> Sequence[Endpoint]:
    """Return the endpoints of a host; a slow resolver is abandoned, since it has no timeout."""
    results: SimpleQueue[Sequence[Endpoint] | OSError | UnicodeError] = SimpleQueue()

    def run() -> None:
        try:
            results.put(resolve(host, port))
        except (OSError, UnicodeError) as error:
            results.put(error)

    Thread(target=run, daemon=True).start()
    try:
        endpoints = results.get(timeout=seconds)
    except Empty:
        raise httpcore.TimeoutException from None
    if isinstance(endpoints, Exception):
        raise UnreadableError(f"is on {host}, a name that cannot be resolved") from endpoints
    return endpoints
