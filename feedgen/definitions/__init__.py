"""Reads and writes `regions/`: facts, candidates, announcements, places."""
