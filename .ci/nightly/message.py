"""Prints the commit message of a night: what its build changes for subscribers."""

import os
from pathlib import Path

MOST_LINES, MOST_CHARACTERS = 80, 200

lines = Path(os.environ["RUNNER_TEMP"], "changes.txt").read_text("utf-8").splitlines()
print("Rebuild the feeds\n")
for line in lines[:MOST_LINES]:
    print("".join(filter(str.isprintable, line))[:MOST_CHARACTERS])
if len(lines) > MOST_LINES:
    print(f"and {len(lines) - MOST_LINES} lines more")
