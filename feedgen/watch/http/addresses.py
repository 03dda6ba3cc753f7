"""Reads the address of a page strictly, and says whether it is on a host that the regions name."""

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
_HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*")
_LONGEST_HOST = 253
"""Characters, by RFC 1035, section 2.3.4; looked at first, since IDNA takes its time over long
names.
"""
_KEPT = "".join(sorted(set(string.punctuation) - set('"#<>\\^`{|}')))
"""What stands in a path or query as it is: a percent sign as well, for what is escaped already."""


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where a page is: http or https, a host, and what to ask it for."""

    scheme: Scheme
    host: str
    """Lower case, ASCII."""
    port: int | None
    """None where the address names none."""
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

    def over(self, scheme: Scheme) -> "Address":
        """Return the same address with another scheme."""
        return replace(self, scheme=scheme)

    def at(self, target: str) -> "Address":
        """Return another page of the same host."""
        return replace(self, target=target)


def read_address(url: str) -> Address:
    """Return the address that a text means, without its fragment.

    Raises:
        UnreadableError: It is no address of a page, or one that means more than it seems to.

    >>> read_address("HTTP://考试.example/通知?a=1#top").url
    'http://xn--xw0a15v.example/%E9%80%9A%E7%9F%A5?a=1'
    """
    # urlsplit leaves out line breaks and tabs, so that another address would be read than the one
    # that was written.
    if len(url) > LONGEST_ADDRESS or any(each < " " or each == "\x7f" for each in url):
        raise UnreadableError("is no address: too long, or with control characters")
    try:
        parts = urlsplit(url)
        port = parts.port
        target = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=_KEPT)
    except ValueError as error:
        raise UnreadableError(f"is no address: {printable_line(str(error))}") from error
    if parts.scheme not in ("http", "https"):
        raise UnreadableError("is neither http nor https")
    if "@" in parts.netloc:
        raise UnreadableError("names a user")
    scheme: Scheme = "https" if parts.scheme == "https" else "http"
    return Address(scheme=scheme, host=_host(parts.hostname or ""), port=port, target=target)


def redirected(address: Address, location: str) -> Address:
    """Return where a server leads on to: another page of the same host.

    Args:
        address: The one that answered.
        location: The header, a character for each of its bytes.

    Raises:
        AstrayError: It leads to another host, or is no address.
    """
    try:
        target = read_address(
            urljoin(address.url, quote(location, safe=_KEPT + "#", encoding="latin-1"))
        )
    except (ValueError, UnreadableError) as error:
        raise RedirectRefusedError(
            f"redirects to {printable_line(location)!r}, which is no address of a page"
        ) from error
    if target.host != address.host:
        raise RedirectRefusedError(
            f"redirects from {address.host} to another host, {printable_line(target.host)}"
        )
    return target


class Hosts:
    """The hosts that may be asked."""

    def __init__(self, names: Iterable[str]) -> None:
        """Take the hosts as addresses write them: `rsj.example`, or `rsj.example:8080` where a port
        is named.
        """
        self._ports: dict[str, set[int | None]] = {}
        for name in names:
            # A name that cannot be read is nobody's: its pages say so, each for itself.
            with suppress(UnreadableError):
                named = read_address(f"http://{name}")
                self._ports.setdefault(named.host, set(USUAL_PORTS)).add(named.port)

    def check(self, address: Address) -> None:
        """Refuse an address whose host or port nobody named.

        Raises:
            UnreadableError: It is such an address.
        """
        if address.host not in self._ports:
            raise UnreadableError(
                f"is on {printable_line(address.host)}, a host that no region names"
            )
        if address.port not in self._ports[address.host]:
            raise UnreadableError(
                f"is on port {address.port} of {address.host}, which no region names"
            )


def _host(name: str) -> str:
    """Return a host's name as it is asked for: lower case, ASCII."""
    try:
        host = name.encode("idna").decode("ascii").lower() if len(name) <= _LONGEST_HOST else ""
    except UnicodeError:
        host = ""
    if not _HOST.fullmatch(host):
        raise UnreadableError("has no name of a host in it")
    return host
