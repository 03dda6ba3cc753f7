"""The development server on a real port."""

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
from feedgen.publish.server import LOOPBACK, FeedServer
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


def ask(server: FeedServer, path: str, method: str = "GET") -> tuple[HTTPResponse, bytes]:
    """Send one request, with the path exactly as given."""
    with closing(HTTPConnection(LOOPBACK, server.port, timeout=5)) as connection:
        connection.request(method, path)
        response = connection.getresponse()
        return response, response.read()


def test_a_feed_comes_as_a_calendar_byte_by_byte(server: FeedServer) -> None:
    response, body = ask(server, "/shanghai/songjiang.ics")

    assert response.status == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Content-Length"] == str(len(FEED))
    assert body == FEED


def test_a_changed_feed_is_served_at_once(server: FeedServer) -> None:
    ask(server, "/shanghai/songjiang.ics")
    (server.folder / "shanghai/songjiang.ics").write_bytes(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")

    response, body = ask(server, "/shanghai/songjiang.ics")

    assert (response.status, body) == (200, b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    assert response.headers["Cache-Control"] == "no-cache"


def test_head_sends_all_but_the_body(server: FeedServer) -> None:
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
        "/../secret.ics", "/%2e%2e/secret.ics", "/shanghai/../../secret.ics", "/..%2fsecret.ics",
        "/..%5csecret.ics", "//etc/passwd", "/%2fetc/passwd", "/out.ics", "/.feedgen-half",
        "/shanghai", "/missing.ics", "/a%00.ics", "/shanghai/songjiang.ics/", "/%ff.ics",
        "/shanghai//songjiang.ics", "//[x", "/" + "a" * 5000,
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


def test_one_connection_serves_several_requests(server: FeedServer) -> None:
    with closing(HTTPConnection(LOOPBACK, server.port, timeout=5)) as connection:
        bodies = []
        for path in ("/shanghai/songjiang.ics", "/missing.ics", "/icon.png"):
            connection.request("GET", path)
            bodies.append(connection.getresponse().read())

    assert (bodies[0], bodies[2]) == (FEED, b"\x89PNG")


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


def test_the_command_prints_addresses_and_a_code_and_stops_when_interrupted(tmp_path: Path) -> None:
    (tmp_path / "shanghai").mkdir()
    (tmp_path / "shanghai/songjiang.ics").write_bytes(FEED)
    program = [sys.executable, "-m", "feedgen", "serve", "松江", "--port", "0", "-o", tmp_path]
    # A shell that starts the tests in the background has them ignore SIGINT, and so their children.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    running = subprocess.Popen(
        program,
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    signal.signal(signal.SIGINT, before)
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
