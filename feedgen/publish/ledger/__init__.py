"""The ledger: SEQUENCE and times of every event, and what each milestone showed before."""

from feedgen.publish.ledger.entries import Entries, stamp, update_entries
