"""Writes what an authority said into the region's file, where a person would have put it."""
