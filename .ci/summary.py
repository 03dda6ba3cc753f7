"""Prints the one line that .ci/run ends with: tests passed, skipped and why, facts by grade."""

import sys
from collections import Counter
from xml.etree import ElementTree

report, facts = sys.argv[1:]
cases = ElementTree.parse(report).getroot().findall(".//testcase")  # noqa: S314 - our own pytest wrote it
reasons = Counter(skip.get("message", "") for case in cases for skip in case.findall("skipped"))
why = "".join(f" ({count} x {reason})" for reason, count in sorted(reasons.items()))
skipped = sum(reasons.values())
print(
    f"{len(cases) - skipped} tests passed, {skipped} skipped{why}; {facts.splitlines()[0].rpartition('; ')[2]}"
)
