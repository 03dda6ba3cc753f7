"""A regular expression that is declared together with texts that it matches."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Pattern:
    """A regular expression, with its captures in example texts."""

    source: str
    examples: Mapping[str, str]
    """By text: the captured groups with `|` between them, the whole match if there are none."""

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The compiled expression."""
        return re.compile(self.source)

    def is_in(self, text: str) -> bool:
        """Whether the expression matches anywhere in a text."""
        return self.regex.search(text) is not None
