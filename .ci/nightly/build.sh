#!/usr/bin/env bash
# Builds public/ as of today in China, or of FEEDGEN_AS_OF where that is set, with complete links where SITE is.
# Outputs: `held`, what the guard held back; `status`, the digest of the built status.json. What the build changes for
# subscribers is left in news.txt. A build that fails and names nothing that it held back has published nothing.
set -euo pipefail
as_of=(${FEEDGEN_AS_OF:+--as-of "$FEEDGEN_AS_OF"})
site=(${SITE:+--site-url "${SITE%/}/"})
# What the watch of last night remembered, for status.json; without it nothing is said of that.
watched=()
if [ -f "$RUNNER_TEMP/watch/memory.json" ]; then watched=(--watched "$RUNNER_TEMP/watch/memory.json"); fi
news="$RUNNER_TEMP/news.txt"

# A failure is told by the build itself; what has changed is worth no night.
.venv/bin/feedgen diff "${as_of[@]}" >"$news" 2>/dev/null || echo "what changes could not be said" >"$news"

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
  head -n 300 "$news" | sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g'
  echo "</pre>"
  if [ -n "$held" ]; then echo "**Held back by the guard**: $held (the log says why)"; fi
} >>"$GITHUB_STEP_SUMMARY"
