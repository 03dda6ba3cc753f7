"""Turns definitions into a folder of feeds and pages, and keeps the ledger of what was published.

`builder` makes a whole folder, `single_place` the files of one place, `comparison` lists what a
build would change. Nothing is imported here, so that each command starts quickly.
"""
