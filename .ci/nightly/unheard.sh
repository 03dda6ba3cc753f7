#!/usr/bin/env bash
# Runs a command whose output may hold text from a watched page. GitHub obeys lines such as `::error::` in the output of
# a step; until the end of the command it ignores them.
set -euo pipefail
word=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
echo "::stop-commands::$word"
trap 'echo "::$word::"' EXIT
"$@"
