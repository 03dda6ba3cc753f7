#!/usr/bin/env bash
# Runs git with the token of the step (GH_TOKEN) if a remote asks for one. No file and no argument holds it.
set -euo pipefail
# shellcheck disable=SC2016 # git runs it, and expands it then
answer='!f() { if [ "$1" = get ]; then printf "username=x-access-token\npassword=%s\n" "$GH_TOKEN"; fi; }; f'
exec git -c credential.helper= -c credential.helper="$answer" "$@"
