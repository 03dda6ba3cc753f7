"""Makes the search script of the index: all divisions in one compact text, and a small program."""

from collections.abc import Callable, Iterable, Sequence
from importlib.resources import files

from feedgen.core.model import Place
from feedgen.render.website.structured import in_script

SUFFIXES = "省市盟区县旗"
"""The script removes these from names by itself."""


def search_script(
    places: Iterable[Place], forms_of: Callable[[str], Sequence[str]], deepest: int
) -> str:
    """Return the search script.

    A division is a line of depth, name, last part of the slug, initials, code, and the forms of
    its name that the script cannot derive. Its parent is the last line before it of lesser depth.

    Args:
        places: All places.
        forms_of: Returns the forms in which people write a name.
        deepest: Depth of the deepest places with a page, 0 for provinces; the search leads from
            deeper places to their ancestor of that depth.
    """
    in_order = sorted(places, key=lambda place: place.slug.split("/"))
    divisions = in_script("\n".join(_line(place, forms_of(place.name)) for place in in_order))
    program = files("feedgen.render.website").joinpath("templates/search.js").read_text("utf-8")
    return f"const DEEPEST = {deepest};\nconst DIVISIONS = {divisions};\n{program}"


def typed_forms(place: Place) -> tuple[str, str, str]:
    """Return what people may type to find a place: short name, initials, code."""
    return _without_suffix(place.name), place.initials, place.code or place.key


def _without_suffix(name: str) -> str:
    """Return the short name that people use, 松江 for 松江区."""
    return name[:-1] if name[-1] in SUFFIXES and len(name) > 2 else name


def _line(place: Place, forms: Sequence[str]) -> str:
    derived = {place.name, _without_suffix(place.name)}
    others = (form for form in forms if form not in derived)
    depth, part = place.slug.count("/"), place.slug.rpartition("/")[2]
    code = place.code or place.key
    return "|".join((f"{depth}{place.name}", part, place.initials, code, *others))
