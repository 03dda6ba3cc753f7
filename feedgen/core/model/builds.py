"""Where a build is served, and when it was made."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from feedgen.core.model.feeds import CHINA, instant


@dataclass(frozen=True)
class SiteInfo:
    """Where a build is served, and how to reach its maintainers; each may be empty."""

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
    """When a build was made and from what; a build that pretends another day has none."""

    built: datetime
    """In UTC, to the second."""
    commit: str = ""
    """What was checked out; empty if not given."""
    watch: Mapping[str, Any] | None = None
    """Summary of the last round over the authorities' pages; None if not given."""

    @property
    def next_expected(self) -> datetime:
        """When the next build is expected."""
        return self.built + A_NIGHT

    @property
    def stale_after(self) -> datetime:
        """When the build may be out of date: after two days without another.

        It is the same for all builds of a day, so that a page does not change with the hour.
        """
        return instant(self.built.astimezone(CHINA).date()) + A_NIGHT + DAYS_WITHOUT_BUILD
