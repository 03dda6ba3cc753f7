"""Knows the order of the stations: from definitions to feeds and pages, and from those to files
that are each whole.

`building` makes all of a folder, `place` the files of one place, `comparing` says what a build
would change; `standing` knows when nothing has to be made. Each is imported by whoever needs it, so
that what is asked for often starts quickly.
"""
