"""Knows by which names notices call our exam and which names are those of others; all of them stand
in `regions/`.
"""

import re
from functools import cache

from feedgen.core.model import Exam
from feedgen.watch.reading.dates import plain

_MARKS = re.compile(r"[\s“”\"'《》〈〉【】\[\]·]+")
_CUT_END = re.compile(r"[….。]+$")
_HAN_YEAR = re.compile(r"二([〇○零])([〇○零一二三四五六七八九])([〇○零一二三四五六七八九])(?=年)")
_DIGITS = {each: str(number) for number, each in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
}
_ANY = "…"
_ANY_NAME = r"(?:(?![和及与或的])[\u4e00-\u9fff]){2,8}?"
"""What stands for `…` in the name of another exam; one name does not reach into the next."""


def squeezed(text: str) -> str:
    """Return a title as it is compared: no blanks, quotes or full-width digits."""
    years = _HAN_YEAR.sub(
        lambda match: "2" + "".join(_DIGITS[each] for each in match.groups()), plain(text)
    )
    return _MARKS.sub("", years)


def without_cut(title: str) -> str:
    """Return a title without the marks that stand where a list cut it."""
    return _CUT_END.sub("", title)


@cache
def names_of(exam: Exam) -> tuple[tuple[str, ...], str]:
    """Return the names of an exam without its major, and the short one that people use for it."""
    core = squeezed(re.split(r"[(（]", exam.official_name)[0])
    names = dict.fromkeys((core, *(squeezed(name) for name in exam.also_called)))
    endings = (exam.major[:size] for size in range(len(exam.major), 1, -1))
    major = next((ending for ending in endings if exam.short_name.endswith(ending)), "")
    return tuple(name for name in names if name), squeezed(exam.short_name.removesuffix(major))


def names_exam(text: str, exam: Exam) -> bool:
    """Whether a text names the exam in full."""
    return name_doubt(squeezed(text), exam, is_cut=False) == 0


def names_another(text: str, exam: Exam) -> bool:
    """Whether a text names an exam that ours is not; it may name ours as well."""
    return _others(exam).search(text) is not None


def name_doubt(title: str, exam: Exam, *, is_cut: bool) -> int | None:
    """Return how doubtful it is that a squeezed title names the exam; None where it does not."""
    names, short = names_of(exam)
    if any(found in _own(exam) for found in _every(exam).findall(title)):
        return 0
    if short and short in title:
        return 1
    stem = without_cut(title)
    is_begun = any(stem.endswith(name[:size]) for name in names for size in range(2, len(name)))
    return 2 if is_cut and is_begun else None


def without_names(title: str, exam: Exam) -> str:
    """Return a title without the names of any exam, whose words would be taken for what is said of
    it.
    """
    for name in _own(exam):
        title = title.replace(name, "")
    return _others(exam).sub("", title)


@cache
def _own(exam: Exam) -> tuple[str, ...]:
    """Return every name that notices use for the exam, the longest first: a name may hold another."""
    names = {*names_of(exam)[0], *map(squeezed, exam.in_notices)} - {""}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


@cache
def _every(exam: Exam) -> re.Pattern[str]:
    """Return what finds the exam's names, and instead of them longer names of other exams that hold
    one of them.
    """
    own = _own(exam)
    others = (squeezed(name) for name in exam.other_exams if _ANY not in name)
    longer = {other for other in others if other not in own and any(name in other for name in own)}
    return re.compile(
        "|".join(re.escape(name) for name in sorted({*own, *longer}, key=len, reverse=True))
    )


@cache
def _others(exam: Exam) -> re.Pattern[str]:
    """Return what finds the names of other exams; without any it finds nothing."""
    names = (
        _ANY_NAME.join(re.escape(squeezed(part)) for part in name.split(_ANY))
        for name in exam.other_exams
    )
    return re.compile("|".join(name for name in names if name) or r"(?!)")
