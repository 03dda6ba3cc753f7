"""Remembers what was published: SEQUENCE and times of every event."""

from feedgen.publish.ledger.entries import Entries, revise, stamp
