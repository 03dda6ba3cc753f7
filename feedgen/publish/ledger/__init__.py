"""Remembers what was published: SEQUENCE and times of every event."""

from feedgen.publish.ledger.entries import Rows, revise, stamp

__all__ = [
    "Rows",
    "revise",
    "stamp",
]
