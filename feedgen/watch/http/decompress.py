"""Decompresses an answer piece by piece, so that a small one cannot become a huge one."""

import zlib
from collections.abc import Iterable, Iterator

from feedgen.watch.http.errors import UnreadableError, printable_line

ACCEPTED = "gzip"
_LARGEST_PIECE = 64 * 1024
"""Bytes that are decompressed at once."""
_ANY_HEADER = zlib.MAX_WBITS | 32
_NO_HEADER = -zlib.MAX_WBITS


def decompressed(chunks: Iterable[bytes], encoding: str, *, most_bytes: int) -> bytes:
    """Return at most the first bytes of the content; no more are read or held.

    Args:
        chunks: The bytes as they arrive.
        encoding: The header Content-Encoding, empty where there is none.
        most_bytes: How many.

    Raises:
        UnreadableError: The encoding was not requested, or the bytes do not follow it.
    """
    if encoding in ("", "identity"):
        pieces = iter(chunks)
    elif encoding in ("gzip", "x-gzip", "deflate"):
        pieces = _inflated(_bounded(chunks, most_bytes))
    else:
        raise UnreadableError(
            f"is compressed as {printable_line(encoding)!r}, which was not requested"
        )
    content = bytearray()
    for piece in pieces:
        content += piece
        if len(content) >= most_bytes:
            break
    return bytes(content[:most_bytes])


def _bounded(chunks: Iterable[bytes], most_bytes: int) -> Iterator[bytes]:
    """Yield at most `most_bytes`, since endless bytes may also decompress to nothing."""
    count = 0
    for chunk in chunks:
        count += len(chunk)
        if count > most_bytes:
            raise UnreadableError(f"is longer than {most_bytes} bytes, even compressed")
        yield chunk


def _inflated(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the content; bytes behind its end are ignored."""
    inflater = None
    try:
        for chunk in chunks:
            inflater = inflater or _inflater(chunk)
            rest = chunk
            while rest and not inflater.eof:
                yield inflater.decompress(rest, _LARGEST_PIECE)
                rest = inflater.unconsumed_tail
            if inflater.eof:
                return
        # It holds only what was decompressed already and had no room.
        yield inflater.flush() if inflater else b""
    except zlib.error as error:
        raise UnreadableError("is badly compressed") from error
    if inflater and not inflater.eof:
        raise UnreadableError("breaks off before its end")


def _inflater(start: bytes) -> "zlib._Decompress":
    """Return a decompressor for gzip or zlib; some servers send `deflate` without a header."""
    is_headed = start[:1] == b"\x1f" or (start[0] & 0x0F) == zlib.DEFLATED
    return zlib.decompressobj(_ANY_HEADER if is_headed else _NO_HEADER)
