"""Nests content lines into components, and checks their properties by tables."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from feedgen.lint.lines import Line, Reporter, shown
from feedgen.lint.values import stray_escape

DEEPEST = 20
TEXTS = ("SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "NAME", "X-WR-CALNAME", "X-WR-CALDESC")


@dataclass
class Component:
    """One component with its lines and the components inside it."""

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
        return next((line for line in self.lines if line.name == name), None)

    def parts(self, name: str) -> "list[Component]":
        """Return the components of a name directly inside."""
        return [component for component in self.inner if component.name == name]


@dataclass(frozen=True)
class Properties:
    """What is expected of the properties of one kind of component."""

    once: tuple[str, ...]
    """Properties that may occur once at most."""
    required: Mapping[str, str]
    """Property to the rule that it must be there."""
    unexpected: Mapping[str, str]
    """Property to the rule against it."""
    values: Mapping[str, tuple[str, Callable[[str], object], str]]
    """Property to rule, test of a value, and a description of valid values."""


def read_components(lines: Iterable[Line], report: Reporter) -> list[Component]:
    """Return the outermost components of a file."""
    root = Component("", 0)
    stack, names, last = [root], Counter[str](), 1
    for line in lines:
        last = line.number
        if line.name == "BEGIN":
            _begin(line, stack, report)
            names[stack[-1].name] += 1
        elif line.name == "END":
            _end(line, stack, names, report)
        elif len(stack) == 1:
            report(line.number, "begin", f"{shown(line.name)} is outside of any component")
        else:
            stack[-1].lines.append(line)
    for component in stack[1:]:
        report(component.number, "nesting", f"{shown(component.name)} has no END by line {last}")
    return root.inner


def check_properties(component: Component, properties: Properties, report: Reporter) -> None:
    """Check the properties of a component that depend on no other one."""
    counts = Counter[str]()
    for line in component.lines:
        counts[line.name] += 1
        if counts[line.name] == 2 and line.name in properties.once:
            report(line.number, "once", f"{line.name} occurs twice in this {component.name}")
        if not line.value.strip():
            report(line.number, "empty-property", f"{shown(line.name)} is empty")
        if line.name in properties.unexpected:
            report(line.number, properties.unexpected[line.name], f"{line.name} in a feed")
        if line.name in properties.values:
            rule, is_valid, expected = properties.values[line.name]
            if not is_valid(line.value):
                report(line.number, rule, f"{line.name} {shown(line.value)} is not {expected}")
    for name, rule in properties.required.items():
        if not counts[name]:
            report(component.number, rule, f"{component.name} has no {name}")
    check_escapes(component, report)


def check_escapes(component: Component, report: Reporter) -> None:
    """Report invalid escapes in the texts of a component."""
    for line in component.lines:
        if line.name in TEXTS and (stray := stray_escape(line.value)):
            report(line.number, "escape", f"{line.name} holds {shown(stray)}")


def _begin(line: Line, stack: list[Component], report: Reporter) -> None:
    component = Component(line.value.strip().upper(), line.number)
    if len(stack) == DEEPEST:
        report(line.number, "depth", f"is the {DEEPEST}th component within another")
    if len(stack) < DEEPEST:
        stack[-1].inner.append(component)
    stack.append(component)


def _end(line: Line, stack: list[Component], names: Counter[str], report: Reporter) -> None:
    name = line.value.strip().upper()
    if not names[name]:
        report(line.number, "nesting", f"END of {shown(name)} without its BEGIN")
        return
    if stack[-1].name != name:
        report(line.number, "nesting", f"END of {shown(name)} within {shown(stack[-1].name)}")
    closed = None
    while closed != name:
        closed = stack.pop().name
        names[closed] -= 1
