"""A file of outcomes: windows are scored against it, never learned from it; and its problems."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from feedgen.core.errors import OutcomeError
from feedgen.core.model import (
    BacktestReport,
    Definitions,
    Outcome,
    Window,
)
from feedgen.forecast.backtest import read_outcomes, replay
from tests.conftest import FROZEN, run_feedgen
from tests.test_backtest import HUNAN_2023, OUTCOMES, problems_of, window_before

# A file of outcomes: judged against, never learned from


def test_the_releases_of_the_record_as_a_file_get_the_windows_of_the_record(
    definitions: Definitions, report: BacktestReport
) -> None:
    outcomes, skipped = read_outcomes(OUTCOMES / "releases.csv", definitions)

    result = replay(definitions, outcomes, skipped=skipped)

    assert result == replace(report, skipped=4)


def test_rows_do_not_influence_each_other(definitions: Definitions, report: BacktestReport) -> None:
    outcomes, _ = read_outcomes(OUTCOMES / "releases.csv", definitions)

    alone = {outcome: replay(definitions, [outcome]) for outcome in outcomes}

    assert [alone[past.outcome].scored[0] for past in report.scored] == list(report.scored)
    assert [alone[past.outcome].scored_with_looks[0] for past in report.scored_with_looks] == list(
        report.scored_with_looks
    )


def test_the_order_of_the_rows_does_not_matter(
    definitions: Definitions, report: BacktestReport
) -> None:
    outcomes, _ = read_outcomes(OUTCOMES / "releases.csv", definitions)

    result = replay(definitions, list(reversed(outcomes)))

    assert result == report


def test_rows_without_exam_days_or_release_are_skipped_and_counted(
    definitions: Definitions,
) -> None:
    assert read_outcomes(OUTCOMES / "nothing_known.csv", definitions) == ([], 3)


def test_a_year_that_is_not_in_the_folder_is_judged(definitions: Definitions) -> None:
    outcomes, _ = read_outcomes(OUTCOMES / "next_years.csv", definitions)

    hunan = replay(definitions, outcomes).scored[1]

    assert hunan.outcome == Outcome("hunan", 2027, 1, date(2027, 5, 30), date(2027, 8, 15))
    assert hunan.window == Window(date(2027, 7, 28), date(2027, 9, 6), date(2027, 8, 13))
    assert hunan.is_inside


def test_a_region_with_a_rule_of_its_own_is_judged_by_it(definitions: Definitions) -> None:
    """Guizhou examines at computers: 5 to 21 working days after 2025-04-20, which the nation's rule
    never holds.
    """
    outcomes, _ = read_outcomes(OUTCOMES / "next_years.csv", definitions)

    guizhou = replay(definitions, outcomes).scored[0]

    assert guizhou.outcome == Outcome("guizhou", 2025, 1, date(2025, 4, 20), date(2025, 5, 15))
    assert guizhou.window.likeliest == date(2025, 5, 6)
    assert guizhou.window.upper == date(2025, 5, 21)
    assert guizhou.is_inside


def test_a_rule_of_its_own_is_taken_at_its_word(definitions: Definitions) -> None:
    """Without a release to learn from the window is the rule's: the 5th working day is the 25th of
    April.
    """
    outcomes, _ = read_outcomes(OUTCOMES / "next_years.csv", definitions)

    guizhou = replay(definitions, outcomes).scored[0]

    assert guizhou.window.lower == date(2025, 4, 25)


def test_the_command_judges_a_file(tmp_path: Path) -> None:
    result = run_feedgen("backtest", "--regions", FROZEN, "--outcomes", OUTCOMES / "releases.csv")

    assert (result.returncode, result.stderr) == (0, "")
    assert (
        "  bare rule                 27    63%    29.1    93.6    16.8"
        in result.stdout.splitlines()
    )
    assert result.stdout.endswith("\nrows without exam days or release, not judged: 4\n")


def test_skipped_rows_are_counted_where_no_other_is_left() -> None:
    result = run_feedgen(
        "backtest", "--regions", FROZEN, "--outcomes", OUTCOMES / "nothing_known.csv"
    )

    assert result.returncode == 0
    assert "rows without exam days or release, not judged: 3" in result.stdout


PLAIN = "region,exam_year,exam_end,released\nhunan,2023,2023-06-04,2023-08-17\n"


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        b"\xef\xbb\xbf" + PLAIN.encode(),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.removesuffix("\n").encode(),
        f"{PLAIN}\n\n".encode(),
        b'"region","exam_year","exam_end","released"\n"hunan","2023","2023-06-04","2023-08-17"\n',
        b" region,released,exam_year,region,exam_end\n,2023-08-17, 2023 ,hunan,2023-06-04 \n",
        'note,region,quote,exam_year,exam_end,released\n"a,\n""b""",hunan,湘,2023,2023-06-04,2023-08-17\n'.encode(),
        b"region,exam_year,exam_end,released\nhunan,2023,2023-06-04,2023-08-17,more,than,the,columns\n",
    ],
    ids=[
        "plain",
        "mark of Windows",
        "lines of Windows",
        "no line break at the end",
        "empty lines",
        "quoted",
        "spaces and another order",
        "commas, quotes and lines in a note",
        "more values than columns",
    ],
)
def test_a_file_may_be_written_in_many_ways(
    definitions: Definitions, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "outcomes.csv"
    path.write_bytes(content)

    assert read_outcomes(path, definitions) == ([HUNAN_2023], 0)


def test_every_defect_of_every_row_is_listed_at_once(definitions: Definitions) -> None:
    """The line is the one on which the row ends; that of the last row but one has four defects."""
    assert problems_of(OUTCOMES / "defects.csv", definitions) == [
        "defects.csv:2: region: no province 'shangahi'; did you mean 'shanghai'",
        "defects.csv:4: exam_year: '23' is not a year; a year such as 2026",
        "defects.csv:5: exam_end: '2023-06-31' is not a day; a day such as 2026-08-16",
        "defects.csv:6: released: '22 August' is not a day; a day such as 2026-08-16",
        "defects.csv:7: released: 2023-06-04 is not after the exam, over on 2023-06-04; mend"
        " one of them",
        "defects.csv:8: exam_end: '1999-06-04' is not a day; a day such as 2026-08-16",
        "defects.csv:8: exam_year: '2O23' is not a year; a year such as 2026",
        "defects.csv:8: region: no province 'guangdong/meizhou'; did you mean 'guangdong'",
        "defects.csv:8: released: '2100-08-16' is not a day; a day such as 2026-08-16",
    ]


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (
            "missing_columns.csv",
            "1: has no column exam_end, released; the first line names the columns, with"
            " commas between them",
        ),
        (
            "empty.csv",
            "1: has no column region, exam_year, exam_end, released; the first line names the"
            " columns,"
            " with commas between them",
        ),
        ("not_utf8.csv", "1: is not UTF-8 (byte 0xb1); save the file as UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_defect(
    definitions: Definitions, file: str, message: str
) -> None:
    assert problems_of(OUTCOMES / file, definitions) == [f"{file}:{message}"]


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ("open_quote.csv", "2: is no CSV: unexpected end of data; one release a line"),
        ("broken_quote.csv", "3: is no CSV: ',' expected after '\"'; one release a line"),
    ],
)
def test_a_broken_quote_is_reported_with_its_line(
    definitions: Definitions, file: str, message: str
) -> None:
    assert problems_of(OUTCOMES / file, definitions) == [f"{file}:{message}"]


def test_a_broken_quote_hides_no_defect_before_it(definitions: Definitions, tmp_path: Path) -> None:
    path = tmp_path / "outcomes.csv"
    path.write_text(
        'region,exam_year,exam_end,released\nhuman,2023,2023-06-04,2023-08-17\nhunan,2023,"2023-06-04\n'
    )

    problems = problems_of(path, definitions)

    assert len(problems) == 2
    assert "outcomes.csv:2: region: no province 'human'; did you mean 'hunan'" in problems


@pytest.mark.parametrize(("char", "shown"), [("\0", "\\u0000"), ("\x1b[2J", "\\u001b[2J")])
def test_a_message_holds_no_control_characters(
    definitions: Definitions, tmp_path: Path, char: str, shown: str
) -> None:
    path = tmp_path / "outcomes.csv"
    path.write_text(f"region,exam_year,exam_end,released\nhun{char}an,2023,2023-06-04,2023-08-17\n")

    assert problems_of(path, definitions) == [
        f"outcomes.csv:2: region: no province 'hun{shown}an'; did you mean 'hunan'"
    ]


def test_a_file_with_a_nul_is_explained() -> None:
    result = run_feedgen("backtest", "--regions", FROZEN, "--outcomes", OUTCOMES / "nul.csv")

    assert result.returncode == 1
    assert result.stderr.startswith("Error: nul.csv:2: region: no province 'an")
    assert result.stderr.endswith("hui'; did you mean 'anhui'\n")


def test_a_file_over_4_megabytes_is_not_read(definitions: Definitions, tmp_path: Path) -> None:
    path = tmp_path / "outcomes.csv"
    path.write_text(PLAIN + " " * 4_000_000)

    assert problems_of(path, definitions) == ["outcomes.csv:1: has 4000068 bytes; at most 4000000"]


@pytest.mark.parametrize("exam_year", [2009, 2011, 2014])
def test_an_exam_year_that_cannot_be_is_a_defect(
    definitions: Definitions, tmp_path: Path, exam_year: int
) -> None:
    """As in regions/: a session lies in its exam year or the next."""
    path = tmp_path / "outcomes.csv"
    path.write_text(
        f"region,exam_year,exam_end,released\nhunan,{exam_year},2013-06-02,2013-08-01\n"
    )

    with pytest.raises(OutcomeError, match="exam_year: ") as caught:
        read_outcomes(path, definitions)

    assert len(caught.value.problems) == 1


def test_an_exam_may_slip_into_the_year_after_its_own(
    definitions: Definitions, tmp_path: Path
) -> None:
    path = tmp_path / "outcomes.csv"
    path.write_text("region,exam_year,exam_end,released\nhunan,2020,2021-01-10,2021-04-01\n")

    outcomes, _ = read_outcomes(path, definitions)

    assert outcomes == [Outcome("hunan", 2020, 1, date(2021, 1, 10), date(2021, 4, 1))]
    assert window_before(definitions, outcomes[0]).lower > date(2021, 2, 1)


def test_the_facts_of_the_folder_about_the_same_sitting_do_not_judge_a_row(
    definitions: Definitions,
) -> None:
    """A second session in autumn, whose release came after the first one's."""
    outcome = Outcome("shandong", 2022, 1, date(2022, 11, 6), date(2023, 1, 15))

    window = window_before(definitions, outcome)

    assert window.lower > outcome.exam_end


def test_defects_exit_with_1_and_no_traceback(tmp_path: Path) -> None:
    result = run_feedgen("backtest", "--regions", FROZEN, "--outcomes", OUTCOMES / "defects.csv")

    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.startswith(
        "Error: defects.csv:2: region: no province 'shangahi'; did you mean 'shanghai'\n"
        "defects.csv:4: exam_year: '23' is not a year; a year such as 2026\n"
    )
    assert "Traceback" not in result.stderr


def test_a_folder_in_place_of_a_file_is_wrong_usage() -> None:
    result = run_feedgen("backtest", "--regions", FROZEN, "--outcomes", OUTCOMES)

    assert result.returncode == 2
    assert f"Invalid value for '--outcomes': File '{OUTCOMES}' is a directory." in result.stderr


def test_a_file_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    result = run_feedgen("backtest", "--regions", FROZEN, "--outcomes", tmp_path / "outcomes.csv")

    assert result.returncode == 2
    assert "outcomes.csv' does not exist." in result.stderr
