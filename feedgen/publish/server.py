"""Serves a folder of feeds and pages on this machine as a web server would, so that a phone beside
it can subscribe.
"""

import gzip
import hashlib
import socket
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

from feedgen.core.errors import PublishError

LOOPBACK = "127.0.0.1"
TYPES = {
    ".ics": "text/calendar; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".ico": "image/x-icon",
}
ZIPPED = ("text/", "application/json", "application/atom+xml", "application/xml", "image/svg+xml")
"""Types that are worth packing."""

MISSING = "404.html"
LONGEST_PATH = 200
"""Characters; the longest of ours has a third of it."""


class FeedServer(ThreadingHTTPServer):
    """Serves the files of one folder, read anew for each request."""

    daemon_threads = True

    def __init__(self, folder: Path, host: str, port: int) -> None:
        """Take a port; 0 takes any that is free.

        Raises:
            PublishError: There is no such folder, or the port is taken.
        """
        if not folder.is_dir():
            raise PublishError(f"{folder} is no folder; run 'feedgen build' first")
        self.folder = folder.resolve()
        try:
            super().__init__((host, port), _Handler)
        except OSError as error:
            raise PublishError(
                f"port {port}: {error.strerror}; name another with --port"
            ) from error

    @property
    def port(self) -> int:
        """The port that was taken."""
        return int(self.server_address[1])


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD with whole files."""

    server: FeedServer
    server_version = "feedgen"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = 10
    """Seconds that a client may take for its request."""

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def _answer(self) -> None:
        path = self._file()
        if path is None:
            self._miss()
            return
        content, kind = path.read_bytes(), TYPES.get(path.suffix, "application/octet-stream")
        is_zipped = kind.startswith(ZIPPED) and takes_gzip(self.headers.get("Accept-Encoding", ""))
        tag = f'"{hashlib.sha256(content).hexdigest()[:32]}{"-gzip" if is_zipped else ""}"'
        is_known = tag in self._known_tags()
        self.send_response(HTTPStatus.NOT_MODIFIED if is_known else HTTPStatus.OK)
        self.send_header("ETag", tag)
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        if not is_known:
            content = gzip.compress(content, mtime=0) if is_zipped else content
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            if is_zipped:
                self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        if not is_known and self.command == "GET":
            self.wfile.write(content)

    def _miss(self) -> None:
        """Answer with the page for addresses that lead nowhere, as web servers of static sites do."""
        page = self.server.folder / MISSING
        if not page.is_file():
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        content = page.read_bytes()
        self.send_response(HTTPStatus.NOT_FOUND)
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Content-Type", TYPES[page.suffix])
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content)

    def _file(self) -> Path | None:
        """Return the file that is asked for; None for what lies outside the folder, is hidden or is
        no file.
        """
        asked = unquote(self.path.partition("?")[0]).removeprefix("/")
        parts = asked.split("/")
        if len(asked) > LONGEST_PATH or "" in parts[:-1] or any(map(_is_odd, parts)):
            return None
        if parts[-1] == "":
            parts[-1] = "index.html"
        path = self.server.folder.joinpath(*parts).resolve()
        return path if path.is_relative_to(self.server.folder) and path.is_file() else None

    def _known_tags(self) -> list[str]:
        tags = self.headers.get("If-None-Match", "").split(",")
        return [tag.strip().removeprefix("W/") for tag in tags]


def _is_odd(part: str) -> bool:
    """Say whether a part of a path is hidden, leads upwards, or is none."""
    return part.startswith(".") or "\0" in part or "\\" in part


def takes_gzip(accepted: str) -> bool:
    """Say whether a client takes a packed answer, by its Accept-Encoding.

    >>> takes_gzip("br, gzip;q=0.5"), takes_gzip("gzip;q=0"), takes_gzip("")
    (True, False, False)
    """
    for offer in accepted.lower().replace(" ", "").split(","):
        name, _, quality = offer.partition(";q=")
        if name == "gzip":
            return quality.strip("0.") != "" or not quality
    return False


def lan_address() -> str | None:
    """Return the address by which other machines in the same network reach this one; None where
    there is none.

    No packet is sent: a datagram socket that is connected only asks which way one would go.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        address = str(probe.getsockname()[0])
    return None if address.startswith("127.") or address == "0.0.0.0" else address  # noqa: S104
