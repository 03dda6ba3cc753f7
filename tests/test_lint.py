"""The linter on feeds with one defect each, on good ones and on arbitrary files; its command."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedgen.core.model import Finding, LintRule
from feedgen.lint import RULES, lint
from tests.conftest import ROOT, run_feedgen

FEEDS = ROOT / "tests/assets/broken_feeds"
BROKEN = sorted(FEEDS.glob("*--*.ics"))
"""Each is good.ics with one change, and is named after the rule that it breaks."""
GOOD = (FEEDS / "good.ics").read_bytes()
EVENT = GOOD[GOOD.rindex(b"BEGIN:VEVENT") : GOOD.index(b"END:VCALENDAR")]
SUMMARY = "SUMMARY:二建成绩复核截止\r\n".encode()
MADE = {"file-size", "google-size", "google-events", "depth"}
"""Rules with large broken feeds, which the tests generate."""

octets = st.binary(max_size=300)
odd = [b"BEGIN:", b"END:", b"BEGIN:\r\n", b"END:\r\n", b"TRIGGER:-P999999999DT1S\r\n"]
pieces = st.lists(st.sampled_from([*GOOD.splitlines(keepends=True), *odd]) | octets, max_size=40)


def rules_of(content: bytes) -> list[str]:
    """Return the rules that a file breaks, by line."""
    return [finding.rule for finding in lint(content)]


def assert_printable(findings: list[Finding]) -> None:
    """Assert what holds for the findings of any file."""
    assert findings == sorted(findings)
    assert len(findings) <= 1000
    for finding in findings:
        assert finding.line >= 1 and finding.rule in RULES
        assert finding.message.isprintable() and len(finding.message) < 300


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_feed_with_one_defect_breaks_one_rule_and_no_other(path: Path) -> None:
    assert set(rules_of(path.read_bytes())) == {path.stem.split("--")[0]}


def test_every_rule_is_broken_by_some_feed() -> None:
    broken = {path.stem.split("--")[0] for path in BROKEN}

    assert broken | MADE == set(RULES)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("begin--empty-file", [1]),
        ("line-ends--mixed", [16]),
        ("line-length--not-folded", [20]),
        ("fold-character--within-three-octets", [21]),
        ("duration--trigger-pt", [31]),
        ("nesting--no-end-of-alarm", [32]),
        ("nesting--end-without-begin", [44]),
        ("uid-twice--both-events", [35]),
        ("dtstart--missing", [34]),
        ("floating--both", [17, 18]),
        ("last-line--no-end", [43]),
    ],
)
def test_a_finding_names_the_line_that_an_editor_shows(name: str, lines: list[int]) -> None:
    findings = lint((FEEDS / f"{name}.ics").read_bytes())

    assert [finding.line for finding in findings] == lines


@pytest.mark.parametrize(
    "path",
    [*FEEDS.glob("good*.ics"), *(ROOT / "tests/golden").glob("*.ics")],
    ids=lambda path: path.stem,
)
def test_a_good_feed_breaks_no_rule(path: Path) -> None:
    assert lint(path.read_bytes()) == []


def test_no_published_feed_breaks_a_rule() -> None:
    feeds = sorted((ROOT / "public").rglob("*.ics"))

    broken = [(path, findings) for path in feeds if (findings := lint(path.read_bytes()))]

    assert len(feeds) > 900
    assert broken == []


def test_a_feed_over_a_million_octets_is_too_large_for_google() -> None:
    notes = b"X-NOTE:" + b"a" * 66 + b"\r\n"
    large = GOOD.replace(b"BEGIN:VEVENT", notes * 13_400 + b"BEGIN:VEVENT", 1)

    assert len(large) > 1_000_000
    assert rules_of(large) == ["google-size"]


@pytest.mark.parametrize(("count", "rules"), [(1100, []), (1101, ["google-events"])])
def test_google_takes_eleven_hundred_events(count: int, rules: list[str]) -> None:
    events = b"".join(EVENT.replace(b"310117-", b"%d-" % number) for number in range(count))
    feed = GOOD[: GOOD.index(b"BEGIN:VEVENT")] + events + b"END:VCALENDAR\r\n"

    assert rules_of(feed) == rules


@pytest.mark.parametrize(("count", "rules"), [(17, []), (18, ["depth"]), (1000, ["depth"])])
def test_components_go_nineteen_deep(count: int, rules: list[str]) -> None:
    deep = b"BEGIN:X-A\r\n" * count + b"END:X-A\r\n" * count
    feed = GOOD.replace(SUMMARY, SUMMARY + deep)

    assert rules_of(feed) == rules


def test_a_description_may_have_eight_hundred_characters() -> None:
    description = b"DESCRIPTION:" + b"\r\n ".join([b"a" * 50] * 15 + [b"\\," * 25] * 2) + b"\r\n"

    assert rules_of(GOOD.replace(SUMMARY, SUMMARY + description)) == []


@pytest.mark.parametrize(
    ("end", "rules"),
    [
        (b"@kaohou.invalid", []),
        (b"@yijian.kaohou.invalid", []),
        (b"@yijiankaohou.invalid", ["foreign-address"]),
        (b"@kaohou.invalid.example.org", ["foreign-address"]),
        (b".kaohou.invalid", ["foreign-address"]),
    ],
)
def test_our_uids_end_in_our_host_or_in_a_name_below_it(end: bytes, rules: list[str]) -> None:
    assert sorted(set(rules_of(GOOD.replace(b"@kaohou.invalid", end)))) == rules


def test_a_foreign_feed_may_have_other_titles_and_hosts() -> None:
    foreign = GOOD.replace(b"-//kaohou//", b"-//Example//").replace(
        b"@kaohou.invalid", b"@example.org"
    )

    assert rules_of(foreign.replace("【预计】".encode(), b"")) == []


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=2000))
def test_any_octets_are_linted(content: bytes) -> None:
    assert_printable(lint(content))


@settings(deadline=None, max_examples=200)
@given(
    st.lists(
        st.tuples(st.integers(0, len(GOOD)), st.integers(0, 80), octets), min_size=1, max_size=4
    )
)
def test_a_good_feed_with_slices_replaced_is_linted(changes: list[tuple[int, int, bytes]]) -> None:
    feed = GOOD
    for start, length, new in changes:
        feed = feed[:start] + new + feed[start + length :]

    assert_printable(lint(feed))


@settings(deadline=None, max_examples=200)
@given(pieces)
def test_lines_in_any_order_and_number_are_linted(lines: list[bytes]) -> None:
    assert_printable(lint(b"".join(lines)))


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 42), st.integers(1, 3))
def test_a_good_feed_with_a_repeated_line_is_linted(number: int, times: int) -> None:
    lines = GOOD.splitlines(keepends=True)

    assert_printable(lint(b"".join([*lines[:number], lines[number] * times, *lines[number:]])))


@pytest.mark.parametrize(
    "content",
    [
        b"BEGIN:A\r\n" * 100_000,
        b"BEGIN:A\r\n" * 100_000 + b"END:B\r\n" * 100_000,
        b"END:\r\n" * 1000,
        b"BEGIN:A\r\nEND:\r\nX:1\r\n",
        b"BEGIN:\r\nX:1\r\nEND:\r\nEND:\r\n",
    ],
    ids=[
        "never-ended",
        "ended-by-others",
        "ends-of-nothing",
        "end-without-name",
        "begin-without-name",
    ],
)
def test_components_of_any_depth_are_linted(content: bytes) -> None:
    findings = lint(content)

    assert_printable(findings)
    assert "nesting" in {finding.rule for finding in findings}


@pytest.mark.parametrize(
    "line", [b"X" * 7_000_000, b"X" + b";A=b" * 1_750_000], ids=["name", "parameters"]
)
def test_a_line_of_seven_megabytes_is_linted(line: bytes) -> None:
    findings = lint(line)

    assert_printable(findings)
    assert {finding.rule for finding in findings} == {
        "begin",
        "content-line",
        "google-size",
        "last-line",
        "line-length",
    }


def test_a_file_over_eight_megabytes_is_refused_with_one_finding() -> None:
    assert lint(b"\n" * 8_000_001) == [
        Finding(1, "file-size", "has 8000001 octets; at most 8000000")
    ]


def test_a_message_is_short_and_free_of_control_characters() -> None:
    ended = GOOD.replace(b"BEGIN:VALARM", b"BEGIN:\x1b[2J").replace(
        b"STATUS:CONF", b"STATUS:\x1b[2J"
    )

    assert_printable(lint(ended + b"X" * 1_000 + b":\r\n"))
    assert_printable(lint(GOOD.replace(SUMMARY, SUMMARY + b"X" * 1000 + b":\r\n")))


def test_a_file_has_at_most_a_thousand_findings() -> None:
    assert len(lint(GOOD + b"\r\n" * 2000)) == 1000


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_every_rule_has_a_reason_and_a_reference_and_explains_them(rule: LintRule) -> None:
    result = run_feedgen("lint", "--explain", rule.name)

    assert rule.reason.strip() and rule.reference.strip()
    assert result.stdout == f"{rule.name} ({rule.severity})\n  {rule.reason}\n  {rule.reference}\n"


def test_explaining_a_rule_prints_its_severity_reason_and_reference() -> None:
    result = run_feedgen("lint", "--explain", "prodid")

    assert result.stdout == "prodid (error)\n  PRODID is required\n  RFC 5545 3.7.3\n"
    assert result.returncode == 0


def test_an_unknown_rule_is_answered_with_the_list_of_rules() -> None:
    result = run_feedgen("lint", "--explain", "nonsense")

    assert result.returncode == 2
    assert "no rule 'nonsense'; the rules are" in result.stderr
    assert all(name in result.stderr.replace("\n", "") for name in RULES)


def test_linting_names_file_line_rule_and_message_and_fails_on_an_error() -> None:
    path = "tests/assets/broken_feeds/duration--refresh-p12h.ics"

    result = run_feedgen("lint", path)

    message = "REFRESH-INTERVAL 'P12H' is not a duration such as PT12H"
    assert result.stdout == f"{path}:8: duration: {message}\n"
    assert "1 errors, 0 warnings" in result.stderr
    assert result.returncode == 1


def test_warnings_alone_are_no_failure() -> None:
    path = "tests/assets/broken_feeds/method--publish.ics"

    result = run_feedgen("lint", path)

    assert (result.stdout, result.stderr) == (f"{path}:3: method: METHOD in a feed\n", "")
    assert result.returncode == 0


def test_linting_nothing_asks_for_files() -> None:
    result = run_feedgen("lint")

    assert result.returncode == 2
    assert "name files or folders" in result.stderr


def test_a_folder_is_linted_with_all_its_calendars_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "b.ics").write_bytes(GOOD)
    (tmp_path / "a.ics").write_bytes(GOOD[:-2])
    (tmp_path / "inner/c.ics").write_bytes(b"")
    (tmp_path / "notes.txt").write_bytes(b"")

    result = run_feedgen("lint", tmp_path)

    assert result.stdout.splitlines() == [
        f"{tmp_path}/a.ics:43: last-line: has no end",
        f"{tmp_path}/inner/c.ics:1: begin: does not begin with BEGIN:VCALENDAR",
    ]
    assert result.returncode == 1


def test_a_missing_file_is_a_message(tmp_path: Path) -> None:
    result = run_feedgen("lint", tmp_path / "none.ics")

    assert result.stderr == f"Error: {tmp_path}/none.ics: No such file or directory\n"
    assert result.returncode == 1


def test_findings_are_printed_as_data() -> None:
    path = "tests/assets/broken_feeds/begin--empty-file.ics"

    result = run_feedgen("lint", "--json", path, "tests/assets/broken_feeds/good.ics")

    assert json.loads(result.stdout) == [
        {
            "file": path,
            "line": 1,
            "rule": "begin",
            "severity": "error",
            "message": "does not begin with BEGIN:VCALENDAR",
        }
    ]
    assert result.returncode == 1
