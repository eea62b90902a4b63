#!/usr/bin/env bash
# Runs a command with a virtual display of its own: `with-display.sh COMMAND [ARGUMENT...]`.
# xvfb-run would take the first number that looks free, which two that start at once both do. Here the server chooses the number
# itself, and writes it when it can be used.
set -euo pipefail

place=$(mktemp -d "${TMPDIR:-/tmp}/dragoman-display.XXXXXX")
mkfifo "$place/number"
Xvfb -displayfd 3 -screen 0 1440x900x24 -nolisten tcp 3>"$place/number" 2>"$place/errors" &
server=$!
trap 'kill "$server" 2>/dev/null || true; rm -rf "$place"' EXIT
if ! read -r number <"$place/number"; then
  cat "$place/errors" >&2
  exit 1
fi
export DISPLAY=":$number"
unset WAYLAND_DISPLAY XAUTHORITY
"$@"
