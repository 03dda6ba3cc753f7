"""The linter parses single values: durations, days, times, escapes, addresses."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feedgen.lint.values import day, duration, is_address, moment, stray_escape

whole_seconds = st.builds(
    timedelta, days=st.integers(-999_999_999, 999_999_998), seconds=st.integers(0, 86_399)
)


def written(length: timedelta) -> str:
    """Write a duration in days, hours, minutes and seconds."""
    sign, length = ("-", -length) if length < timedelta(0) else ("", length)
    hours, rest = divmod(length.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{sign}P{length.days}DT{hours}H{minutes}M{seconds}S"


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("P15DT5H0M20S", timedelta(days=15, hours=5, seconds=20)),
        ("P7W", timedelta(weeks=7)),
        ("PT12H", timedelta(hours=12)),
        ("PT0S", timedelta(0)),
        ("P0D", timedelta(0)),
        ("-PT15M", -timedelta(minutes=15)),
        ("-P2DT15H", -timedelta(days=2, hours=15)),
        ("-P1W", -timedelta(weeks=1)),
        ("+P1D", timedelta(days=1)),
        ("PT1H30M", timedelta(minutes=90)),
        ("PT5M30S", timedelta(seconds=330)),
        ("P001D", timedelta(days=1)),
    ],
)
def test_a_duration_of_the_standard_is_read(text: str, length: timedelta) -> None:
    assert duration(text) == length


@pytest.mark.parametrize(
    "text",
    [
        "", "P", "PT", "-P", "-PT", "P12H", "-P1H", "P15M", "P1S", "12H", "T12H", "PT12", "P12",
        "P1DT", "P1WT1H", "P1W1D", "P1D1W", "PT1D", "PT1W", "PT1M1H", "PT1S1M", "PT1H30S",
        "P1DT1H1S", "P1Y", "P1M",
        "PT1.5H", "PT1,5H", "P-1D", "--P1D", "+-P1D", "-pt15h", "pt12h", " PT12H", "PT12H ",
        "PT12H\n", "PT 12H", "PT１２H", "P1D P1D", "P1DP1D", "-P1000000000D",
        "-P999999999DT1S", "P" + "9" * 28 + "W", "P" + "9" * 5000 + "D",
    ],
)  # fmt: skip
def test_an_invalid_duration_is_refused(text: str) -> None:
    assert duration(text) is None


@given(whole_seconds)
@example(timedelta(days=999_999_999, seconds=86_399))
@example(timedelta(days=-999_999_999))
def test_every_duration_of_whole_seconds_is_read_back(length: timedelta) -> None:
    assert duration(written(length)) == length


@given(st.text("+-PTWDHMS0123456789", max_size=40))
def test_no_text_stops_the_reading_of_durations(text: str) -> None:
    parsed = duration(text)

    assert parsed is None or duration(written(parsed)) == parsed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20260814", date(2026, 8, 14)),
        ("20280229", date(2028, 2, 29)),
        ("00010101", date(1, 1, 1)),
        ("99991231", date(9999, 12, 31)),
        ("20270229", None),
        ("20260230", None),
        ("20261301", None),
        ("20260800", None),
        ("00000101", None),
        ("2026-08-14", None),
        ("2026814", None),
        ("202608140", None),
        ("20260814T000000", None),
        ("２０２６０８１４", None),
        (" 20260814", None),
        ("20260814\n", None),
        ("", None),
    ],
)
def test_a_day_is_eight_digits_that_the_calendar_knows(text: str, expected: date | None) -> None:
    assert day(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20260813T160000Z", "2026-08-13T16:00:00"),
        ("20260813T160000", "2026-08-13T16:00:00"),
        ("20260813T235959Z", "2026-08-13T23:59:59"),
        ("20161231T235960Z", "2016-12-31T23:59:59"),
        ("20260813T240000Z", None),
        ("20260813T236000Z", None),
        ("20260813T235961Z", None),
        ("20260230T000000Z", None),
        ("20260813", None),
        ("20260813T1600Z", None),
        ("20260813t160000z", None),
        ("20260813 160000Z", None),
        ("2026-08-13T16:00:00Z", None),
        ("20260813T160000+0800", None),
        ("20260813T160000ZZ", None),
        ("20260813T160000Z\n", None),
        ("", None),
    ],
)
def test_a_moment_is_a_day_and_a_time_of_six_digits(text: str, expected: str | None) -> None:
    parsed = moment(text)

    assert (parsed and parsed.isoformat()) == expected


@pytest.mark.parametrize(
    ("text", "stray"),
    [
        ("", ""),
        ("成绩公布", ""),
        (r"a\, b\; c\\ d\n e\N", ""),
        (r"C:\\temp", ""),
        (r"\\\\", ""),
        (r"\\\n", ""),
        (r"C:\temp", r"\t"),
        (r"12\:00", r"\:"),
        (r"\"a", r"\""),
        (r"成\绩", r"\绩"),
        (r"a\ b", "\\ "),
        ("a\\", "\\"),
        (r"\\\t", r"\t"),
        ("\\\\\\", "\\"),
        (r"\n\x\y", r"\x"),
    ],
)
def test_the_first_escape_that_is_none_is_returned(text: str, stray: str) -> None:
    assert stray_escape(text) == stray


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://www.rsj.sh.gov.cn/ksyzc/index801.jsp", True),
        ("https://example.org/?a=b&c=%E6%88%90#d", True),
        ("HTTPS://example.org", True),
        ("mailto:dates@example.org", True),
        ("urn:uuid:1", True),
        ("webcal://example.org/a.ics", True),
        ("", False),
        ("www.example.org", False),
        ("/a.html", False),
        ("://example.org", False),
        ("http:", False),
        ("1http://example.org", False),
        ("http://example.org/a b", False),
        (" http://example.org/", False),
        ("http://example.org/\n", False),
        ("http://example.org/成绩", False),
        ("http://例子.org/", False),
        ("http：//example.org/", False),
    ],
)
def test_an_address_has_a_scheme_and_ascii_signs_alone(text: str, expected: bool) -> None:
    assert is_address(text) is expected
