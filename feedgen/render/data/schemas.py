"""The JSON Schemas of the published data; they are published beside it."""

from importlib.resources import files

ENDING = ".schema.json"


def schemas() -> dict[str, bytes]:
    """Return the schemas by file name, by which they refer to one another."""
    folder = files("feedgen.render.data") / "schemas"
    by_name = {file.name: file for file in folder.iterdir() if file.name.endswith(ENDING)}
    return {name: by_name[name].read_bytes() for name in sorted(by_name)}
