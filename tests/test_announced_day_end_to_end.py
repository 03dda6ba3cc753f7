"""A day in August, from the authority's notice to the update of an event on a phone."""

import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import icalendar
import pytest

from feedgen.definitions.candidates import read_candidates
from feedgen.publish.server import LOOPBACK, FeedServer
from tests.conftest import SMALL, Authority, run_feedgen

EVENING, MORNING = "2026-08-16", "2026-08-17"
UID = "440000-2026-results-release@kaohou.invalid"
LIST = """<html><head>
<meta http-equiv="Content-Type" content="text/html; charset=gb2312"></head><body>
<ul class="list">
<li><span>[08-16]</span><a href="t20260816_3.html">关于公布2026年度一级建造师资格…</a></li>
{news}<li><span>[08-10]</span>
<a href="t20260810_2.html">2026年度二级造价工程师职业资格考试成绩公布</a></li>
<li><span>[08-03]</span><a href="t20260803_9.html">关于2026年度示例考试成绩查询的温馨提醒</a></li>
<li><span>[07-20]</span><a href="t20260720_5.html">2026年度监理工程师资格证书领取通知</a></li>
<li><span>[06-30]</span><a href="t20260630_1.html">办公室搬迁公告（朱镕、喆、㐂）</a></li>
</ul></body></html>"""
TITLE = "关于公布2026年度示例考试成绩的通知"
NEWS = f'<li><span>[08-16]</span><a href="t20260816_7.html">{TITLE}</a></li>\n'
NOTICE = f"""<html><head><meta charset="gb2312"><title>{TITLE}</title></head><body>
<h1>{TITLE}</h1><p>发布日期：2026-08-16</p>
<p>各位考生：2026年度示例考试成绩已于2026年8月16日公布，考生可登录网站查询。</p>
<p>对成绩有异议的，可于2026年8月17日至8月28日申请成绩复核，逾期不予受理。</p>
</body></html>"""


@pytest.fixture
def regions(tmp_path: Path, authority: Authority) -> Path:
    """The small regions; Guangdong has announced nothing, and its list is that site's."""
    folder = Path(shutil.copytree(SMALL, tmp_path / "regions"))
    authority.pages["/tzgg/index.html"] = LIST.format(news="")
    path = folder / "guangdong.toml"
    before, rest = path.read_text("utf-8").split("[[announcement]]\n")
    text = before + rest[rest.index("[[plan]]") :]
    path.write_text(
        text.replace("https://gd.example.cn/notices", f"{authority.address}index.html"), "utf-8"
    )
    return folder


def feedgen(command: str, *arguments: str | Path, regions: Path) -> str:
    """The output of a command, which must not fail."""
    done = run_feedgen(command, *arguments, "--regions", regions)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    return done.stdout


def events_of(server: FeedServer) -> dict[str, icalendar.Event]:
    """The events on a phone in 广州 that subscribed, by UID."""
    with urlopen(f"http://{LOOPBACK}:{server.port}/guangdong.ics", timeout=5) as answer:
        calendar = icalendar.Calendar.from_ical(answer.read())
    return {str(event["UID"]): event for event in calendar.walk("VEVENT")}


def test_the_notice_of_the_evening_is_on_the_phone_in_the_morning(
    tmp_path: Path, regions: Path, authority: Authority, serve: Callable[[Path], FeedServer]
) -> None:
    public = tmp_path / "public"
    feedgen("build", "--as-of", EVENING, "-o", public, regions=regions)
    server = serve(public)
    before = events_of(server)
    watching = ("watch", "广东", "--write", "--loopback", "--pause", "0", "--as-of", EVENING)
    assert "1 of 1 sites answered" in feedgen(*watching, regions=regions)
    assert read_candidates(regions).candidates == ()

    authority.pages["/tzgg/index.html"] = LIST.format(news=NEWS)
    authority.pages["/tzgg/t20260816_7.html"] = NOTICE
    output = feedgen(*watching, regions=regions)
    assert "1  广东省 2026 results_release: 2026-08-16 (sure)" in output
    assert f"“{TITLE}”  2026-08-16" in output
    assert "成绩已于2026年8月16日公布" in output

    for _ in read_candidates(regions).candidates:
        # An accepted candidate waits no longer, and the next one becomes the first.
        accepting = ("announce", "--candidate", "1", "--yes", "--as-of", EVENING)
        feedgen(*accepting, "-o", public, regions=regions)
    feedgen("build", "--as-of", MORNING, "-o", public, regions=regions)
    after = events_of(server)

    assert str(before[UID]["SUMMARY"]) == "【预计】示例成绩公布"
    assert str(before[UID]["STATUS"]) == "TENTATIVE"
    assert str(after[UID]["SUMMARY"]) == "示例成绩公布"
    assert str(after[UID]["STATUS"]) == "CONFIRMED"
    assert after[UID]["DTSTART"].dt.isoformat() == "2026-08-16"
    assert after[UID]["SEQUENCE"] == before[UID]["SEQUENCE"] + 1
    assert authority.address in str(after[UID]["URL"])
    recheck = "440000-2026-score-recheck@kaohou.invalid"
    assert after[recheck]["DTSTART"].dt.isoformat() == "2026-08-28"
    assert str(after[recheck]["STATUS"]) == "CONFIRMED"
    for follower in ("qualification-review", "certificate-collection"):
        uid = f"440000-2026-{follower}@kaohou.invalid"
        assert after[uid]["DTSTART"].dt > before[uid]["DTSTART"].dt, uid
        assert after[uid]["SEQUENCE"] == before[uid]["SEQUENCE"] + 1
