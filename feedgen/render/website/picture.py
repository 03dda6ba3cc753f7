"""Lays out the picture of a timeline: bars along a time axis, their shades and their labels."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain

from dateutil.relativedelta import relativedelta

from feedgen.core.model import (
    SHARES,
    MilestoneText,
    NamedDays,
    Region,
    State,
    Timeline,
    Window,
    in_force,
)
from feedgen.render.website.answer import RESULTS
from feedgen.render.website.days import dated_text, day_text, due_text

DAY = timedelta(days=1)
MARGIN = timedelta(days=12)
DARKEST, LIGHTEST = 0.95, 0.12
"""Opacity of the likeliest days, and of the least likely ones."""
MONTH_NAME = timedelta(days=12)
"""A month with fewer days in the picture has no room for its name."""
STOPS = 8
SMOOTHING = 0.16
"""Width of the smoothing kernel as a share of the bar; equal quantiles would make a spike."""
SMALLEST = 9.0
"""Length of a single day, which would be invisible at scale."""


@dataclass(frozen=True)
class Scale:
    """Maps days to positions along the axis."""

    first: date
    origin: float
    per_day: float

    def at(self, day: date) -> float:
        """Return the position at which a day begins."""
        return round(self.origin + (day - self.first).days * self.per_day, 1)


@dataclass(frozen=True)
class Bar:
    """A milestone along the axis, from the begin of its first day to the end of its last."""

    text: MilestoneText
    start: float
    end: float
    lane: int
    """Number of its lane; bars of one lane do not touch."""
    tick: float | None
    """The middle of the likeliest day."""
    bounds: tuple[float, float] | None
    """Begin and end of the window itself, for a bar that fades out beyond it."""
    stops: tuple[tuple[int, float], ...]
    """Gradient: per cent along the bar, opacity; empty if all days are equally likely."""
    lines: tuple[str, ...]
    """Lines of its label."""
    label: float
    """Position of its label; labels do not overlap."""

    @property
    def middle(self) -> float:
        """The point that the label belongs to: the likeliest day, of a deadline the last one."""
        if self.text.milestone.is_deadline:
            return self.end
        return self.tick if self.tick is not None else (self.start + self.end) / 2

    @property
    def id(self) -> str:
        """Its id among the bars of a picture."""
        milestone = self.text.milestone
        return f"{milestone.kind}-{milestone.exam_year}-{milestone.sitting}"

    @property
    def is_dot(self) -> bool:
        """Whether it is drawn as a dot, too short for a bar."""
        return self.end - self.start <= SMALLEST


@dataclass(frozen=True)
class EarlierRelease:
    """An earlier release, as many days after this exam as it came after its own."""

    at: float
    label: float
    """Position of its year; years do not overlap."""
    year: str
    words: str


@dataclass(frozen=True)
class Picture:
    """A timeline along one axis."""

    length: float
    today: float | None
    """The middle of today; None outside the picture."""
    today_label: float
    today_words: str
    months: tuple[tuple[float, str, str], ...]
    """Begin of each month, its name, and its year if that is new."""
    bars: tuple[Bar, ...]
    earlier: tuple[EarlierRelease, ...]

    @property
    def gradients(self) -> tuple[Bar, ...]:
        """The bars that need a gradient of their own."""
        return tuple(bar for bar in self.bars if bar.stops)

    @property
    def lanes(self) -> int:
        """How many lanes there are."""
        return max((bar.lane for bar in self.bars), default=0) + 1


@dataclass(frozen=True)
class Layout:
    """The dimensions of a picture along its axis."""

    origin: float
    tail: float
    per_day: float
    longest: float
    """Longest axis; a longer time is compressed."""
    line: float
    """Length of a label's line; 0 if labels stand beside the axis."""
    year: float
    """Length of the year of an earlier release."""


VERTICAL = Layout(origin=10, tail=8, per_day=1.5, longest=660, line=15, year=11)
HORIZONTAL = Layout(origin=8, tail=8, per_day=10, longest=624, line=0, year=30)


def draw_picture(
    texts: Sequence[MilestoneText], timeline: Timeline, region: Region, layout: Layout
) -> Picture | None:
    """Lay out a timeline along one axis; None if there is nothing to draw."""
    if not texts:
        return None
    today, year = timeline.as_of, timeline.as_of.year
    days = list(chain.from_iterable(map(_days_drawn, texts)))
    # A picture of a past session is not stretched to today.
    is_near = min(days) - MARGIN <= today <= max(days) + relativedelta(months=3)
    days += [today] if is_near else []
    first, last = min(days) - MARGIN, max(days) + MARGIN
    per_day = min(layout.per_day, layout.longest / (last - first).days)
    scale = Scale(first, layout.origin, per_day)
    lanes = _lanes(texts)
    bars = [_bar(text, lane, scale, year) for text, lane in zip(texts, lanes, strict=True)]
    now = scale.at(today) + per_day / 2
    labels = [(bar.middle, (len(bar.lines) + 0.5) * layout.line) for bar in bars]
    placed = _apart([*labels, (now, 1.5 * layout.line)] if is_near else labels)
    ends = [at + length for at, (_, length) in zip(placed, labels, strict=False)]
    length = max(scale.at(last), placed[-1] + layout.line, *ends) + layout.tail
    return Picture(
        length=round(length, 1),
        today=now if is_near else None,
        today_label=placed[-1],
        today_words=f"今天 {day_text(today, year)}",
        months=tuple(_months(scale, last)),
        bars=tuple(replace(bar, label=at) for bar, at in zip(bars, placed, strict=False)),
        earlier=tuple(_earlier(texts, timeline, region, scale, layout.year)),
    )


def _days_drawn(text: MilestoneText) -> list[date]:
    window = text.milestone.window
    return [window.lower, window.upper, *(window.quantiles if _is_soft(text) else ())]


def _is_soft(text: MilestoneText) -> bool:
    """Say whether the shade of a day shows its chance."""
    is_estimated = text.milestone.state is State.ESTIMATED
    return is_estimated and text.likeliest is not None and bool(text.milestone.window.quantiles)


def _bar(text: MilestoneText, lane: int, scale: Scale, year: int) -> Bar:
    window = text.milestone.window
    is_soft = _is_soft(text)
    first, last = (
        (window.quantiles[0], window.quantiles[-1]) if is_soft else (window.lower, window.upper)
    )
    start, end = scale.at(first), max(scale.at(last + DAY), scale.at(first) + SMALLEST)
    sitting = f"（第{text.milestone.sitting}次）" if text.milestone.sitting > 1 else ""
    lines = [f"{text.word} {text.name}{sitting}", due_text(text, year)]
    if text.likeliest:
        lines.append(f"最可能 {day_text(text.likeliest, year, weekday=False)}")
    return Bar(
        text=text,
        start=start,
        end=end,
        lane=lane,
        tick=scale.at(text.likeliest) + scale.per_day / 2 if text.likeliest else None,
        bounds=(scale.at(window.lower), scale.at(window.upper + DAY)) if is_soft else None,
        stops=tuple(_stops(window)) if is_soft else (),
        lines=tuple(lines),
        label=0,
    )


def _stops(window: Window) -> Iterator[tuple[int, float]]:
    """Yield the gradient of a window: per cent along its quantiles, opacity by the chance there."""
    first, last = window.quantiles[0], window.quantiles[-1]
    length = (last - first).days + 1
    days = [(day - first).days + 0.5 for day in window.quantiles]
    masses = [
        ((before + after) / 2, upper - lower)
        for before, after, lower, upper in zip(days, days[1:], SHARES, SHARES[1:], strict=False)
    ]
    chances = [
        _smooth(masses, length * stop / STOPS, length * SMOOTHING) for stop in range(STOPS + 1)
    ]
    for stop, chance in enumerate(chances):
        opacity = LIGHTEST + (DARKEST - LIGHTEST) * chance / max(chances)
        yield round(100 * stop / STOPS), round(opacity, 2)


def _smooth(masses: Sequence[tuple[float, float]], at: float, reach: float) -> float:
    """Return the chance around a point under a triangular kernel; a mass is position and chance."""
    return sum(chance * max(0.0, 1 - abs(middle - at) / reach) for middle, chance in masses)


def _lanes(texts: Sequence[MilestoneText]) -> list[int]:
    """Return the first free lane of each bar, in their order."""
    ends: list[date] = []
    lanes = []
    for text in texts:
        days = _days_drawn(text)
        free = (lane for lane, end in enumerate(ends) if end + MARGIN < min(days))
        lane = next(free, len(ends))
        ends[lane : lane + 1] = [max(days)]
        lanes.append(lane)
    return lanes


def _apart(labels: Sequence[tuple[float, float]]) -> list[float]:
    """Return the positions of labels: centred on their points, moved on where they would overlap.

    Args:
        labels: The wanted middle of each label, and its length.

    >>> _apart([(100, 30), (110, 30), (0, 30)])
    [85.0, 115.0, 0.0]
    """
    placed: dict[int, float] = {}
    free = 0.0
    for number in sorted(range(len(labels)), key=lambda number: labels[number]):
        middle, length = labels[number]
        placed[number] = round(max(middle - length / 2, free), 1)
        free = placed[number] + length
    return [placed[number] for number in range(len(labels))]


def _months(scale: Scale, last: date) -> Iterator[tuple[float, str, str]]:
    month, year = scale.first.replace(day=1) + relativedelta(months=1), 0
    while month + MONTH_NAME <= last:
        yield scale.at(month), f"{month.month}月", f"{month.year}年" if month.year != year else ""
        year = month.year
        month += relativedelta(months=1)


def _earlier(
    texts: Sequence[MilestoneText],
    timeline: Timeline,
    region: Region,
    scale: Scale,
    label_length: float,
) -> Iterator[EarlierRelease]:
    """Yield the region's earlier releases, each as many days after this exam as after its own."""
    results = next((text.milestone for text in texts if text.milestone.kind == RESULTS), None)
    exam = results and timeline.of("exam", results.exam_year, results.sitting)
    if exam is None:
        return
    releases = list(_releases_after_exam(timeline, region, before=exam.exam_year))
    places = [scale.at(exam.window.upper + lag) + scale.per_day / 2 for lag, _ in releases]
    labels = _apart([(at, label_length) for at in places])
    for at, label, (lag, release) in zip(places, labels, releases, strict=True):
        day = f"{day_text(release.first, 0, weekday=False)}{dated_text(release, region)}"
        yield EarlierRelease(at, label, str(release.exam_year), f"{day}（考后{lag.days}天）")


def _releases_after_exam(
    timeline: Timeline, region: Region, *, before: int
) -> Iterator[tuple[timedelta, NamedDays]]:
    """Yield the releases of exam years before the given one, with the time since their exam."""
    exam_ends = {(held.exam_year, held.sitting): held.end for held in in_force(region.sessions)}
    for release in timeline.earlier:
        end = exam_ends.get((release.exam_year, release.sitting))
        if end and release.has_known_exam_days and release.exam_year < before:
            yield release.first - end, release
