"""Reads titles from ledgers of formats 1 and 2, which kept them as calendars showed them."""

import re

STATE = re.compile("【(?:官方计划|据报道|预计|待核实|已取消)】")
CONDITIONAL = "（如有）"


def read_legacy_title(title: str, deadline_title: str) -> tuple[str, bool, bool]:
    """Return a title without its state, whether it is that of a deadline, and whether conditional.

    No other function reads anything back from a title.

    >>> read_legacy_title("【预计】示例成绩复核截止", "示例成绩复核截止")
    ('示例成绩复核截止', True, False)
    >>> read_legacy_title("示例资格审核（如有）", "")
    ('示例资格审核（如有）', False, True)
    """
    state = STATE.match(title)
    plain_title = title[state.end() :] if state else title
    is_deadline = bool(deadline_title) and plain_title.startswith(deadline_title)
    return plain_title, is_deadline, plain_title.endswith(CONDITIONAL)
