"""Calendar feeds of when exam results, re-check deadlines, reviews and certificates come, place by
place.

In a program or a notebook (docs/library.md):

    import feedgen
    definitions = feedgen.load()
    print(feedgen.estimate(definitions, "梅州", as_of="2026-06-05").window)

Reading path: `cli` takes the words of the command line, `library` the questions of a program,
`publish` knows the order of the stations, and each station takes records and gives records:
`definitions.load` -> `Region` -> `timelines.build` -> `Timeline` -> `events.compose` -> `Event` ->
`ics.render` -> bytes. The records are in `model`.
"""

# Checkers of types take the name for `typing.TYPE_CHECKING`; to import that would take half as long
# as to start Python.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from feedgen.api import estimate, load, timeline
    from feedgen.core.errors import FeedgenError
    from feedgen.core.model import Definitions, Milestone, Place, State, Timeline, Window

__all__ = [
    "Definitions",
    "FeedgenError",
    "Milestone",
    "Place",
    "State",
    "Timeline",
    "Window",
    "estimate",
    "load",
    "timeline",
]

_HOMES = {
    "FeedgenError": "feedgen.core.errors",
    "estimate": "feedgen.api",
    "load": "feedgen.api",
    "timeline": "feedgen.api",
}
"""Where each name stands, if not in `feedgen.core.model`."""


def _imported(name: str) -> object:
    """Import a name of `__all__` when it is first asked for: every command passes here, and few
    need any of them.
    """
    if name not in __all__:
        raise AttributeError(f"module 'feedgen' has no attribute '{name}'")
    from importlib import import_module

    value: object = getattr(import_module(_HOMES.get(name, "feedgen.core.model")), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


if not TYPE_CHECKING:
    # Hidden from checkers, for which a module that answers to any name has no misspelt ones.
    __getattr__ = _imported
