"""Connects to the public internet only: to the very address that was checked, and not beyond a
deadline.
"""

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
"""Finds the endpoints of a host and a port, at least one; raises OSError where there is none."""

_GLOBAL_UNICAST = IPv6Network("2000::/3")
"""All of IPv6 that is given out to the public, by RFC 4291, section 2.4, and IANA."""
_NAT64 = IPv6Network("64:ff9b::/96")
"""Holds an IPv4 address in its last 32 bits, by RFC 6052."""
_MOST_ENDPOINTS = 4
"""Endpoints of one host that are tried."""


def look_up(host: str, port: int) -> list[Endpoint]:
    """Return the endpoints of a host, in the order in which the system would try them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [(str(each[4][0]), int(each[4][1])) for each in found]


def is_public(address: str) -> bool:
    """Say whether an address belongs to the public internet, also the one wrapped in it.

    >>> is_public("223.5.5.5"), is_public("10.0.0.1"), is_public("::ffff:127.0.0.1")
    (True, False, False)
    """
    found = _innermost(address)
    # `is_global` alone would let through multicast, and IPv6 that merely wraps IPv4 (::127.0.0.1).
    is_given_out = isinstance(found, IPv4Address) or found in _GLOBAL_UNICAST
    return is_given_out and found.is_global and not found.is_multicast


def _innermost(address: str) -> IPv4Address | IPv6Address:
    """Return the address at which packets arrive in the end."""
    found = ip_address(address)
    if isinstance(found, IPv4Address):
        return found
    if found in _NAT64:
        return IPv4Address(int(found) & 0xFFFF_FFFF)
    return found.ipv4_mapped or found.sixtofour or found


class PublicNetwork(httpcore.NetworkBackend):
    """Makes connections, each of which ends at the deadline."""

    def __init__(self, *, resolve: Resolve = look_up, is_loopback_allowed: bool = False) -> None:
        """Take a way to find endpoints; loopback addresses are the only private ones that can be
        let through.
        """
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
        patience = _seconds_until(self.deadline)
        give_up = monotonic() + (patience if timeout is None else min(patience, timeout))
        endpoints = self._endpoints(host, port)
        while True:
            address, its_port = endpoints.pop(0)
            try:
                # An endpoint that is silent leaves time for the next.
                seconds = _seconds_until(give_up) / (len(endpoints) + 1)
                stream = self._connect(address, its_port, seconds, local_address, socket_options)
                return _HurriedStream(stream, self.deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if not endpoints:
                    raise

    def _endpoints(self, host: str, port: int) -> list[Endpoint]:
        """Return the endpoints that may be connected to."""
        found = _in_time(self._resolve, host, port, _seconds_until(self.deadline))
        allowed = [each for each in found if self._is_allowed(each[0])]
        if not allowed:
            raise UnreadableError(
                f"is on {host}, which leads to {found[0][0]}, no address of the public internet"
            )
        return allowed[:_MOST_ENDPOINTS]

    def _is_allowed(self, address: str) -> bool:
        return is_public(address) or (self._is_loopback_allowed and _innermost(address).is_loopback)


class _HurriedStream(httpcore.NetworkStream):
    """A connection whose every step has until the deadline, so that a drip of bytes gains no time."""

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
        return _HurriedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    def _seconds(self, timeout: float | None) -> float:
        seconds = _seconds_until(self._deadline)
        return seconds if timeout is None else min(seconds, timeout)


def _seconds_until(moment: float) -> float:
    """Return the seconds that are left, always more than 0.

    Raises:
        httpcore.TimeoutException: None are left.
    """
    seconds = moment - monotonic()
    if seconds <= 0:
        raise httpcore.TimeoutException
    return seconds


def _in_time(resolve: Resolve, host: str, port: int, seconds: float) -> Sequence[Endpoint]:
    """Return the endpoints of a host; a resolver knows no timeout, so that one who takes too long
    is left behind.
    """
    found: SimpleQueue[Sequence[Endpoint] | OSError | UnicodeError] = SimpleQueue()

    def look() -> None:
        try:
            found.put(resolve(host, port))
        except (OSError, UnicodeError) as error:
            found.put(error)

    Thread(target=look, daemon=True).start()
    try:
        endpoints = found.get(timeout=seconds)
    except Empty:
        raise httpcore.TimeoutException from None
    if isinstance(endpoints, Exception):
        raise UnreadableError(f"is on {host}, a name that leads nowhere") from endpoints
    return endpoints
