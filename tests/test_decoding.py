"""Which encoding a page is read in, whatever it and its server say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedgen.watch.reading.decoding import decode

NOTICE = "关于公布二级建造师执业资格考试成绩的通知"
RARE = "王䶮、李㛃"
"""Characters that gb2312 lacks."""


def test_a_page_that_declares_gb2312_is_read_as_gb18030() -> None:
    page = f'<meta http-equiv="Content-Type" content="text/html; charset=gb2312">{RARE}'

    assert decode(page.encode("gb18030"), "text/html") == page


@pytest.mark.parametrize(
    "header", ["text/html; charset=GBK", "text/html; charset=iso-8859-1", "text/html", ""]
)
def test_a_page_in_utf8_is_read_as_such_against_its_header(header: str) -> None:
    page = f'<meta charset="utf-8">{NOTICE}'

    assert decode(page.encode(), header) == page


@pytest.mark.parametrize(
    "header", ["text/html; charset=utf-8", "text/html; charset=ISO-8859-1", "text/html"]
)
def test_a_page_in_gb18030_is_read_as_such_against_its_header(header: str) -> None:
    page = f'<meta charset="gb2312">{NOTICE}'

    assert decode(page.encode("gb18030"), header) == page


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_an_undeclared_encoding_is_recognized(encoding: str) -> None:
    assert decode(NOTICE.encode(encoding), "") == NOTICE


def test_a_wrong_header_gives_way_to_the_text_with_fewer_unreadable_characters() -> None:
    page = f'<?xml version="1.0" encoding="big5"?>{NOTICE}'

    assert decode(page.encode("gb18030"), "application/xml; charset=gb2312") == page


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")],
)
def test_a_byte_order_mark_goes_before_what_is_declared(mark: bytes, encoding: str) -> None:
    assert decode(mark + NOTICE.encode(encoding), "text/html; charset=gb2312") == NOTICE


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_page_that_ends_within_a_character_loses_only_that(encoding: str) -> None:
    assert decode(NOTICE.encode(encoding)[:-1], f"text/html; charset={encoding}") == NOTICE[:-1]


def test_a_page_with_an_unreadable_title_is_read_as_it_declares() -> None:
    page = (
        f'<meta charset="utf-8">{NOTICE}'.encode()
        + "成".encode()[:2]
        + "…".encode()
        + NOTICE.encode() * 9
    )

    assert decode(page, "text/html").count(NOTICE) == 10


def test_a_few_characters_are_read_as_declared_although_they_could_be_utf8() -> None:
    assert decode("联通".encode("gb18030"), "text/html; charset=gb2312") == "联通"


@pytest.mark.parametrize(
    "name", ["hex", "rot13", "utf-7", "idna", "unicode_escape", "x" * 9_000, "é"]
)
def test_an_unknown_encoding_is_ignored(name: str) -> None:
    assert decode(NOTICE.encode(), f"text/html; charset={name}") == NOTICE


@given(st.binary(), st.text())
def test_no_bytes_and_no_header_are_refused(content: bytes, content_type: str) -> None:
    decode(content, content_type).encode()
