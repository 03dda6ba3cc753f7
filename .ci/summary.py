"""Prints the last line of .ci/run: tests passed and skipped, with reasons, and facts by grade."""

import sys
from collections import Counter
from xml.etree import ElementTree

report, facts = sys.argv[1:]
cases = ElementTree.parse(report).getroot().findall(".//testcase")  # noqa: S314 - our own file
reasons = Counter(skip.get("message", "") for case in cases for skip in case.findall("skipped"))
why = "".join(f" ({count} x {reason})" for reason, count in sorted(reasons.items()))
skipped = sum(reasons.values())
grades = facts.splitlines()[0].rpartition("; ")[2]
print(f"{len(cases) - skipped} tests passed, {skipped} skipped{why}; {grades}")
