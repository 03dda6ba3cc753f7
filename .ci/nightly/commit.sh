#!/usr/bin/env bash
# Commits what the build changed, with a message about what subscribers see, and pushes it to main.
# Outputs: `unkept`, if the commit is not on main and so may not be deployed; `refused`, if main has not moved and still
# did not take the push.
set -euo pipefail
here=$(dirname "$0")
message="$RUNNER_TEMP/message.txt"

git add public docs/backtest.svg
if git diff --cached --quiet; then
  echo "nothing changed"
  exit 0
fi

# The text comes from region files, which people have reviewed; it is passed by file all the same.
PYTHONUTF8=1 python3 "$here/message.py" >"$message"
git -c user.name=feedgen -c user.email=feedgen@kaohou.invalid commit --quiet -F "$message"

if "$here/git.sh" push --quiet origin HEAD:main; then
  exit 0
fi
echo "unkept=true" >>"$GITHUB_OUTPUT"
"$here/git.sh" fetch --quiet --depth=1 origin main
if [ "$(git rev-parse FETCH_HEAD)" != "$(git rev-parse HEAD~1)" ]; then
  # Somebody has pushed meanwhile: then tomorrow's build will do.
  echo "::warning::main has moved on; tonight's feeds are neither committed nor deployed"
else
  echo "refused=true" >>"$GITHUB_OUTPUT"
  echo "**Switch: pushes to main.** The feeds could not be committed; see docs/hosting.md." \
    >>"$GITHUB_STEP_SUMMARY"
  echo "::warning::main took no push; tonight's feeds are neither committed nor deployed"
fi
