"""Calendar feeds of when exam results, re-check deadlines and certificates come, place by place.

In a program or a notebook (docs/library.md):

    import feedgen
    definitions = feedgen.load()
    print(feedgen.estimate(definitions, "梅州", as_of="2026-06-05").window)

Reading path: `cli` parses the command line, `api` answers a program, `publish` runs a build.
A build passes records on: `definitions.regions.load` -> `Region` ->
`forecast.timelines.build_timeline` -> `Timeline` -> `render.events` -> `Event` -> `render.ics` ->
bytes. The records are in `core.model`.
"""

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

TYPE_CHECKING = False  # typing's own would double the time of an import
if TYPE_CHECKING:
    from feedgen.api import estimate, load, timeline
    from feedgen.core.errors import FeedgenError
    from feedgen.core.model import Definitions, Milestone, Place, State, Timeline, Window
else:

    def __getattr__(name: str) -> object:
        """Import a name on first use: every command imports `feedgen` (see decision 15)."""
        if name not in __all__:
            raise AttributeError(f"module 'feedgen' has no attribute '{name}'")
        import feedgen.api
        from feedgen.core import errors, model

        homes = (feedgen.api, errors, model)
        return next(getattr(home, name) for home in homes if hasattr(home, name))

    def __dir__() -> list[str]:
        return __all__
