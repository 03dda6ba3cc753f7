"""Parses the address of a page strictly, and checks that the regions name its host."""

import re
import string
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import quote, urljoin, urlsplit

from feedgen.watch.http.errors import RedirectRefusedError, UnreadableError, printable_line

Scheme = Literal["http", "https"]

LONGEST_ADDRESS = 2000
"""Characters."""
USUAL_PORTS = (None, 80, 443)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*")
_LONGEST_HOST = 253
"""Characters, by RFC 1035, section 2.3.4; checked first, since IDNA is slow over long names."""
_SAFE = "".join(sorted(set(string.punctuation) - set('"#<>\\^`{|}')))
"""Characters that a path or query keeps; the percent sign too, for escaped characters."""


@dataclass(frozen=True, kw_only=True)
class Address:
    """The address of a page: scheme, host, and the target of the request."""

    scheme: Scheme
    host: str
    """Lower case, ASCII."""
    port: int | None
    """None where the address has no explicit port."""
    target: str
    """Path and query, ASCII."""

    @property
    def host_and_port(self) -> str:
        """The host, with its port where one is named."""
        return self.host if self.port is None else f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """The address as text."""
        return f"{self.scheme}://{self.host_and_port}{self.target}"

    def with_scheme(self, scheme: Scheme) -> "Address":
        """Return the same address with another scheme."""
        return replace(self, scheme=scheme)

    def with_target(self, target: str) -> "Address":
        """Return another page of the same host."""
        return replace(self, target=target)


def parse_address(url: str) -> Address:
    """Return the address in a text, without its fragment.

    Raises:
        UnreadableError: It is not a valid address, or one that means more than it seems to.

    >>> parse_address("HTTP://考试.example/通知?a=1#top").url
    'http://xn--xw0a15v.example/%E9%80%9A%E7%9F%A5?a=1'
    """
    # urlsplit drops line breaks and tabs, which would make another address of the one written.
    if len(url) > LONGEST_ADDRESS or _CONTROL.search(url):
        raise UnreadableError("is not a valid address: too long, or with control characters")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        target = quote(f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}", safe=_SAFE)
    except ValueError as error:
        raise UnreadableError(f"is not a valid address: {printable_line(str(error))}") from error
    if parts.scheme not in ("http", "https"):
        raise UnreadableError("is neither http nor https")
    if "@" in parts.netloc:
        raise UnreadableError("contains a user name")
    scheme: Scheme = "https" if parts.scheme == "https" else "http"
    return Address(scheme=scheme, host=_ascii_host(host), port=port, target=target)


def _ascii_host(name: str) -> str:
    try:
        host = name.encode("idna").decode("ascii").lower() if len(name) <= _LONGEST_HOST else ""
    except UnicodeError:
        host = ""
    if not _HOST.fullmatch(host):
        raise UnreadableError("has no valid host name")
    return host


def redirect_target(address: Address, location: str) -> Address:
    """Return the page of the same host to which a server redirects.

    Args:
        address: The one that answered.
        location: The header, a character for each of its bytes.

    Raises:
        RedirectRefusedError: It leads to another host, or is not a valid address.
    """
    try:
        url = urljoin(address.url, quote(location, safe=f"{_SAFE}#", encoding="latin-1"))
        target = parse_address(url)
    except (ValueError, UnreadableError) as error:
        raise RedirectRefusedError(
            f"redirects to {printable_line(location)!r}, which is not a valid address"
        ) from error
    if target.host != address.host:
        raise RedirectRefusedError(
            f"redirects from {address.host} to another host, {printable_line(target.host)}"
        )
    return target


class AllowedHosts:
    """The hosts to which requests may be sent."""

    def __init__(self, names: Iterable[str]) -> None:
        """Allow hosts as addresses write them: `rsj.example`, or `rsj.example:8080` with a port."""
        self._ports: dict[str, set[int | None]] = {}
        for name in names:
            # The pages of a malformed name report the problem, each for itself.
            with suppress(UnreadableError):
                address = parse_address(f"http://{name}")
                self._ports.setdefault(address.host, set(USUAL_PORTS)).add(address.port)

    def check(self, address: Address) -> None:
        """Refuse an address whose host or port is not allowed.

        Raises:
            UnreadableError: It is such an address.
        """
        host = printable_line(address.host)
        if address.host not in self._ports:
            raise UnreadableError(f"is on {host}, a host that no region names")
        if address.port not in self._ports[address.host]:
            raise UnreadableError(f"is on port {address.port} of {host}, which no region names")
