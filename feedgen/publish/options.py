"""What a build can be asked for beside its day and its depth."""

from dataclasses import dataclass

from feedgen.core.model import BacktestReport, BuildInfo, SiteInfo


@dataclass(frozen=True, kw_only=True)
class BuildOptions:
    """Options of one build; each default leaves something out."""

    site_info: SiteInfo | None = None
    """Where the folder will be served; None takes it from the definitions."""
    report: BacktestReport | None = None
    """The backtest, for the index."""
    build_info: BuildInfo | None = None
    """When it is made and from what; None if it pretends another day."""
    rebuild_ledger: bool = False
    """Make the ledger from the published feeds in place of its file."""
    accept_reason: str = ""
    """Why changes that the guard blocks are right; empty leaves them blocked."""
    counts_facts: bool = False
    """Look for every fact in the files, and count it in status.json."""


NO_OPTIONS = BuildOptions()
