"""Takes the packing off what a server sends, piece by piece, so that a small answer cannot become a
huge one.
"""

import zlib
from collections.abc import Iterable, Iterator

from feedgen.watch.http.errors import UnreadableError, printable_line

ACCEPTED = "gzip"
_LARGEST_PIECE = 64 * 1024
"""Bytes that are unpacked at once."""
_ANY_HEADER = zlib.MAX_WBITS | 32
_NO_HEADER = -zlib.MAX_WBITS


def unpacked(chunks: Iterable[bytes], packing: str, *, most_bytes: int) -> bytes:
    """Return what was packed, at most its first bytes; no more than these is read or held.

    Args:
        chunks: What arrives.
        packing: The header Content-Encoding, empty where nothing was packed.
        most_bytes: Where to stop.

    Raises:
        UnreadableError: It was packed otherwise than we asked for, or badly.
    """
    if packing in ("", "identity"):
        pieces = iter(chunks)
    elif packing in ("gzip", "x-gzip", "deflate"):
        pieces = _inflated(_bounded(chunks, most_bytes))
    else:
        raise UnreadableError(f"is packed as {printable_line(packing)!r}, which was not asked for")
    content = bytearray()
    for piece in pieces:
        content += piece
        if len(content) >= most_bytes:
            break
    return bytes(content[:most_bytes])


def _bounded(chunks: Iterable[bytes], most_bytes: int) -> Iterator[bytes]:
    """Let through no more than `most_bytes`, since packed bytes may also come to nothing for ever."""
    count = 0
    for chunk in chunks:
        count += len(chunk)
        if count > most_bytes:
            raise UnreadableError(f"is longer than {most_bytes} bytes, even packed")
        yield chunk


def _inflated(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what was packed; what follows its end is nobody's."""
    unpacker = None
    try:
        for chunk in chunks:
            unpacker = unpacker or _unpacker(chunk)
            rest = chunk
            while rest and not unpacker.eof:
                yield unpacker.decompress(rest, _LARGEST_PIECE)
                rest = unpacker.unconsumed_tail
            if unpacker.eof:
                return
        # Only what was unpacked already and had no room is left in here.
        yield unpacker.flush() if unpacker else b""
    except zlib.error as error:
        raise UnreadableError("is packed badly") from error
    if unpacker and not unpacker.eof:
        raise UnreadableError("breaks off before its end")


def _unpacker(start: bytes) -> "zlib._Decompress":
    """Return what unpacks gzip or zlib; or `deflate` without a header, which some servers take it
    to mean.
    """
    is_headed = start[:1] == b"\x1f" or (start[0] & 0x0F) == zlib.DEFLATED
    return zlib.decompressobj(_ANY_HEADER if is_headed else _NO_HEADER)
