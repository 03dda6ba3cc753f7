"""Writes what an authority announced into the region's file."""

from feedgen.definitions.announce.doubts import doubts, hosts_of, own_facts_on, session_of
from feedgen.definitions.announce.statements import Statement
from feedgen.definitions.announce.writer import write_announcement
