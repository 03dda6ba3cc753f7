"""Dates to words and bytes: events, feeds, pages, data, terminal."""
