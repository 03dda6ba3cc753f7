"""What loading `regions/` refuses and in which words, and what changes the digest of what was
loaded.
"""

import shutil
from datetime import date
from pathlib import Path

import pytest

from feedgen.core.errors import DefinitionError
from feedgen.core.model import Definitions, Depth, in_force
from feedgen.definitions.regions import load
from tests.conftest import SMALL
from tests.factories import edit

ASSETS = Path(__file__).parent / "assets"
DEFECTS = ASSETS / "defects"
SMALL_FILES = sorted(path.relative_to(SMALL).as_posix() for path in SMALL.rglob("*.*"))
SOURCE = (
    'source = { url = "https://example.cn/a", publisher = "example.cn", '
    'checked = 2026-11-01, grade = "reported" }'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small folder."""
    return Path(shutil.copytree(SMALL, tmp_path / "regions"))


def _defects() -> list[tuple[str, str, list[str]]]:
    """Each defect of `messages.txt`: its file, the file of the small folder in whose place it
    stands, the messages.
    """
    blocks = (DEFECTS / "messages.txt").read_text("utf-8").rstrip("\n").split("\n\n")
    return [
        (*title.split(" -> "), messages)
        for title, *messages in (block.split("\n") for block in blocks)
    ]


def _messages(folder: Path) -> list[str]:
    with pytest.raises(DefinitionError) as raised:
        load(folder)
    return str(raised.value).split("\n")


def _write(file: Path, *lines: str) -> None:
    file.write_text("\n".join(lines) + "\n", "utf-8")


@pytest.mark.parametrize(
    ("defect", "place", "messages"), [pytest.param(*case, id=case[0]) for case in _defects()]
)
def test_a_defect_is_explained_with_line_key_and_what_would_be_right(
    defect: str, place: str, messages: list[str], folder: Path
) -> None:
    shutil.copy(DEFECTS / defect, folder / place)

    assert _messages(folder) == messages


def test_every_defect_has_its_messages() -> None:
    files = {path.name for path in DEFECTS.iterdir()} - {"messages.txt"}

    assert files == {defect for defect, _, _ in _defects()}


def test_an_empty_folder_is_refused_with_the_files_it_must_hold(tmp_path: Path) -> None:
    (tmp_path / "regions").mkdir()

    assert _messages(tmp_path / "regions") == [
        "regions:1: the folder is empty; "
        "it must hold national.toml, divisions.csv and a file for each province"
    ]


@pytest.mark.parametrize("missing", ["national.toml", "divisions.csv"])
def test_a_folder_without_the_nation_or_the_places_is_not_complete(
    missing: str, folder: Path
) -> None:
    (folder / missing).unlink()

    assert _messages(folder) == [
        "regions:1: the folder is not complete; "
        "it must hold national.toml, divisions.csv and a file for each province"
    ]


def test_a_province_without_a_file_is_missed(folder: Path) -> None:
    (folder / "bingtuan.toml").unlink()
    (folder / "xinjiang" / "alaer.toml").unlink()

    assert _messages(folder) == [
        "regions/bingtuan.toml:1: there is no such file; each province in divisions.csv has one, "
        "and 新疆生产建设兵团 stands there"
    ]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "guangdong/meizhu",
            "no place 'guangdong/meizhu' in divisions.csv; did you mean 'guangdong/meizhou'",
        ),
        (
            "hokkaido/sapporo",
            "no place 'hokkaido/sapporo' in divisions.csv; give a slug that stands in it",
        ),
        (
            "guangdong/meizhou/meijiang",
            "梅江区 is a county; write what differs into the file of its area",
        ),
    ],
)
def test_a_file_for_no_place_is_refused(name: str, message: str, folder: Path) -> None:
    file = folder / f"{name}.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_text("", "utf-8")

    assert _messages(folder) == [f"regions/{name}.toml:1: {message}"]


def test_a_file_of_any_size_is_refused_unread(folder: Path) -> None:
    (folder / "guangdong/guangzhou.toml").write_bytes(b"#" * 4_000_001)

    assert _messages(folder) == [
        "regions/guangdong/guangzhou.toml:1: has 4000001 bytes; at most 4000000"
    ]


def test_a_folder_given_as_a_dot_is_called_by_its_name(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    _write(folder / "xinjiang/alaer.toml", "folows = 1")

    assert _messages(Path()) == [
        "regions/xinjiang/alaer.toml:1: folows: unknown key 'folows'; did you mean 'follows'"
    ]


def test_all_problems_of_all_files_come_at_once_and_in_order(folder: Path) -> None:
    _write(folder / "xinjiang/alaer.toml", "own_sessions = 1", "folows = 1")
    _write(folder / "guangdong/meizhou.toml", "[[phone]]", SOURCE)
    edit(folder / "aliases.toml", "441401", "44140")
    edit(folder / "divisions.csv", ",gz,", ",,")
    edit(folder / "guangdong.toml", '"wechat"', '"wechta"')

    assert _messages(folder) == [
        "regions/aliases.toml:4: alias.key: '44140' is malformed; six digits",
        "regions/divisions.csv:3: initials: '' is malformed; "
        "the first letters of the pinyin, small",
        "regions/guangdong.toml:1: 'wechat' is neither stated nor unknown; "
        "state it with its source, or list it under unknown",
        "regions/guangdong.toml:3: unknown: no fact 'wechta'; did you mean 'wechat'",
        "regions/guangdong/meizhou.toml:1: phone: 'number' is missing; give text in quotes",
        "regions/xinjiang/alaer.toml:1: own_sessions: is a whole number; give true or false",
        "regions/xinjiang/alaer.toml:2: folows: unknown key 'folows'; did you mean 'follows'",
    ]


def test_a_province_that_cannot_be_read_hides_no_problem_and_makes_none(folder: Path) -> None:
    """Alaer follows it, and is not blamed for that."""
    _write(folder / "bingtuan.toml", "short_name =")
    _write(folder / "guangdong/meizhou.toml", "folows = 1")

    assert _messages(folder) == [
        "regions/bingtuan.toml:1: short_name: no TOML: Invalid value; see https://toml.io",
        "regions/guangdong/meizhou.toml:1: folows: unknown key 'folows'; did you mean 'follows'",
    ]


def test_a_nation_that_cannot_be_read_hides_no_problem_that_other_files_have_of_their_own(
    folder: Path,
) -> None:
    _write(folder / "national.toml", "name =")
    edit(folder / "guangdong.toml", '["wechat", ', "[")
    edit(folder / "workdays.toml", "2027-02-20", "2027-02-19")

    assert _messages(folder) == [
        "regions/guangdong.toml:1: 'wechat' is neither stated nor unknown; "
        "state it with its source, or list it under unknown",
        "regions/national.toml:1: name: no TOML: Invalid value; see https://toml.io",
        "regions/workdays.toml:4: year.make_up: "
        "must be a list of Saturdays and Sundays, such as [2027-02-20]; [] where there are none",
    ]


def test_results_of_a_first_sitting_may_come_before_the_second_is_held(folder: Path) -> None:
    _write(
        folder / "guangdong/guangzhou.toml", "[[session]]", "exam_year = 2025",
        "start = 2025-05-17", SOURCE, "[[session]]", "exam_year = 2025", "sitting = 2",
        "start = 2025-11-01", SOURCE, "[[observation]]", 'milestone = "pass_mark"',
        "exam_year = 2025", "date = 2025-08-20", SOURCE,
    )  # fmt: skip

    sessions = in_force(load(folder).regions["guangdong/guangzhou"].sessions)

    assert [session.start for session in sessions if session.exam_year == 2025] == [
        date(2025, 5, 17),
        date(2025, 11, 1),
    ]


def test_a_byte_order_mark_and_the_line_ends_of_windows_are_ignored(
    folder: Path, small: Definitions
) -> None:
    for name in SMALL_FILES:
        if name.endswith(".toml"):
            text = (folder / name).read_text("utf-8").replace("\n", "\r\n")
            (folder / name).write_bytes(b"\xef\xbb\xbf" + text.encode())
    (folder / "divisions.csv").write_bytes(b"\xef\xbb\xbf" + (SMALL / "divisions.csv").read_bytes())

    assert load(folder).digest == small.digest


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("guangdong.toml", "date = 2025-08-15", "date = 2025-08-16"),
        ("national.toml", "lag = [42, 63]", "lag = [42, 64]"),
        ("divisions.csv", "广州市", "羊城市"),
        ("aliases.toml", "441401", "441499"),
        ("workdays.toml", "元旦", "新年"),
    ],
)
def test_the_digest_changes_with_a_fact(
    name: str, old: str, new: str, folder: Path, small: Definitions
) -> None:
    edit(folder / name, old, new)

    assert load(folder).digest != small.digest


def test_the_digest_keeps_through_comments_and_layout(folder: Path, small: Definitions) -> None:
    edit(folder / "guangdong.toml", "short_name = ", "# 又一条说明\n\nshort_name   =   ")
    edit(folder / "guangdong.toml", '"wechat", "pass_mark"', '"wechat",\n  "pass_mark"')
    edit(
        folder / "guangdong.toml",
        "exam_year = 2025\nstart = 2025-05-17",
        "start = 2025-05-17\nexam_year = 2025",
    )

    assert load(folder).digest == small.digest


def _append(file: Path, *lines: str) -> None:
    _write(file, file.read_text("utf-8"), *lines)


def _scales(folder: Path) -> None:
    """Write the full marks since 2015 and since 2024, the newer ones first."""
    for since, words in ((2024, "满分100分"), (2015, "满分120分")):
        scale = ("[[pass_mark.scale]]", f"since = {since}", f'words = "{words}"', SOURCE)
        _append(folder / "national.toml", *scale)


def test_the_full_marks_of_a_year_are_the_newest_that_had_begun(folder: Path) -> None:
    _scales(folder)

    kind = load(folder).regions["guangdong"].kinds["pass_mark"]

    years = (2014, 2015, 2023, 2024, 2026)
    assert [kind.scale_in(year) for year in years] == [
        *("", "满分120分", "满分120分", "满分100分", "满分100分")
    ]


def test_a_pass_mark_on_another_scale_is_none_of_a_years(folder: Path) -> None:
    _scales(folder)
    edit(folder / "guangdong.toml", '"pass_mark", ', "")
    for year, how in ((2022, "70分"), (2023, "72分")):
        mark = ("[[pass_mark.rule]]", f"exam_year = {year}", f'how = "{how}"', SOURCE)
        _append(folder / "guangdong.toml", *mark)

    region = load(folder).regions["guangdong"]

    newest, of_2023, of_2026 = (
        region.newest_rule("pass_mark", "how", year) for year in (0, 2023, 2026)
    )
    assert newest == of_2023
    assert of_2023 and of_2023.how == "72分"
    assert of_2026 is None


def test_an_exception_that_replaces_guidance_leaves_it_out_while_it_holds(folder: Path) -> None:
    edit(
        folder / "guangdong.toml",
        'about = "rolling_validity"\n',
        'about = "rolling_validity"\nreplaces = true\nlast_exam_year = 2026\n',
    )

    regions = load(folder).regions

    assert regions["guangdong"].topics_of("exam", 2026) == ()
    assert regions["guangdong"].topics_of("exam", 2027) == ("waiting",)
    assert regions["xinjiang"].topics_of("exam", 2026) == ("waiting",)


def test_an_exception_beside_guidance_leaves_it(small: Definitions) -> None:
    assert small.regions["guangdong"].topics_of("exam", 2026) == ("waiting",)


def test_the_day_of_the_major_needs_a_source(folder: Path) -> None:
    edit(folder / "national.toml", "[exam]\n", "[exam]\nmajor_day = 1\n")

    [message] = _messages(folder)

    assert "exam: has no 'major_day_source'; a fact names its page" in message


def test_only_the_exam_has_a_day_of_the_major(folder: Path) -> None:
    edit(folder / "national.toml", "[pass_mark]\n", "[pass_mark]\nmajor_day = 1\n")

    [message] = _messages(folder)

    assert "pass_mark.major_day: unknown key 'major_day'" in message


def test_what_has_to_end_first_is_a_milestone(folder: Path) -> None:
    edit(folder / "national.toml", "[pass_mark]\n", '[pass_mark]\nafter = "results_relaese"\n')

    [message] = _messages(folder)

    assert "pass_mark.after: unknown milestone 'results_relaese'; did you mean" in message


def test_there_are_32_provinces_451_areas_and_2729_counties(definitions: Definitions) -> None:
    depths = [place.depth for place in definitions.places]

    assert [depths.count(depth) for depth in Depth] == [32, 451, 2729]


def test_the_cities_that_the_corps_runs_follow_it(definitions: Definitions) -> None:
    followers = sorted(
        slug for slug, region in definitions.regions.items() if region.follows == "bingtuan"
    )

    assert followers == [
        f"xinjiang/{city}"
        for city in (
            "alaer", "baiyang", "beitun", "caohu", "huyanghe", "kekedala", "kunyu", "shihezi",
            "shuanghe", "tiemenguan", "tumushuke", "wujiaqu", "xinxing",
        )
    ]  # fmt: skip
