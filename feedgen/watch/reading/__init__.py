"""Reads lists of notices, notices, and the dates in them."""
