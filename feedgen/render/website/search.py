"""Makes the script that finds a place on the index page: all divisions in one compact text, and a
small program.
"""

from collections.abc import Callable, Iterable, Sequence
from importlib.resources import files

from feedgen.core.model import Place
from feedgen.render.website.structured import in_script

SUFFIXES = "省市盟区县旗"
"""What the program takes off a name by itself."""


def search_script(
    places: Iterable[Place], forms_of: Callable[[str], Sequence[str]], deepest: int
) -> str:
    """Return the search script: the divisions, a province first and then what lies in it, and the
    program.

    Each is a line of depth, name, last part of the slug, initials, code, and the forms of its name
    that do not go without saying; what it lies in is the last line above it of a lesser depth.

    Args:
        places: All of them.
        forms_of: Gives the forms in which people write a name.
        deepest: How many divisions lie above the deepest places that have a page; others are led to
            what they lie in.
    """
    lines = [
        _line(place, forms_of(place.name))
        for place in sorted(places, key=lambda place: place.slug.split("/"))
    ]
    program = files("feedgen.render.website").joinpath("templates/search.js").read_text("utf-8")
    return f"const DEEPEST = {deepest};\nconst DIVISIONS = {in_script(chr(10).join(lines))};\n{program}"


def typed_forms(place: Place) -> tuple[str, str, str]:
    """Return what people may type to find a place: its name as they say it, its initials, its code."""
    return _bare(place.name), place.initials, place.code or place.key


def _bare(name: str) -> str:
    """Return a name as people say it, 松江 for 松江区."""
    return name[:-1] if name[-1] in SUFFIXES and len(name) > 2 else name


def _line(place: Place, forms: Sequence[str]) -> str:
    said = {place.name, _bare(place.name)}
    others = (form for form in forms if form not in said)
    part = place.slug.rpartition("/")[2]
    return "|".join(
        (
            f"{place.slug.count('/')}{place.name}",
            part,
            place.initials,
            place.code or place.key,
            *others,
        )
    )
