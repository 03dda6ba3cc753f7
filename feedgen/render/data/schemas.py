"""The JSON Schemas of what is published for programs; they are published beside it."""

from importlib.resources import files

ENDING = ".schema.json"


def schemas() -> dict[str, bytes]:
    """Return each schema by the name of its file, as it was written; they refer to one another by
    these names.
    """
    folder = files("feedgen.render.data") / "schemas"
    found = {
        each.name: each.read_bytes() for each in folder.iterdir() if each.name.endswith(ENDING)
    }
    return dict(sorted(found.items()))
