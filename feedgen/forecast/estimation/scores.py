"""Says how good a window was, so that it pays to say what one believes."""

from datetime import date

from feedgen.core.model import Window


def interval_score(window: Window, happened: date, *, miss_rate: float) -> float:
    """Return the interval score of one window against what came true, in days; lower is better.

    The width of the window, plus 2 / `miss_rate` for every day by which the outcome falls outside
    it.

    Args:
        window: The window that was published.
        happened: The day on which it came true.
        miss_rate: Share of outcomes allowed outside the window (alpha), 0.2 for an 80 % window.

    Raises:
        ValueError: `miss_rate` is not strictly between 0 and 1.

    Source:
        Gneiting and Raftery (2007), section 6.2, doi:10.1198/016214506000001437.

    >>> interval_score(Window(date(2026, 8, 1), date(2026, 8, 21)), date(2026, 8, 31), miss_rate=0.2)
    120.0
    """
    if not 0 < miss_rate < 1:
        raise ValueError(f"a miss rate lies between 0 and 1, not at {miss_rate}")
    outside = max((window.lower - happened).days, (happened - window.upper).days, 0)
    return (window.upper - window.lower).days + outside * 2 / miss_rate
