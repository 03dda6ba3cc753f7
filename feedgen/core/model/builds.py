"""Where a build stands, and when it was made."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from feedgen.core.model.feeds import CHINA, instant


@dataclass(frozen=True)
class SiteInfo:
    """Where what is built stands, and how to reach those who build it; each empty where there is
    none.
    """

    site: str = ""
    """Address under which `public/` is served, with a slash at its end."""
    repository: str = ""
    """Address of the repository on its host, without a slash at its end."""
    contact: str = ""
    """A web or mail address for those without an account there."""


A_NIGHT = timedelta(hours=24)
DAYS_WITHOUT_BUILD = timedelta(days=2)


@dataclass(frozen=True)
class BuildInfo:
    """When a build was made and from what: of one that was asked for a day to pretend nothing of
    this is known.
    """

    built: datetime
    """In UTC, to the second."""
    commit: str = ""
    """What was checked out; empty where nobody said."""
    watch: Mapping[str, Any] | None = None
    """What the last round over the authorities' pages brought, in short, as plain data; None where
    nobody said.
    """

    @property
    def next_expected(self) -> datetime:
        """When the next build is to be expected."""
        return self.built + A_NIGHT

    @property
    def stale_after(self) -> datetime:
        """When what was built is no longer to be trusted to be up to date: two days have passed
        without a build.

        All builds of a day say the same, so that a page does not change with the hour.
        """
        return instant(self.built.astimezone(CHINA).date()) + A_NIGHT + DAYS_WITHOUT_BUILD
