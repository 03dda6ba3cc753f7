"""Puts content lines into components, as deep as they go, and reports where they do not fit into
one another.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from feedgen.lint.lines import Line, Report, shown
from feedgen.lint.values import stray_escape

DEEPEST = 20
TEXTS = ("SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "NAME", "X-WR-CALNAME", "X-WR-CALDESC")


@dataclass
class Component:
    """One component with its lines and what lies in it."""

    name: str
    number: int
    """The line on which it begins."""
    lines: list[Line] = field(default_factory=list)
    inner: "list[Component]" = field(default_factory=list)

    def all(self, name: str) -> list[Line]:
        """Return the lines of a property."""
        return [line for line in self.lines if line.name == name]

    def first(self, name: str) -> Line | None:
        """Return the first line of a property, or None."""
        return next(iter(self.all(name)), None)

    def parts(self, name: str) -> "list[Component]":
        """Return what lies directly in it under a name."""
        return [component for component in self.inner if component.name == name]


def read_components(lines: Iterable[Line], report: Report) -> list[Component]:
    """Return the outermost components of a file."""
    root = Component("", 0)
    open_: list[Component] = [root]
    names: Counter[str] = Counter()
    last = 1
    for line in lines:
        last = line.number
        if line.name == "BEGIN":
            _begin(line, open_, report)
            names[open_[-1].name] += 1
        elif line.name == "END":
            _end(line, open_, names, report)
        elif len(open_) == 1:
            report(
                line.number, "begin", f"{shown(line.name)[1:-1]} stands outside of any component"
            )
        else:
            open_[-1].lines.append(line)
    for component in open_[1:]:
        report(
            component.number,
            "nesting",
            f"BEGIN:{shown(component.name)[1:-1]} has no END by line {last}",
        )
    return root.inner


def check_once(component: Component, names: tuple[str, ...], report: Report) -> None:
    """Report properties that stand more than once and may not, and those that are empty."""
    counts = Counter(line.name for line in component.lines)
    for name in names:
        if counts[name] > 1:
            report(
                component.all(name)[1].number,
                "once",
                f"{name} for the second time in this {component.name}",
            )
    for line in component.lines:
        if not line.value.strip():
            report(line.number, "empty-property", f"{shown(line.name)[1:-1]} is empty")


def check_escapes(component: Component, report: Report) -> None:
    """Report backslashes that escape nothing in the texts of a component."""
    for line in component.lines:
        if line.name in TEXTS and (stray := stray_escape(line.value)):
            report(line.number, "escape", f"{line.name} holds {shown(stray)}")


def _begin(line: Line, open_: list[Component], report: Report) -> None:
    component = Component(line.value.strip().upper(), line.number)
    if len(open_) == DEEPEST:
        report(line.number, "depth", f"is the {DEEPEST}th component within another")
    if len(open_) < DEEPEST:
        open_[-1].inner.append(component)
    open_.append(component)


def _end(line: Line, open_: list[Component], names: Counter[str], report: Report) -> None:
    name = line.value.strip().upper()
    if len(open_) == 1:
        report(line.number, "nesting", f"END:{shown(name)[1:-1]} ends nothing")
    elif not names[name]:
        report(line.number, "nesting", f"END:{shown(name)[1:-1]} was never begun")
    else:
        if open_[-1].name != name:
            report(
                line.number,
                "nesting",
                f"END:{shown(name)[1:-1]} while {shown(open_[-1].name)[1:-1]} is open",
            )
        is_closed = False
        while not is_closed:
            inner = open_.pop().name
            names[inner] -= 1
            is_closed = inner == name
