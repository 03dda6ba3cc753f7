"""Makes the script that finds a place on the index page: all divisions in one compact text, and a small program."""

from collections.abc import Iterable
from importlib.resources import files

from feedgen.model import Place
from feedgen.website.structured import in_script


def search_script(places: Iterable[Place], deepest: int) -> str:
    """Return the search script: the divisions, a province first and then what lies in it, and the program.

    Each is a line of depth, name, last part of the slug, initials and code; what it lies in is the last line above it
    of a lesser depth.

    Args:
        places: All of them.
        deepest: How many divisions lie above the deepest places that have a page; others are led to what they lie in.
    """
    ordered = sorted(places, key=lambda place: place.slug.split("/"))
    lines = [
        f"{depth}{place.name}|{part}|{place.initials}|{place.code or place.key}"
        for place in ordered
        for depth, part in [(place.slug.count("/"), place.slug.rpartition("/")[2])]
    ]
    program = files("feedgen.website").joinpath("templates/search.js").read_text("utf-8")
    return f"const DEEPEST = {deepest};\nconst DIVISIONS = {in_script(chr(10).join(lines))};\n{program}"
