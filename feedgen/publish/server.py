"""Serves a folder of feeds and pages on this machine, so that a phone beside it can subscribe."""

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
            text = f"port {port}: {error.strerror}; name another with --port"
            raise PublishError(text) from error

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
        """Send the file, else the page for missing addresses as hosts of static sites do."""
        missing = self.server.folder / MISSING
        if path := self._path():
            self._send(HTTPStatus.OK, path)
        elif missing.is_file():
            self._send(HTTPStatus.NOT_FOUND, missing)
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def _send(self, status: HTTPStatus, path: Path) -> None:
        content = path.read_bytes()
        self.send_response(status)
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Content-Type", TYPES.get(path.suffix, "application/octet-stream"))
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content)

    def _path(self) -> Path | None:
        """Return the requested file; None if it is outside the folder, hidden or no file."""
        address = unquote(self.path.partition("?")[0]).removeprefix("/")
        parts = address.split("/")
        if len(address) > LONGEST_PATH or "" in parts[:-1] or any(map(_is_forbidden, parts)):
            return None
        if parts[-1] == "":
            parts[-1] = "index.html"
        path = self.server.folder.joinpath(*parts).resolve()
        return path if path.is_relative_to(self.server.folder) and path.is_file() else None


def _is_forbidden(part: str) -> bool:
    """Say whether a part of a path is hidden, leads upwards, or is no name."""
    return part.startswith(".") or "\0" in part or "\\" in part


def lan_address() -> str | None:
    """Return this machine's address in the local network; None without a network.

    No packet is sent: to connect a datagram socket only chooses the route.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        address = str(probe.getsockname()[0])
    return None if address.startswith("127.") or address == "0.0.0.0" else address  # noqa: S104
