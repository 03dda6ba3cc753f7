"""Looks for every fact in the feed, on the page and in the data."""
