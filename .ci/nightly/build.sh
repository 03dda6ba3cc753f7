#!/usr/bin/env bash
# Builds public/ as of today in China, or of FEEDGEN_AS_OF if set, with complete links if SITE is set.
# Outputs: `held`, what the guard blocked; `status`, the digest of the new status.json. changes.txt lists what the build
# changes for subscribers. A build that fails without blocking anything has published nothing.
set -euo pipefail
as_of=(${FEEDGEN_AS_OF:+--as-of "$FEEDGEN_AS_OF"})
site=(${SITE:+--site-url "${SITE%/}/"})
# The memory of the last watch, for status.json.
watched=()
if [ -f "$RUNNER_TEMP/watch/memory.json" ]; then watched=(--watched "$RUNNER_TEMP/watch/memory.json"); fi
changes="$RUNNER_TEMP/changes.txt"

# A missing list of changes must not cost the night; if the definitions are wrong, the build says so.
.venv/bin/feedgen diff "${as_of[@]}" >"$changes" 2>/dev/null || echo "the changes could not be listed" >"$changes"

# A build that fails without a new status has published nothing; last night's status must not speak for it.
rm -f public/status.json
held=
options=("${as_of[@]}" "${site[@]}" "${watched[@]}" --commit "$(git rev-parse HEAD)" --completeness)
if ! .venv/bin/feedgen build "${options[@]}"; then
  test -f public/status.json
  held=$(python3 -c 'import json; print(*json.load(open("public/status.json", encoding="utf-8"))["held"])')
  test -n "$held"
fi

{
  echo "held=$held"
  echo "status=$(sha256sum public/status.json | cut -d' ' -f1)"
} >>"$GITHUB_OUTPUT"
{
  echo "### What changes for subscribers"
  echo "<pre>"
  head -n 300 "$changes" | sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g'
  echo "</pre>"
  if [ -n "$held" ]; then echo "**Blocked by the guard**: $held (the log says why)"; fi
} >>"$GITHUB_STEP_SUMMARY"
