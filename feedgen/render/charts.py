"""Draws windows against outcomes as one SVG: for the README and for people who want to see how
right we were.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from html import escape

from feedgen.core.model import BacktestReport, ScoredWindow

WIDTH, LEFT, RIGHT = 520, 140, 20
TOP, ROW, BOTTOM = 108, 20, 16
DAYS_A_LINE = 30
"""Calendar days after the exam from one upright line to the next, or a multiple of it."""
LINES = 6
"""At most, or their labels run into each other."""
LABEL = 46
"""Width of a day's label, at most."""
STYLE = """
text { font: 12px system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; fill: #1f2328; }
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
        report: What was judged.
        names: Of each region, by slug.
    """
    height = TOP + ROW * len(report.judged) + BOTTOM
    axis = _axis(report)
    said = _said(report)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" lang="zh-CN">',
        f"<title>预计的日子和实际公布的日子</title><desc>{escape(said)}</desc>",
        f"<style>{STYLE}</style>",
        f'<text class="title" x="12" y="24">{escape(said)}</text>',
        *_legend(),
        *_grid(axis, height),
    ]
    for number, each in enumerate(report.judged):
        lines += _row(each, TOP + ROW * number, axis, names)
    return "\n".join([*lines, "</svg>", ""])


def _said(report: BacktestReport) -> str:
    inside = sum(each.is_inside for each in report.judged)
    return f"{len(report.judged)}次成绩公布，{inside}次落在当时会给出的日子里（目标：{report.level:.0%}）"


@dataclass(frozen=True)
class _Axis:
    """Where days after the exam lie across the picture."""

    first: int
    """Days after the exam at the left end."""
    last: int
    step: int
    """Days from one upright line to the next."""

    def at(self, days: int) -> float:
        return LEFT + (days - self.first) * (WIDTH - LEFT - RIGHT) / (self.last - self.first)


def _axis(report: BacktestReport) -> _Axis:
    """Return an axis with room for everything that is shown."""
    days = [_days(each, day) for each in report.judged for day in _shown(each)] or [DAYS_A_LINE]
    step = DAYS_A_LINE * math.ceil((max(days) - min(days) + 1) / DAYS_A_LINE / LINES)
    return _Axis(min(days) // step * step, (max(days) // step + 1) * step, step)


def _legend() -> Iterator[str]:
    yield '<rect class="window" x="12" y="38" width="36" height="12" rx="3"/>'
    yield '<line class="likeliest" x1="30" x2="30" y1="36" y2="52"/>'
    yield '<text class="quiet" x="56" y="48">考完第二天会给出的日子，竖线是最可能的一天</text>'
    yield '<circle class="inside" cx="30" cy="66" r="5"/><text class="quiet" x="56" y="70">实际公布，在其中</text>'
    yield f'{_diamond(204, 66)}<text class="quiet" x="218" y="70">实际公布，不在其中</text>'


def _grid(axis: _Axis, height: int) -> Iterator[str]:
    for days in range(axis.first, axis.last + 1, axis.step):
        x = axis.at(days)
        yield f'<line class="line" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP - 6}" y2="{height - BOTTOM}"/>'
        words = f"考后{days}天" if days == axis.first else f"{days}天"
        middle = min(x, WIDTH - LABEL / 2)
        yield f'<text class="quiet" x="{middle:.1f}" y="{TOP - 12}" text-anchor="middle">{words}</text>'


def _row(judged: ScoredWindow, y: int, axis: _Axis, names: Mapping[str, str]) -> Iterator[str]:
    outcome, middle = judged.outcome, y + ROW / 2
    lower, upper, likeliest, released = (axis.at(_days(judged, day)) for day in _shown(judged))
    label = escape(f"{outcome.exam_year} {names[outcome.region]}")
    yield f'<text x="12" y="{middle + 4:.1f}">{label}</text>'
    # A little wider than from day to day, so that a single day shows.
    yield f'<rect class="window" x="{lower - 2:.1f}" y="{y + 4}" width="{upper - lower + 4:.1f}" height="12" rx="3"/>'
    yield f'<line class="likeliest" x1="{likeliest:.1f}" x2="{likeliest:.1f}" y1="{y + 3}" y2="{y + ROW - 3}"/>'
    inside = f'<circle class="inside" cx="{released:.1f}" cy="{middle}" r="5"/>'
    yield inside if judged.is_inside else _diamond(released, middle)


def _diamond(x: float, y: float) -> str:
    points = f"{x - 6:.1f},{y} {x:.1f},{y - 6} {x + 6:.1f},{y} {x:.1f},{y + 6}"
    return f'<polygon class="outside" points="{points}"/>'


def _shown(judged: ScoredWindow) -> tuple[date, date, date, date]:
    window = judged.window
    return window.lower, window.upper, window.likeliest or window.lower, judged.outcome.released


def _days(judged: ScoredWindow, day: date) -> int:
    return (day - judged.outcome.exam_end).days
