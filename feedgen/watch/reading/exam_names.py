"""Finds the names of our exam and of others in notices; `regions/national.toml` lists both."""

import re
from functools import cache

from feedgen.core.model import Certainty, Exam
from feedgen.watch.reading.dates import DIGITS, half_width
from feedgen.watch.reading.title_patterns import BRACKET, CUT_END, HAN_YEAR, MARKS, OTHER_NAME

_ANY = "…"


def normalized(title: str) -> str:
    """Return a title without blanks, quotes and full-width digits, for comparison."""
    years = HAN_YEAR.regex.sub(
        lambda match: "2" + "".join(DIGITS[numeral] for numeral in match.groups()),
        half_width(title),
    )
    return MARKS.regex.sub("", years)


def without_ellipsis(title: str) -> str:
    """Return a title without the marks at which a list cuts it off."""
    return CUT_END.regex.sub("", title)


@cache
def names_of(exam: Exam) -> tuple[tuple[str, ...], str]:
    """Return the names of an exam without its major, and its short name in everyday use."""
    official = normalized(BRACKET.regex.split(exam.official_name)[0])
    names = dict.fromkeys((official, *map(normalized, exam.also_called)))
    endings = (exam.major[:size] for size in range(len(exam.major), 1, -1))
    major = next((ending for ending in endings if exam.short_name.endswith(ending)), "")
    return tuple(name for name in names if name), normalized(exam.short_name.removesuffix(major))


def names_exam(text: str, exam: Exam) -> bool:
    """Whether a text names the exam in full."""
    return name_certainty(normalized(text), exam, is_cut=False) is Certainty.SURE


def names_another(text: str, exam: Exam) -> bool:
    """Whether a text names another exam; it may name ours as well."""
    return _other_names(exam).search(text) is not None


def name_certainty(title: str, exam: Exam, *, is_cut: bool) -> Certainty | None:
    """Return how surely a normalized title names the exam; None where it does not."""
    names, short = names_of(exam)
    if any(name in _own_names(exam) for name in _longest_names(exam).findall(title)):
        return Certainty.SURE
    if short and short in title:
        return Certainty.LIKELY
    stem = without_ellipsis(title)
    is_begun = any(stem.endswith(name[:size]) for name in names for size in range(2, len(name)))
    return Certainty.UNSURE if is_cut and is_begun else None


def without_names(title: str, exam: Exam) -> str:
    """Return a title without the names of exams, whose words could be taken for a milestone's."""
    for name in _own_names(exam):
        title = title.replace(name, "")
    return _other_names(exam).sub("", title)


@cache
def _own_names(exam: Exam) -> tuple[str, ...]:
    """Return every name of the exam, the longest first, since a name may contain another."""
    names = {*names_of(exam)[0], *map(normalized, exam.in_notices)} - {""}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


@cache
def _longest_names(exam: Exam) -> re.Pattern[str]:
    """Match the exam's names, and longer names of other exams that contain one of them."""
    own = _own_names(exam)
    others = (normalized(name) for name in exam.other_exams if _ANY not in name)
    longer = {other for other in others if any(name in other for name in own)}
    return re.compile("|".join(map(re.escape, sorted({*own, *longer}, key=len, reverse=True))))


@cache
def _other_names(exam: Exam) -> re.Pattern[str]:
    """Match the names of other exams; without any, nothing."""
    names = (
        OTHER_NAME.source.join(re.escape(normalized(part)) for part in name.split(_ANY))
        for name in exam.other_exams
    )
    return re.compile("|".join(name for name in names if name) or r"(?!)")
