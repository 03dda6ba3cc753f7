"""Pages of real servers on this machine, which answer well, badly or with malice."""

import ssl
import subprocess
import tracemalloc
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, suppress
from datetime import timedelta
from pathlib import Path
from shutil import which
from socket import create_server, socket
from threading import Event, Thread

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from feedgen.watch.http.connections import Endpoint, is_public
from feedgen.watch.http.fetching import LARGEST_PAGE, Fetcher, FetchError, Page
from tests.conftest import missing

LOOPBACK = "127.0.0.1"
HOST = "pta.example"
NO_PAUSE = timedelta(0)
SHORT = timedelta(seconds=0.4)
"""A time limit for servers that never finish."""
HTTP = "violates HTTP: "
HTML = "<p>成绩公布</p>".encode()

NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Trusts no certificate, and is quickly made."""

Pieces = bytes | Callable[[], Iterable[bytes]]


class Site:
    """A server that sends raw bytes by path and keeps the requests; it has no robots.txt."""

    def __init__(self, answers: dict[str, Pieces], tls: ssl.SSLContext | None = None) -> None:
        self.answers = {"/robots.txt": answer(b"", status="404 Not Found"), **answers}
        self.requests: list[str] = []
        self.sent = 0
        """Bytes."""
        self.over = Event()
        self._tls = tls
        self._listener = create_server((LOOPBACK, 0))
        self.port = int(self._listener.getsockname()[1])
        self.host = f"{LOOPBACK}:{self.port}"
        self._threads = [Thread(target=self._accept, daemon=True)]

    def __enter__(self) -> "Site":
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        with socket() as last:
            last.connect((LOOPBACK, self.port))
        for thread in self._threads:
            thread.join()
        self._listener.close()

    def url(self, path: str = "/") -> str:
        return f"http://{self.host}{path}"

    @property
    def paths(self) -> list[str]:
        """What was asked for, robots.txt aside."""
        asked = [request.split(" ")[1] for request in self.requests]
        return [path for path in asked if path != "/robots.txt"]

    def _accept(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            if self.over.is_set():
                connection.close()
                return
            self._threads.append(Thread(target=self._serve, args=(connection,), daemon=True))
            self._threads[-1].start()

    def _serve(self, connection: socket) -> None:
        with suppress(OSError), ExitStack() as closing:
            closing.enter_context(connection)
            if self._tls:
                connection = closing.enter_context(
                    self._tls.wrap_socket(connection, server_side=True)
                )
            request = b""
            while b"\r\n\r\n" not in request:
                received = connection.recv(65536)
                if (
                    received[:1] == b"\x16"
                ):  # the start of a handshake, which servers of http answer like this
                    connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                if received[:1] in (b"", b"\x16"):
                    return
                request += received
            self.requests.append(request.decode())
            pieces = self.answers[request.split(b" ")[1].decode()]
            for piece in [pieces] if isinstance(pieces, bytes) else pieces():
                connection.sendall(piece)
                self.sent += len(piece)


def answer(body: bytes, *headers: str, status: str = "200 OK", kind: str = "text/html") -> bytes:
    """A whole answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    return (
        "\r\n".join([*lines, f"Content-Type: {kind}"] if kind else lines).encode()
        + b"\r\n\r\n"
        + body
    )


def redirect(location: str) -> bytes:
    """An answer that redirects."""
    return answer(b"", f"Location: {location}", status="302 Found")


def head(*headers: str) -> bytes:
    """The start of an answer whose body has no known length."""
    return (
        "\r\n".join(["HTTP/1.1 200 OK", "Content-Type: text/html", *headers]).encode() + b"\r\n\r\n"
    )


def fetcher_of(*sites: Site, hosts: Iterable[str] = (), **settings: object) -> Fetcher:
    """A fetcher for these hosts, without pauses."""
    chosen = {"pause": NO_PAUSE, "is_loopback_allowed": True, "trusted": NOBODY, **settings}
    return Fetcher({*hosts, *(site.host for site in sites)}, **chosen)  # type: ignore[arg-type]


def fetched(pieces: Pieces, **settings: object) -> Page:
    """The page in a server's answer."""
    with Site({"/": pieces}) as site, fetcher_of(site, **settings) as fetcher:
        return fetcher.fetch(site.url())


def problem(pieces: Pieces, **settings: object) -> str:
    """The reason why a server's answer is refused."""
    with pytest.raises(FetchError) as raised:
        fetched(pieces, **settings)
    text = str(raised.value)
    assert text.isprintable()
    assert len(text) < 500
    assert text.startswith("no page from http://127.0.0.1:")
    return raised.value.problem


def resolver_to(
    ports: dict[int, int], address: str = LOOPBACK
) -> Callable[[str, int], list[Endpoint]]:
    """A resolver from the usual ports of any host to ports of this machine."""
    return lambda _, port: [(address, ports[port])]


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for HOST that nobody else trusts."""
    if which("openssl") is None:
        missing("openssl", "openssl is not installed (apt-get install openssl)")
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
    command += f" -subj /CN={HOST} -addext subjectAltName=DNS:{HOST} -keyout {file} -out {file}.crt"
    subprocess.run(command.split(), check=True, capture_output=True)
    file.write_bytes(file.read_bytes() + Path(f"{file}.crt").read_bytes())
    return file


@pytest.fixture
def secure(certificate: Path) -> ssl.SSLContext:
    """What a server of HOST needs for https."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def trusted(certificate: Path) -> ssl.SSLContext:
    """What a reader needs to trust it."""
    return ssl.create_default_context(cafile=str(certificate))


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port at which nobody listens."""
    with socket() as taken:
        taken.bind((LOOPBACK, 0))
        yield int(taken.getsockname()[1])


def test_a_page_has_address_content_and_type() -> None:
    with (
        Site({"/tz/": answer(HTML, kind="text/html; charset=utf-8")}) as site,
        fetcher_of(site) as fetcher,
    ):
        page = fetcher.fetch(site.url("/tz/#top"))

    assert page == Page(
        url=site.url("/tz/"),
        content=HTML,
        content_type="text/html; charset=utf-8",
        is_unchanged=False,
    )


@pytest.mark.parametrize(
    ("packing", "bits"), [("gzip", 31), ("x-gzip", 31), ("deflate", 15), ("Deflate", -15)]
)
def test_a_compressed_page_is_decompressed(packing: str, bits: int) -> None:
    packer = zlib.compressobj(wbits=bits)
    body = packer.compress(HTML) + packer.flush()

    assert fetched(answer(body, f"Content-Encoding: {packing}")).content == HTML


def test_a_page_may_come_in_chunks_or_without_a_length() -> None:
    assert (
        fetched(head("Transfer-Encoding: chunked") + b"3\r\n<p>\r\n1;x=y\r\na\r\n0\r\n\r\n").content
        == b"<p>a"
    )
    assert fetched(head() + HTML).content == HTML


@pytest.mark.parametrize(
    "status",
    ["204 No Content", "206 Part", "300 Which", "304 Same", "404 Gone", "503 Later", "999 ?"],
)
def test_only_200_is_a_page(status: str) -> None:
    assert problem(answer(b"", status=status)) == f"answers {status[:3]}"


@pytest.mark.parametrize(
    "kind", ["application/pdf", "image/png", "image/svg+xml", "application/msword", "video/mp4"]
)
def test_other_files_are_refused_by_their_type(kind: str) -> None:
    assert problem(answer(b"text", kind=f"{kind}; name=x")) == f"is {kind}, not a page"


@pytest.mark.parametrize("kind", ["", "application/octet-stream"])
@pytest.mark.parametrize("body", [b"%PDF-1.7", b"PK\3\4\0\0"])
def test_binary_content_without_a_type_is_refused(kind: str, body: bytes) -> None:
    assert problem(answer(body, kind=kind)) == "is binary, not a page"


@pytest.mark.parametrize(
    "kind", ["", "application/octet-stream", "TEXT/HTML", "application/rss+xml", "application/json"]
)
def test_text_is_read_under_all_its_types(kind: str) -> None:
    assert fetched(answer(HTML, kind=kind)).content == HTML


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("file:///etc/passwd", "is neither http nor https"),
        ("javascript:alert(1)", "is neither http nor https"),
        ("::error::gone", "is neither http nor https"),
        ("http://other.example/", "is on other.example, a host that no region names"),
        (
            "http://pta.example.other.example/",
            "is on pta.example.other.example, a host that no region names",
        ),
        ("http://www.pta.example/", "is on www.pta.example, a host that no region names"),
        ("http://pta.example:8080/", "is on port 8080 of pta.example, which no region names"),
        ("http://named.example:81/", "is on port 81 of named.example, which no region names"),
        ("http://user:secret@pta.example/", "contains a user name"),
        ("http://pta.example\\@other.example/", "contains a user name"),
        ("http://[::1]/", "has no valid host name"),
        ("http://[", "is not a valid address: Invalid IPv6 URL"),
        ("http:///x", "has no valid host name"),
        ("http://pta.example:99999/", "is not a valid address: Port out of range 0-65535"),
        (
            "http://pta.example/\r\nCookie: a",
            "is not a valid address: too long, or with control characters",
        ),
        (
            "http://pta.example/" + "a" * 2000,
            "is not a valid address: too long, or with control characters",
        ),
        ("http://" + "a." * 150 + "example/", "has no valid host name"),
    ],
)
def test_requests_go_only_to_allowed_hosts(url: str, why: str) -> None:
    def resolve(host: str, port: int) -> list[Endpoint]:
        pytest.fail("nobody was to be asked")

    hosts = {HOST, "named.example:8080", "http://[", ""}
    with (
        Fetcher(hosts, resolve=resolve, trusted=NOBODY) as fetcher,
        pytest.raises(FetchError) as raised,
    ):
        fetcher.fetch(url)

    assert raised.value.problem == why
    assert str(raised.value).isprintable()


@given(url=st.text() | st.text().map("http://".__add__) | st.text().map(f"http://{HOST}".__add__))
@example(f"http://{HOST}/\ud800")
def test_any_address_is_refused_or_read(url: str) -> None:
    resolve = resolver_to({80: 1, 443: 1})
    with (
        Fetcher({HOST}, resolve=resolve, trusted=NOBODY) as fetcher,
        pytest.raises(FetchError, match=r"^no page from "),
    ):
        fetcher.fetch(url)


def test_a_host_is_allowed_in_any_case_and_any_script() -> None:
    with Site({"/%E8%AF%95?a=1&b=%20": answer(HTML)}) as site:
        resolve = resolver_to({site.port: site.port})
        with Fetcher(
            {f"考试.Example:{site.port}"}, resolve=resolve, pause=NO_PAUSE, is_loopback_allowed=True
        ) as fetcher:
            page = fetcher.fetch(f"HTTP://XN--xw0a15v.example:{site.port}/试?a=1&b= ")

    assert page.url == f"http://xn--xw0a15v.example:{site.port}/%E8%AF%95?a=1&b=%20"
    assert f"host: xn--xw0a15v.example:{site.port}\r\n" in site.requests[-1].lower()


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.1", "192.0.0.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::",
        "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "fc00::1", "fd00:ec2::254",
        "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "ff0e::1", "2002:7f00:1::", "2002:a00:1::",
        "64:ff9b::a00:1", "64:ff9b:1::1", "2001:db8::1", "2001:0:7f00:1::", "100::1",
    ],
)  # fmt: skip
def test_private_addresses_are_recognized(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    ["223.5.5.5", "::ffff:223.5.5.5", "2400:3200::1", "2002:df05:505::", "64:ff9b::df05:505"],
)
def test_public_addresses_are_recognized(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("address", "is_loopback_allowed"),
    [(LOOPBACK, False), ("10.0.0.1", True), ("::ffff:127.0.0.1", False)],
)
def test_a_host_with_a_private_address_is_not_connected_to(
    address: str, is_loopback_allowed: bool
) -> None:
    with Site({"/": answer(HTML)}) as site:
        resolve = resolver_to({80: site.port, 443: site.port}, address)
        fetcher = Fetcher(
            {HOST}, resolve=resolve, is_loopback_allowed=is_loopback_allowed, trusted=NOBODY
        )
        with (
            fetcher,
            pytest.raises(FetchError, match=f"resolves to {address}, not a public address"),
        ):
            fetcher.fetch(f"https://{HOST}/")

    assert site.requests == []


def test_the_connection_goes_to_the_address_that_was_checked() -> None:
    asked: list[str] = []

    with Site({"/": answer(HTML)}) as site:

        def resolve(host: str, port: int) -> list[Endpoint]:
            asked.append(host)
            return [("10.0.0.1", port), (LOOPBACK, port)]

        host = f"{HOST}:{site.port}"
        with fetcher_of(hosts={host}, resolve=resolve) as fetcher:
            page = fetcher.fetch(f"http://{host}/")

    assert page.content == HTML
    assert asked == [HOST, HOST]  # once for each connection: robots.txt and the page


def test_a_name_that_cannot_be_resolved_or_not_in_time_is_reported() -> None:
    def resolve(host: str, port: int) -> list[Endpoint]:
        if host == HOST:
            raise OSError("no such name")
        over.wait()
        return []

    over = Event()
    with fetcher_of(hosts={HOST, "slow.example"}, resolve=resolve, time_limit=SHORT) as fetcher:
        with pytest.raises(
            FetchError, match=r"is on pta\.example, a name that cannot be resolved$"
        ):
            fetcher.fetch(f"http://{HOST}/")
        with pytest.raises(FetchError, match=r"did not arrive within 0\.4 seconds$"):
            fetcher.fetch("http://slow.example/")
    over.set()


def test_https_is_tried_first(
    secure: ssl.SSLContext, trusted: ssl.SSLContext, closed_port: int
) -> None:
    with Site({"/a": answer(HTML), "/b": answer(HTML)}, secure) as site:
        resolve = resolver_to({443: site.port, 80: closed_port})
        with fetcher_of(hosts={HOST}, resolve=resolve, trusted=trusted) as fetcher:
            pages = [fetcher.fetch(f"http://{HOST}/a"), fetcher.fetch(f"https://{HOST}/b")]

    assert [page.url for page in pages] == [f"https://{HOST}/a", f"https://{HOST}/b"]
    assert f"host: {HOST}\r\n" in site.requests[0].lower()


@pytest.mark.parametrize("fault", ["closed", "plain", "untrusted", "silent"])
def test_http_is_used_where_https_does_not_work_which_is_tried_once(
    fault: str, secure: ssl.SSLContext, closed_port: int
) -> None:
    tries: list[int] = []
    with (
        Site({"/a": answer(HTML), "/b": answer(HTML)}) as plain,
        Site({}, secure) as untrusted,
        create_server((LOOPBACK, 0)) as silent,
    ):
        ports = {
            "closed": closed_port, "plain": plain.port, "untrusted": untrusted.port,
            "silent": silent.getsockname()[1],
        }  # fmt: skip

        def resolve(host: str, port: int) -> list[Endpoint]:
            tries.append(port)
            return [(LOOPBACK, ports[fault] if port == 443 else plain.port)]

        with fetcher_of(hosts={HOST}, resolve=resolve, time_limit=timedelta(seconds=2)) as fetcher:
            pages = [fetcher.fetch(f"http://{HOST}/a"), fetcher.fetch(f"http://{HOST}/b")]

    assert [page.url for page in pages] == [f"http://{HOST}/a", f"http://{HOST}/b"]
    assert tries == [443, 80, 80, 80]


def test_after_https_has_worked_http_is_not_used(
    secure: ssl.SSLContext, trusted: ssl.SSLContext, closed_port: int
) -> None:
    with Site({"/": answer(HTML)}) as plain, Site({"/": answer(HTML)}, secure) as site:
        ports = {443: site.port, 80: plain.port}
        resolve = resolver_to(ports)
        with fetcher_of(hosts={HOST}, resolve=resolve, trusted=trusted) as fetcher:
            fetcher.fetch(f"http://{HOST}/")
            ports[443] = closed_port
            with pytest.raises(FetchError, match=r"cannot be reached: .*Connection refused"):
                fetcher.fetch(f"http://{HOST}/")

    assert plain.requests == []


def test_a_page_by_https_is_not_read_with_a_wrong_certificate(secure: ssl.SSLContext) -> None:
    with (
        Site({"/": answer(HTML)}, secure) as site,
        fetcher_of(site) as fetcher,
        pytest.raises(FetchError, match=r"cannot be reached: .*CERTIFICATE_VERIFY_FAILED"),
    ):
        fetcher.fetch(f"https://{site.host}/")

    assert site.requests == []


def test_a_redirect_from_https_back_to_http_is_followed(
    secure: ssl.SSLContext, trusted: ssl.SSLContext
) -> None:
    with (
        Site({"/": answer(HTML)}) as plain,
        Site({"/": redirect(f"http://{HOST}/")}, secure) as site,
    ):
        resolve = resolver_to({443: site.port, 80: plain.port})
        with fetcher_of(hosts={HOST}, resolve=resolve, trusted=trusted) as fetcher:
            page = fetcher.fetch(f"http://{HOST}/")

    assert page.url == f"http://{HOST}/"


def test_three_redirects_on_the_same_host_are_followed() -> None:
    answers: dict[str, Pieces] = {
        "/1": redirect("2?a=b#c"),
        "/2?a=b": redirect("//{host}/试"),
        "/%E8%AF%95": redirect("http://{host}/4"),
        "/4": answer(HTML),
    }
    with Site(answers) as site, fetcher_of(site) as fetcher:
        site.answers |= {
            path: content.replace(b"{host}", site.host.encode())
            for path, content in answers.items()
        }  # type: ignore[union-attr]
        page = fetcher.fetch(site.url("/1"))

    assert (page.url, page.content) == (site.url("/4"), HTML)


def test_a_fourth_redirect_is_not_followed() -> None:
    with (
        Site({"/": redirect("/")}) as site,
        fetcher_of(site) as fetcher,
        pytest.raises(FetchError, match=r"redirects more than 3 times$"),
    ):
        fetcher.fetch(site.url())

    assert site.paths == ["/", "/", "/", "/"]


@pytest.mark.parametrize(
    ("location", "why"),
    [
        ("http://evil.example/", "redirects from 127.0.0.1 to another host, evil.example"),
        ("//evil.example", "redirects from 127.0.0.1 to another host, evil.example"),
        ("http://localhost/", "redirects from 127.0.0.1 to another host, localhost"),
        (
            "http://169.254.169.254/latest",
            "redirects from 127.0.0.1 to another host, 169.254.169.254",
        ),
        ("http://127.0.0.1:9/", "is on port 9 of 127.0.0.1, which no region names"),
        ("file:///etc/passwd", "redirects to 'file:///etc/passwd', which is not a valid address"),
        ("javascript:alert(1)", "redirects to 'javascript:alert(1)', which is not a valid address"),
        ("http://a@127.0.0.1/", "redirects to 'http://a@127.0.0.1/', which is not a valid address"),
        ("http://[::error::", "redirects to 'http://[::error::', which is not a valid address"),
        (
            "http://e.example/\r\n ::stop-commands::x",
            "redirects from 127.0.0.1 to another host, e.example",
        ),
        ("x:##[error]\t\x80", "redirects to 'x:## [error] Â?', which is not a valid address"),
        ("", "answers 302"),
    ],
)
def test_redirects_to_elsewhere_are_refused(location: str, why: str) -> None:
    assert problem(redirect(location)) == why


def test_a_private_address_is_not_reached_by_a_redirect() -> None:
    with Site({"/": answer(b"secret")}) as inside, Site({"/": redirect(inside.url())}) as site:
        fetcher = fetcher_of(site)
        with fetcher, pytest.raises(FetchError):
            fetcher.fetch(site.url())

    assert inside.requests == []


def test_a_page_of_exactly_the_limit_is_read_and_one_byte_more_is_not() -> None:
    assert len(fetched(head() + bytes(LARGEST_PAGE)).content) == 2_000_000
    assert problem(head() + bytes(LARGEST_PAGE + 1)) == "is longer than 2000000 bytes"


def gigabyte(start: bytes, piece: bytes) -> Callable[[], Iterator[bytes]]:
    """An answer of 1 GB of the same."""

    def pieces() -> Iterator[bytes]:
        yield start
        for _ in range(1_000_000_000 // len(piece)):
            yield piece

    return pieces


@pytest.mark.parametrize(
    ("start", "piece", "why"),
    [
        (head("Content-Length: 1000000000"), bytes(65536), "is longer than 2000000 bytes"),
        (head(), bytes(65536), "is longer than 2000000 bytes"),
        (head("Transfer-Encoding: chunked"), b"10000\r\n" + bytes(65536) + b"\r\n",
         "is longer than 2000000 bytes"),
        # An empty block that is stored, for ever: it unpacks to nothing.
        (head("Content-Encoding: gzip") + b"\x1f\x8b\x08" + bytes(7), b"\0\0\0\xff\xff" * 9999,
         "is longer than 2000001 bytes, even compressed"),
        (b"HTTP/1.1 200 OK\r\n", b"X-Endless: yes\r\n" * 999, HTTP + "Receive buffer too long"),
        (b"HTTP/1.1 200 OK\r\nX: ", b"x" * 65536, HTTP + "Receive buffer too long"),
    ],
)  # fmt: skip
def test_a_gigabyte_is_not_waited_for(start: bytes, piece: bytes, why: str) -> None:
    with (
        Site({"/": gigabyte(start, piece)}) as site,
        fetcher_of(site) as fetcher,
        pytest.raises(FetchError) as raised,
    ):
        fetcher.fetch(site.url())

    assert raised.value.problem == why
    assert (
        site.sent < 20_000_000
    )  # what the system's own buffers hold comes on top of what was read


def test_a_zip_bomb_is_neither_decompressed_nor_held() -> None:
    packer = zlib.compressobj(9, wbits=31)
    start, megabyte = [
        packer.compress(bytes(1_000_000)) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2)
    ]
    bomb = start + megabyte * 1000
    with Site({"/": answer(bomb, "Content-Encoding: gzip")}) as site, fetcher_of(site) as fetcher:
        tracemalloc.start()
        try:
            with pytest.raises(FetchError) as raised:
                fetcher.fetch(site.url())
            _, most_held = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()

    assert raised.value.problem == "is longer than 2000000 bytes"
    assert most_held < 20_000_000


@pytest.mark.parametrize(
    ("start", "piece"),
    [(b"", b""), (head(), b""), (head(), b"a"), (b"HTTP/1.1 200 OK\r\n", b"A: b\r\n"),
     (b"", b"HTTP/1.1 100 Wait\r\n\r\n"), (head("Transfer-Encoding: chunked"), b"1\r\na\r\n")],
)  # fmt: skip
def test_a_silent_or_dripping_server_is_given_up(start: bytes, piece: bytes) -> None:
    over = Event()

    def pieces() -> Iterator[bytes]:
        yield start
        while not over.wait(0.02):
            yield piece

    with Site({"/": pieces}) as site, fetcher_of(site, time_limit=SHORT) as fetcher:
        with pytest.raises(FetchError, match=r"did not arrive within 0\.4 seconds$"):
            fetcher.fetch(site.url())
        over.set()


def test_redirects_do_not_renew_the_time_limit() -> None:
    over = Event()

    def pieces() -> Iterator[bytes]:
        over.wait(0.2)
        yield redirect("/")

    with Site({"/": pieces}) as site, fetcher_of(site, time_limit=SHORT) as fetcher:
        with pytest.raises(FetchError, match=r"did not arrive within 0\.4 seconds$"):
            fetcher.fetch(site.url())
        over.set()


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (b"", HTTP + "Server disconnected without sending a response."),
        (
            b"garbage\r\n::error::\x1b[31m\r\n\r\n",
            HTTP + "illegal status line: bytearray(b'garbage')",
        ),
        (
            b"<html>by the first version of HTTP",
            HTTP + "Server disconnected without sending a response.",
        ),
        (b"\x16\x03\x01\x02\x00\x01\x00" * 9, HTTP + "illegal request line"),
        (
            b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
            HTTP + "illegal status line: bytearray(b'SSH-2.0-OpenSSH_9.2')",
        ),
        (b"HTTP/1.1 200 OK\r\nA\0B: c\r\n\r\n", HTTP + "illegal header line: bytearray"),
        (
            b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
            HTTP + "illegal header line: bytearray(b'no colon')",
        ),
        (b"HTTP/1.1 404 \x1b[31m::error::\r\n\r\n", "answers 404"),
        (b"HTTP/1.1 404 ::error::##[error]gone\r\n\r\n", "answers 404"),
        (b"HTTP/1.1 101 Switch\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n", HTTP),
        (answer(HTML)[:-3], HTTP + "peer closed connection without sending complete"),
        (
            head("Content-Length: 5", "Content-Length: 6") + b"aaaaaa",
            HTTP + "conflicting Content-Length headers",
        ),
        (head("Content-Length: -1"), HTTP + "bad Content-Length"),
        (head("Content-Length: " + "9" * 5000), HTTP + "bad Content-Length"),
        (
            head("Transfer-Encoding: chunked") + b"zz\r\n",
            HTTP + "illegal chunk header: bytearray(b'zz",
        ),
        (
            head("Transfer-Encoding: chunked") + b"ffffffffff\r\nlie",
            HTTP + "peer closed connection without sending",
        ),
        (head("Transfer-Encoding: chunked") + b"1\r\nabc\r\n", HTTP),
        (head("Transfer-Encoding: gzip"), HTTP),
        (head("Content-Encoding: gzip") + b"no gzip", "is badly compressed"),
        (head("Content-Encoding: deflate") + b"\x78\x9c\xff", "is badly compressed"),
        (
            head("Content-Encoding: gzip") + zlib.compress(HTML, wbits=31)[:-4],
            "breaks off before its end",
        ),
        (head("Content-Encoding: br") + b"?", "is compressed as 'br', which was not requested"),
        (
            head("Content-Encoding: gzip", "Content-Encoding: gzip"),
            "is compressed as 'gzip, gzip', which was not requested",
        ),
        (
            head("Content-Encoding: \xff##[error]"),
            "is compressed as 'ã¿## [error]', which was not requested",
        ),
        (answer(b"", kind="a/" + "b" * 5000), "is a/bbb"),
    ],
)
def test_a_fault_of_a_server_is_explained_in_one_line(sent: bytes, why: str) -> None:
    assert problem(sent).startswith(why)


@settings(deadline=None)  # a machine that is busy may take its time
@given(
    sent=st.binary()
    | st.binary().map(head().__add__)
    | st.binary().map(b"HTTP/1.1 200 OK\r\n".__add__)
)
def test_any_bytes_make_a_page_or_an_explanation(sent: bytes) -> None:
    try:
        page = fetched(sent, time_limit=SHORT)
    except FetchError as error:
        assert str(error).isprintable()
    else:
        assert sent.endswith(page.content)


def test_one_bad_host_does_not_stop_the_rest() -> None:
    with (
        Site({"/": b"garbage\r\n\r\n"}) as bad,
        Site({"/": answer(HTML)}) as good,
        fetcher_of(bad, good) as fetcher,
    ):
        with pytest.raises(FetchError):
            fetcher.fetch(bad.url())

        assert fetcher.fetch(good.url()).content == HTML
