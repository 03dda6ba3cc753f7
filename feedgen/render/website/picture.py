"""Works out the picture of a timeline: where along time each milestone lies, how dark each day is,
where labels fit.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from feedgen.core.model import SHARES, MilestoneText, Region, State, Timeline, Window, in_force
from feedgen.render.website.answer import RESULTS
from feedgen.render.website.days import dated_text, day_text, due_text

DAY = timedelta(days=1)
MARGIN = timedelta(days=12)
DARKEST, LIGHTEST = 0.95, 0.12
"""Opacity of the likeliest days, and of those that are hardly likely."""
MONTH_NAME = timedelta(days=12)
"""A month of which less is in the picture has no room for its name."""
STOPS = 8
SMOOTHING = 0.16
"""How far a chance reaches, as a share of the bar: quantiles that fall on the same day would make a
spike.
"""
SMALLEST = 9.0
"""A single day is drawn this long, or it would not be seen."""


@dataclass(frozen=True)
class Scale:
    """Turns days into a place along the picture."""

    first: date
    origin: float
    per_day: float

    def at(self, day: date) -> float:
        """Return where a day begins."""
        return round(self.origin + (day - self.first).days * self.per_day, 1)


@dataclass(frozen=True)
class Bar:
    """A milestone along the picture, from where its first day begins to where its last day ends."""

    said: MilestoneText
    start: float
    end: float
    lane: int
    """Which of the lanes beside one another; bars of one lane do not touch."""
    tick: float | None
    """The middle of the likeliest day."""
    bounds: tuple[float, float] | None
    """Of a bar that runs out softly beyond its window: where the window itself begins and ends."""
    stops: tuple[tuple[int, float], ...]
    """How dark it is: per cent along the bar, opacity; none where nothing tells its days apart."""
    lines: tuple[str, ...]
    """What its label says."""
    label: float
    """Where its label stands, so that no two meet."""

    @property
    def middle(self) -> float:
        """Where the label points to: the likeliest day, the last day of a deadline."""
        if self.said.milestone.is_deadline:
            return self.end
        return self.tick if self.tick is not None else (self.start + self.end) / 2

    @property
    def id(self) -> str:
        """Names it among the bars of a picture."""
        milestone = self.said.milestone
        return f"{milestone.kind}-{milestone.exam_year}-{milestone.sitting}"

    @property
    def is_dot(self) -> bool:
        """Whether it is too short for a bar."""
        return self.end - self.start <= SMALLEST


@dataclass(frozen=True)
class Earlier:
    """An earlier release, moved to where it would lie after this exam."""

    at: float
    label: float
    """Where its year stands, so that no two meet."""
    year: str
    words: str


@dataclass(frozen=True)
class Picture:
    """A timeline as it is drawn, along one axis."""

    length: float
    today: float | None
    """The middle of today, where it lies within the picture."""
    today_label: float
    today_words: str
    months: tuple[tuple[float, str, str], ...]
    """Where each begins, its name, and its year where that is new."""
    bars: tuple[Bar, ...]
    earlier: tuple[Earlier, ...]

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
    """How much room there is along the axis."""

    origin: float
    tail: float
    per_day: float
    longest: float
    """Length of the axis at most; what is longer is drawn closer together."""
    label: float
    """Room that each line of a label takes along the axis; 0 where labels stand beside the axis."""
    soft: float
    """Room between the years of earlier releases."""


VERTICAL = Layout(origin=10, tail=8, per_day=1.5, longest=660, label=15, soft=11)
HORIZONTAL = Layout(origin=8, tail=8, per_day=10, longest=624, label=0, soft=30)


def picture(
    said: Sequence[MilestoneText], timeline: Timeline, region: Region, layout: Layout
) -> Picture | None:
    """Lay out what is said of a session and what comes after it; None where there is nothing to
    draw.
    """
    if not said:
        return None
    today, year = timeline.as_of, timeline.as_of.year
    days = [day for each in said for day in _drawn(each)]
    # Today is shown where it lies near; a picture of a past session would be stretched by it.
    near = [today] if min(days) - MARGIN <= today <= max(days) + relativedelta(months=3) else []
    first, last = min(days + near) - MARGIN, max(days + near) + MARGIN
    per_day = min(layout.per_day, layout.longest / (last - first).days)
    scale = Scale(first, layout.origin, per_day)
    lanes = _lanes(said)
    bars = [_bar(each, lane, scale, year) for each, lane in zip(said, lanes, strict=True)]
    wanted = [(bar.middle, len(bar.lines) * layout.label + layout.label / 2) for bar in bars]
    now = scale.at(today) + per_day / 2
    placed = _apart([*wanted, (now, 1.5 * layout.label)]) if near else _apart(wanted)
    end = max(
        [
            scale.at(last),
            placed[-1] + layout.label,
            *(at + room for at, (_, room) in zip(placed, wanted, strict=False)),
        ]
    )
    return Picture(
        length=round(end + layout.tail, 1),
        today=now if near else None,
        today_label=placed[-1],
        today_words=f"今天 {day_text(today, year)}",
        months=tuple(_months(scale, last)),
        bars=tuple(_labelled(bars, placed)),
        earlier=_earlier(said, timeline, region, scale, layout.soft),
    )


def _drawn(said: MilestoneText) -> list[date]:
    window = said.milestone.window
    return [window.lower, window.upper, *(window.quantiles if _is_soft(said) else ())]


def _is_soft(said: MilestoneText) -> bool:
    """Say whether the days are told apart by how likely they are."""
    is_expected = said.milestone.state is State.ESTIMATED
    return is_expected and said.likeliest is not None and bool(said.milestone.window.quantiles)


def _bar(said: MilestoneText, lane: int, scale: Scale, year: int) -> Bar:
    window = said.milestone.window
    first, last = (
        (window.quantiles[0], window.quantiles[-1])
        if _is_soft(said)
        else (window.lower, window.upper)
    )
    start, end = scale.at(first), max(scale.at(last + DAY), scale.at(first) + SMALLEST)
    sitting = f"（第{said.milestone.sitting}次）" if said.milestone.sitting > 1 else ""
    lines = [f"{said.word} {said.name}{sitting}", due_text(said, year)]
    if said.likeliest:
        lines.append(f"最可能 {day_text(said.likeliest, year, weekday=False)}")
    return Bar(
        said=said,
        start=start,
        end=end,
        lane=lane,
        tick=scale.at(said.likeliest) + scale.per_day / 2 if said.likeliest else None,
        bounds=(scale.at(window.lower), scale.at(window.upper + DAY)) if _is_soft(said) else None,
        stops=tuple(_stops(window)) if _is_soft(said) else (),
        lines=tuple(lines),
        label=0,
    )


def _stops(window: Window) -> Iterator[tuple[int, float]]:
    """Yield how dark a window is from its first quantile to its last: as the chance of the days
    about there.
    """
    first, last = window.quantiles[0], window.quantiles[-1]
    length = (last - first).days + 1
    days = [(day - first).days + 0.5 for day in window.quantiles]
    parts = [
        ((before + after) / 2, upper - lower)
        for before, after, lower, upper in zip(days, days[1:], SHARES, SHARES[1:], strict=False)
    ]
    places = [length * number / STOPS for number in range(STOPS + 1)]
    chances = [_smooth(parts, place, length * SMOOTHING) for place in places]
    for number, chance in enumerate(chances):
        yield (
            round(100 * number / STOPS),
            round(LIGHTEST + (DARKEST - LIGHTEST) * chance / max(chances), 2),
        )


def _smooth(parts: Sequence[tuple[float, float]], place: float, reach: float) -> float:
    """Return how much of the chance lies about a place, the nearer the more; a part is a middle and
    a chance.
    """
    return sum(chance * max(0.0, 1 - abs(middle - place) / reach) for middle, chance in parts)


def _lanes(said: Sequence[MilestoneText]) -> list[int]:
    """Return the first free lane of each, in their order."""
    ends: list[date] = []
    lanes = []
    for each in said:
        days = _drawn(each)
        free = (lane for lane, end in enumerate(ends) if end + MARGIN < min(days))
        lane = next(free, len(ends))
        ends[lane : lane + 1] = [max(days)]
        lanes.append(lane)
    return lanes


def _apart(wanted: Sequence[tuple[float, float]]) -> list[float]:
    """Return where labels stand: each where it wants to be, or just after the one before it.

    Args:
        wanted: Of each label its middle and the room that it takes.

    >>> _apart([(100, 30), (110, 30), (0, 30)])
    [85.0, 115.0, 0.0]
    """
    placed: dict[int, float] = {}
    free = 0.0
    for number in sorted(range(len(wanted)), key=lambda number: wanted[number]):
        middle, room = wanted[number]
        placed[number] = round(max(middle - room / 2, free), 1)
        free = placed[number] + room
    return [placed[number] for number in range(len(wanted))]


def _labelled(bars: Sequence[Bar], placed: Sequence[float]) -> Iterator[Bar]:
    for bar, label in zip(bars, placed, strict=False):
        yield replace(bar, label=label)


def _months(scale: Scale, last: date) -> Iterator[tuple[float, str, str]]:
    month, said = scale.first.replace(day=1) + relativedelta(months=1), 0
    while month + MONTH_NAME <= last:
        yield scale.at(month), f"{month.month}月", f"{month.year}年" if month.year != said else ""
        said = month.year
        month += relativedelta(months=1)


def _earlier(
    said: Sequence[MilestoneText], timeline: Timeline, region: Region, scale: Scale, room: float
) -> tuple[Earlier, ...]:
    """Return the region's earlier releases, each as many days after this exam as it came after its
    own.
    """
    results = next((each.milestone for each in said if each.milestone.kind == RESULTS), None)
    exam = results and timeline.of("exam", results.exam_year, results.sitting)
    if results is None or exam is None:
        return ()
    ends = {
        (each.exam_year, each.sitting): each.end for each in in_force(region.sessions) if each.end
    }
    found = []
    for release in timeline.earlier:
        held = ends.get((release.exam_year, release.sitting))
        if held and release.has_known_exam_days and release.exam_year < results.exam_year:
            days = (release.first - held).days
            at = scale.at(exam.window.upper + timedelta(days=days)) + scale.per_day / 2
            words = f"{day_text(release.first, 0, weekday=False)}{dated_text(release, region)}（考后{days}天）"
            found.append((at, str(release.exam_year), words))
    labels = _apart([(at, room) for at, _, _ in found])
    return tuple(
        Earlier(at, label, year, words)
        for (at, year, words), label in zip(found, labels, strict=True)
    )
