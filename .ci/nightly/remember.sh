#!/usr/bin/env bash
# Fetches the memory of the last watch, only from a scheduled run of main: a pull request could bring a forged one.
set -euo pipefail
runs=$(gh run list --workflow nightly.yml --branch main --event schedule --status completed --limit 5 \
  --json databaseId --jq '.[].databaseId') || runs=
for run in $runs; do
  if gh run download "$run" --name watch-memory --dir "$RUNNER_TEMP/watch"; then exit 0; fi
done
echo "nothing was remembered"
