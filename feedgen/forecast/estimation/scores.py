"""Scores windows by a proper scoring rule: the honest window has the best expected score."""

from datetime import date

from feedgen.core.model import Window


def interval_score(window: Window, outcome: date, *, miss_rate: float) -> float:
    """Return the interval score of a window against the outcome, in days; lower is better.

    The width of the window, plus 2 / `miss_rate` for every day between it and the outcome.

    Args:
        window: The window that was published.
        outcome: The day on which it came true.
        miss_rate: Share of outcomes allowed outside the window (alpha), 0.2 for an 80 % window.

    Raises:
        ValueError: `miss_rate` is not strictly between 0 and 1.

    Source:
        Gneiting and Raftery (2007), section 6.2, doi:10.1198/016214506000001437.

    >>> window = Window(date(2026, 8, 1), date(2026, 8, 21))
    >>> interval_score(window, date(2026, 8, 31), miss_rate=0.2)
    120.0
    """
    if not 0 < miss_rate < 1:
        raise ValueError(f"a miss rate lies between 0 and 1, not at {miss_rate}")
    outside = max((window.lower - outcome).days, (outcome - window.upper).days, 0)
    return (window.upper - window.lower).days + outside * 2 / miss_rate
