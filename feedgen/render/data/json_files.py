"""Plain data as the bytes of a JSON file."""

import json

from feedgen.render.data.facts import Data


def json_bytes(data: Data) -> bytes:
    """Return data as compact JSON in UTF-8, with a line end."""
    return f"{json.dumps(data, ensure_ascii=False, separators=(',', ':'))}\n".encode()
