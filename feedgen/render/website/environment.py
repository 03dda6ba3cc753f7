"""Loads the templates and assets of the pages; each template is compiled once."""

from functools import cache
from importlib.resources import files

import jinja2
from markupsafe import Markup

from feedgen.render.website.days import day_text, due_text, name_with_session, span_text
from feedgen.render.website.region import checked

GRADES = {"official": "官方", "repost": "转载", "reported": "报道", "assumption": "推定"}


@cache
def environment() -> jinja2.Environment:
    """Return the environment of the templates, with what every build needs."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("feedgen.render.website"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        grades=GRADES,
        day_text=day_text,
        due_text=due_text,
        span_text=span_text,
        name_with_session=name_with_session,
        checked=checked,
        style=Markup(asset("style.css")),  # noqa: S704
    )
    return environment


def asset(name: str) -> str:
    """Return a style, a script or a picture without indentation and comments."""
    text = files("feedgen.render.website").joinpath(f"templates/{name}").read_text("utf-8")
    # Styles need no line ends; scripts do.
    end = "" if name.endswith(".css") else "\n"
    lines = (line.strip() for line in text.splitlines())
    return end.join(line for line in lines if not line.startswith("// "))
