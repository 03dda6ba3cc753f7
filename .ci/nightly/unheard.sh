#!/usr/bin/env bash
# Runs a command whose words may come from a watched page. GitHub obeys lines such as `::error::` in what a step prints;
# until the end of the command it does not listen.
set -euo pipefail
word=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
echo "::stop-commands::$word"
trap 'echo "::$word::"' EXIT
"$@"
