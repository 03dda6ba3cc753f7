"""What was found on the authorities' pages waits in a file of its own, and moves no date until a
person takes it.
"""

import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedgen.core.model import Candidate, Certainty, NotYetCheck
from feedgen.definitions.candidates import (
    CandidatesError,
    Proposals,
    candidates_bytes,
    read_candidates,
)
from feedgen.definitions.regions import load
from tests.conftest import SMALL, run_feedgen

FOUND = Candidate(
    region="guangdong",
    milestone="pass_mark",
    exam_year=2026,
    first=date(2026, 9, 22),
    last=date(2026, 9, 22),
    title='关于公布"合格标准"的通知\\::error::',
    url="https://gd.example.cn/notices/2.html",
    published=date(2026, 9, 22),
    quote="合格标准于2026年9月22日公布。",
    certainty=Certainty.SURE,
)
WITHOUT_DAY = Candidate(
    **{**vars(FOUND), "milestone": "public_notice", "first": None, "last": None, "quote": ""}
)
LOOK = NotYetCheck(
    region="xinjiang",
    milestone="results_release",
    exam_year=2026,
    day=date(2026, 8, 20),
    url="https://x.example.cn/",
)
printable = st.text(
    st.characters(exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"]), max_size=60
)


@pytest.fixture
def regions(tmp_path: Path) -> Path:
    """A copy of the small regions with three proposals."""
    folder = Path(shutil.copytree(SMALL, tmp_path / "regions"))
    (folder / "candidates.toml").write_bytes(
        candidates_bytes(Proposals((FOUND, WITHOUT_DAY), (LOOK,)))
    )
    return folder


def announce(regions: Path, *arguments: str) -> tuple[int, str]:
    """What the command says on a day in September."""
    where = ("--regions", regions, "-o", regions.parent / "public", "--as-of", "2026-09-23")
    done = run_feedgen("announce", *arguments, *where)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


def test_proposals_come_back_as_they_went_in(regions: Path) -> None:
    assert read_candidates(regions) == Proposals((FOUND, WITHOUT_DAY), (LOOK,))


@given(printable.filter(str.isprintable), printable.filter(str.isprintable))
def test_any_title_and_any_quote_come_back(
    tmp_path_factory: pytest.TempPathFactory, title: str, quote: str
) -> None:
    folder = tmp_path_factory.getbasetemp()
    proposals = Proposals((Candidate(**{**vars(FOUND), "title": title, "quote": quote}),), ())
    (folder / "candidates.toml").write_bytes(candidates_bytes(proposals))

    assert read_candidates(folder) == proposals


def test_candidates_are_no_definitions(regions: Path) -> None:
    assert load(regions).digest == load(SMALL).digest


def test_without_a_file_nothing_waits() -> None:
    assert read_candidates(SMALL) == Proposals()


@pytest.mark.parametrize(
    "text",
    [
        "[[candidate]",
        "[[candidate]]\nregion = 1\n",
        "candidate = 1\n",
        '[[look]]\nregion = "x"\nmilestone = "y"\nexam_year = 2026\nurl = "z"\nday = "2026"\n',
        '[[candidate]]\nregion = "a\\nb"\n',
        "[" * 5000,
    ],
)
def test_a_damaged_file_is_explained(tmp_path: Path, text: str) -> None:
    (tmp_path / "candidates.toml").write_text(text)

    with pytest.raises(CandidatesError, match="is damaged; mend it, or delete it"):
        read_candidates(tmp_path)


def test_a_candidate_is_announced_by_its_number_and_waits_no_longer(regions: Path) -> None:
    code, output = announce(regions, "--candidate", "1")

    assert code == 0, output
    assert 'milestone = "pass_mark"\nexam_year = 2026\ndate = 2026-09-22\n' in output
    assert 'url = "https://gd.example.cn/notices/2.html", publisher = "广东省示例考试局"' in output
    assert read_candidates(regions) == Proposals((WITHOUT_DAY,), (LOOK,))


def test_the_day_that_a_notice_does_not_name_is_typed(regions: Path) -> None:
    code, output = announce(regions, "--candidate", "2")
    assert (code, "give PLACE YEAR MILESTONE DATE" in output) == (2, True)

    code, output = announce(regions, "--candidate", "2", "2026-09-24")

    assert code == 0, output
    assert 'milestone = "public_notice"\nexam_year = 2026\ndate = 2026-09-24\n' in output


def test_a_look_in_vain_is_written_as_a_bound(regions: Path) -> None:
    code, output = announce(regions, "--candidate", "3", "--publisher", "x.example.cn", "--yes")

    assert code == 0, output
    [bound] = load(regions).regions["xinjiang"].bounds
    assert (bound.milestone, bound.exam_year, bound.not_yet) == (
        "results_release",
        2026,
        date(2026, 8, 20),
    )
    assert bound.known_from == date(2026, 8, 20)


def test_the_last_one_takes_the_file_with_it(regions: Path) -> None:
    (regions / "candidates.toml").write_bytes(candidates_bytes(Proposals((FOUND,))))

    assert announce(regions, "--candidate", "1")[0] == 0
    assert not (regions / "candidates.toml").exists()


@pytest.mark.parametrize("number", ["0", "4", "-1"])
def test_a_number_that_nothing_has_is_refused(regions: Path, number: str) -> None:
    code, output = announce(regions, "--candidate", number)

    assert code == 1
    assert f"no candidate {number}; candidates.toml has 3" in output
