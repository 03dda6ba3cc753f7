"""Draws past windows and their outcomes as one SVG, so that people see how right they were."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

from feedgen.core.model import BacktestReport, ScoredWindow

WIDTH, LEFT, RIGHT = 520, 140, 20
TOP, ROW, BOTTOM = 108, 20, 16
DAYS_A_LINE = 30
"""Calendar days from one vertical line to the next, or a multiple of it."""
LINES = 6
"""Most vertical lines; the labels of more would overlap."""
LABEL = 46
"""Greatest width of a day's label."""
STYLE = """
text { font: 12px system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; \
fill: #1f2328; }
.title { font-size: 15px; font-weight: 600; }
.quiet { fill: #59636e; }
.line { stroke: #d1d9e0; }
.window { fill: #b6d4fe; }
.likeliest { stroke: #0a53be; stroke-width: 2; }
.inside { fill: #1a7f37; }
.outside { fill: #ffffff; stroke: #cf222e; stroke-width: 2; }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3; }
.quiet { fill: #9198a1; }
.line { stroke: #3d444d; }
.window { fill: #1f4b87; }
.likeliest { stroke: #79b8ff; }
.inside { fill: #3fb950; }
.outside { fill: #0d1117; stroke: #ff7b72; }
}
"""


def render_chart(report: BacktestReport, names: Mapping[str, str]) -> str:
    """Return the picture of a backtest, a row for each outcome, oldest first.

    Args:
        report: The backtest.
        names: Names of the regions, by slug.
    """
    height = TOP + ROW * len(report.scored) + BOTTOM
    axis = _axis(report)
    title = escape(_title(report))
    box = f'viewBox="0 0 {WIDTH} {height}" role="img" lang="zh-CN"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {box}>',
        f"<title>预计的日子和实际公布的日子</title><desc>{title}</desc>",
        f"<style>{STYLE}</style>",
        f'<text class="title" x="12" y="24">{title}</text>',
        *_legend(),
        *_grid(axis, height),
    ]
    for number, scored in enumerate(report.scored):
        lines += _row(scored, TOP + ROW * number, axis, names)
    return "\n".join([*lines, "</svg>", ""])


def _title(report: BacktestReport) -> str:
    count, inside = len(report.scored), sum(scored.is_inside for scored in report.scored)
    goal = f"（目标：{report.level:.0%}）"
    return f"{count}次成绩公布，{inside}次落在当时会给出的日子里{goal}"


@dataclass(frozen=True)
class _Axis:
    """The scale of days after the exam."""

    first: int
    """Days after the exam at the left end."""
    last: int
    step: int
    """Days from one vertical line to the next."""

    def at(self, days: int) -> float:
        return LEFT + (days - self.first) * (WIDTH - LEFT - RIGHT) / (self.last - self.first)


def _axis(report: BacktestReport) -> _Axis:
    """Return an axis with room for every row."""
    days = [day for scored in report.scored for day in _days(scored)] or [DAYS_A_LINE]
    step = DAYS_A_LINE * math.ceil((max(days) - min(days) + 1) / DAYS_A_LINE / LINES)
    return _Axis(min(days) // step * step, (max(days) // step + 1) * step, step)


def _legend() -> Iterator[str]:
    yield '<rect class="window" x="12" y="38" width="36" height="12" rx="3"/>'
    yield '<line class="likeliest" x1="30" x2="30" y1="36" y2="52"/>'
    yield _quiet(56, 48, "考完第二天会给出的日子，竖线是最可能的一天")
    yield f'<circle class="inside" cx="30" cy="66" r="5"/>{_quiet(56, 70, "实际公布，在其中")}'
    yield f"{_diamond(204, 66)}{_quiet(218, 70, '实际公布，不在其中')}"


def _quiet(x: int, y: int, text: str) -> str:
    return f'<text class="quiet" x="{x}" y="{y}">{text}</text>'


def _grid(axis: _Axis, height: int) -> Iterator[str]:
    for days in range(axis.first, axis.last + 1, axis.step):
        x = axis.at(days)
        ends = f'x1="{x:.1f}" x2="{x:.1f}" y1="{TOP - 6}" y2="{height - BOTTOM}"'
        yield f'<line class="line" {ends}/>'
        words = f"考后{days}天" if days == axis.first else f"{days}天"
        place = f'x="{min(x, WIDTH - LABEL / 2):.1f}" y="{TOP - 12}"'
        yield f'<text class="quiet" {place} text-anchor="middle">{words}</text>'


def _row(scored: ScoredWindow, y: int, axis: _Axis, names: Mapping[str, str]) -> Iterator[str]:
    outcome, middle = scored.outcome, y + ROW / 2
    lower, upper, likeliest, released = (axis.at(days) for days in _days(scored))
    label = escape(f"{outcome.exam_year} {names[outcome.region]}")
    yield f'<text x="12" y="{middle + 4:.1f}">{label}</text>'
    # A little wider than from day to day, so that a single day shows.
    box = f'x="{lower - 2:.1f}" y="{y + 4}" width="{upper - lower + 4:.1f}" height="12"'
    yield f'<rect class="window" {box} rx="3"/>'
    ends = f'x1="{likeliest:.1f}" x2="{likeliest:.1f}" y1="{y + 3}" y2="{y + ROW - 3}"'
    yield f'<line class="likeliest" {ends}/>'
    inside = f'<circle class="inside" cx="{released:.1f}" cy="{middle}" r="5"/>'
    yield inside if scored.is_inside else _diamond(released, middle)


def _diamond(x: float, y: float) -> str:
    points = f"{x - 6:.1f},{y} {x:.1f},{y - 6} {x + 6:.1f},{y} {x:.1f},{y + 6}"
    return f'<polygon class="outside" points="{points}"/>'


def _days(scored: ScoredWindow) -> list[int]:
    """Return the days after the exam: both ends of the window, its likeliest day, the release."""
    window, outcome = scored.window, scored.outcome
    days = (window.lower, window.upper, window.likeliest or window.lower, outcome.released)
    return [(day - outcome.exam_end).days for day in days]
