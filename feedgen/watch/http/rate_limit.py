"""Names us to the hosts, and keeps the pauses that they may expect."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib.metadata import version
from time import monotonic, sleep
from urllib.parse import quote

PRODUCT = "feedgen"
"""Our product token in a robots.txt."""
PAUSE = timedelta(seconds=3)
LONGEST_PAUSE = timedelta(seconds=30)
"""A host that asks for more gets this."""


def user_agent(contact: str) -> str:
    """Return our User-Agent, with an address if one is given.

    All but plain characters of an address is escaped, so that a contact is neither a second header
    nor the end of the comment.
    """
    suffix = f"; +{quote(contact, safe=':/?#@!$&*+,;=%~')}" if contact else ""
    return f"{PRODUCT}/{version('kaohou')} (calendar feeds of exam dates{suffix})"


class RateLimiter:
    """Keeps a pause between two requests to the same host."""

    def __init__(
        self,
        pause: timedelta = PAUSE,
        *,
        sleep: Callable[[float], object] = sleep,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """Use a pause, and functions that wait and tell the time, both in seconds."""
        self._pause_seconds = pause.total_seconds()
        self._sleep = sleep
        self._clock = clock
        self._delay_seconds: dict[str, float] = {}
        self._ended: dict[str, float] = {}

    def slow_down(self, host: str, delay_seconds: float) -> None:
        """Keep at least the pause that a host asks for, up to the longest."""
        self._delay_seconds[host] = min(delay_seconds, LONGEST_PAUSE.total_seconds())

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Wait for our turn; the next pause begins when this one ends, in success or failure."""
        if host in self._ended:
            pause = max(self._pause_seconds, self._delay_seconds.get(host, 0.0))
            self._sleep(max(0.0, self._ended[host] + pause - self._clock()))
        try:
            yield
        finally:
            self._ended[host] = self._clock()
