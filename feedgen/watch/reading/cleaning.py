"""Cleans texts from pages, so that they can be shown anywhere."""

import unicodedata

LONGEST_LINE = 200


def clean_line(text: str, longest: int = LONGEST_LINE) -> str:
    """Return a text as one printable line that no terminal, log or workflow takes for a command.

    >>> clean_line("::error::成绩\\n公布")
    '：：error：：成绩 公布'
    """
    head = text[: 20 * longest]
    shown = "".join(
        char if char.isprintable() else " " for char in head if unicodedata.category(char) != "Cf"
    )
    line = " ".join(shown.split()).replace("::", "：：").replace("##[", "＃＃[")
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
