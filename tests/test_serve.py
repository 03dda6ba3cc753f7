"""A real server on a real port: what a calendar client asks for, and what nobody may get."""

import gzip
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from threading import Thread

import pytest

from feedgen.core.errors import PublishError
from feedgen.publish.server import LOOPBACK, FeedServer, takes_gzip
from tests.conftest import ROOT, run_feedgen

FEED = "BEGIN:VCALENDAR\r\n松江区\r\nEND:VCALENDAR\r\n".encode()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[FeedServer]:
    """A server of a folder with a feed, a picture and things that are nobody's business."""
    public = tmp_path / "public"
    (public / "shanghai").mkdir(parents=True)
    (public / "shanghai/songjiang.ics").write_bytes(FEED)
    (public / "icon.png").write_bytes(b"\x89PNG")
    (public / "index.html").write_text("<p>首页</p>", "utf-8")
    (public / ".feedgen-half").write_bytes(b"half a file")
    (public / "out.ics").symlink_to(tmp_path / "secret.ics")
    (tmp_path / "secret.ics").write_bytes(b"secret")
    with FeedServer(public, LOOPBACK, 0) as running:
        Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield running
        running.shutdown()


def ask(
    server: FeedServer, path: str, method: str = "GET", **headers: str
) -> tuple[HTTPResponse, bytes]:
    """Ask as a client does, the path as it stands."""
    with closing(HTTPConnection(LOOPBACK, server.port, timeout=5)) as connection:
        connection.request(
            method, path, headers={name.replace("_", "-"): value for name, value in headers.items()}
        )
        response = connection.getresponse()
        return response, response.read()


def test_a_feed_comes_as_a_calendar_byte_by_byte(server: FeedServer) -> None:
    response, body = ask(server, "/shanghai/songjiang.ics")

    assert response.status == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Content-Length"] == str(len(FEED))
    assert body == FEED


def test_what_was_not_changed_is_not_sent_again(server: FeedServer) -> None:
    first, _ = ask(server, "/shanghai/songjiang.ics")

    again, body = ask(
        server, "/shanghai/songjiang.ics", If_None_Match=f'"other", W/{first.headers["ETag"]}'
    )

    assert (again.status, body) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


def test_a_changed_feed_is_sent_anew(server: FeedServer) -> None:
    first, _ = ask(server, "/shanghai/songjiang.ics")
    (server.folder / "shanghai/songjiang.ics").write_bytes(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")

    again, body = ask(server, "/shanghai/songjiang.ics", If_None_Match=first.headers["ETag"])

    assert (again.status, body) == (200, b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")


def test_text_is_packed_for_who_takes_it_and_known_by_a_tag_of_its_own(server: FeedServer) -> None:
    plain, _ = ask(server, "/shanghai/songjiang.ics")

    packed, body = ask(server, "/shanghai/songjiang.ics", Accept_Encoding="br, gzip")
    known, _ = ask(
        server,
        "/shanghai/songjiang.ics",
        Accept_Encoding="gzip",
        If_None_Match=packed.headers["ETag"],
    )

    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(body) == FEED
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert known.status == 304


def test_a_picture_is_not_packed(server: FeedServer) -> None:
    response, body = ask(server, "/icon.png", Accept_Encoding="gzip")

    assert (response.headers["Content-Type"], response.headers["Content-Encoding"]) == (
        "image/png",
        None,
    )
    assert body == b"\x89PNG"


@pytest.mark.parametrize(
    ("accepted", "takes"),
    [("gzip", True), ("GZIP;q=1.0", True), ("gzip; q=0.001", True), ("gzip;q=0", False), ("gzip;q=0.000", False),
     ("br", False), ("", False)],
)  # fmt: skip
def test_a_client_says_whether_it_takes_gzip(accepted: str, takes: bool) -> None:
    assert takes_gzip(accepted) == takes


def test_head_tells_all_but_the_body(server: FeedServer) -> None:
    response, body = ask(server, "/shanghai/songjiang.ics", "HEAD")

    assert (response.status, body) == (200, b"")
    assert response.headers["Content-Length"] == str(len(FEED))


@pytest.mark.parametrize("path", ["/", "/index.html", "/?from=phone", "/index.html?a=/../b"])
def test_the_first_page_is_the_index(server: FeedServer, path: str) -> None:
    response, body = ask(server, path)

    assert (response.status, response.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert body.decode() == "<p>首页</p>"


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.ics", "/%2e%2e/secret.ics", "/shanghai/../../secret.ics", "/..%2fsecret.ics", "/..%5csecret.ics",
        "//etc/passwd", "/%2fetc/passwd", "/out.ics", "/.feedgen-half", "/shanghai", "/missing.ics", "/a%00.ics",
        "/shanghai/songjiang.ics/", "/%ff.ics", "/shanghai//songjiang.ics", "//[x", "/" + "a" * 5000,
    ],
)  # fmt: skip
def test_what_is_outside_hidden_or_no_file_is_not_found(server: FeedServer, path: str) -> None:
    response, body = ask(server, path)

    assert response.status == 404
    assert b"secret" not in body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_sent(server: FeedServer, method: str) -> None:
    response, _ = ask(server, "/shanghai/songjiang.ics", method)

    assert response.status == 501


def test_one_connection_serves_several_requests_each_by_its_own_headers(server: FeedServer) -> None:
    with closing(HTTPConnection(LOOPBACK, server.port, timeout=5)) as connection:
        connection.request("GET", "/shanghai/songjiang.ics", headers={"Accept-Encoding": "gzip"})
        packed = connection.getresponse().read()
        connection.request(
            "GET", "/shanghai/songjiang.ics", headers={"Accept-Encoding": "identity"}
        )
        plain = connection.getresponse().read()

    assert gzip.decompress(packed) == plain == FEED


def test_a_taken_port_is_explained(tmp_path: Path) -> None:
    with socket.create_server((LOOPBACK, 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(
            PublishError, match=rf"port {port}: Address already in use; name another with --port"
        ):
            FeedServer(tmp_path, LOOPBACK, port)


def test_a_missing_folder_is_explained(tmp_path: Path) -> None:
    result = run_feedgen("serve", "--port", "0", "-o", tmp_path / "none")

    assert result.returncode == 1
    assert result.stderr == f"Error: {tmp_path}/none is no folder; run 'feedgen build' first\n"


def test_the_command_prints_addresses_and_a_code_and_stops_when_told(tmp_path: Path) -> None:
    (tmp_path / "shanghai").mkdir()
    (tmp_path / "shanghai/songjiang.ics").write_bytes(FEED)
    running = subprocess.Popen(
        [sys.executable, "-m", "feedgen", "serve", "松江", "--port", "0", "-o", tmp_path],
        cwd=ROOT, env={**os.environ, "PYTHONUNBUFFERED": "1"}, stdout=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    with running:
        assert running.stdout
        lines = [running.stdout.readline() for _ in range(4)]
        port = re.fullmatch(rf"{tmp_path} at http://127\.0\.0\.1:(\d+)/\n", lines[0])
        assert port
        with closing(HTTPConnection(LOOPBACK, int(port[1]), timeout=5)) as connection:
            connection.request("GET", "/shanghai/songjiang.ics")
            body = connection.getresponse().read()
        running.send_signal(signal.SIGINT)
        rest = running.stdout.read()

    assert lines[1] == f"subscribe  webcal://127.0.0.1:{port[1]}/shanghai/songjiang.ics\n"
    assert lines[2] == f"copy       http://127.0.0.1:{port[1]}/shanghai/songjiang.ics\n"
    assert "█" in lines[3] + rest
    assert rest.endswith("stopped\n")
    assert body == FEED
    assert running.returncode == 0
