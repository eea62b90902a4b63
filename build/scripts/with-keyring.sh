#!/usr/bin/env bash
# Runs a command with a D-Bus session, an unlocked throwaway keyring and empty data folders of its own, so that tests meet a real
# Secret Service and never the one of the person who runs them: `with-keyring.sh COMMAND [ARGUMENT...]`.
# The keyring's password is in DRAGOMAN_KEYRING_PASSWORD, for tests that lock it.
set -euo pipefail

if [ "${DRAGOMAN_KEYRING_STAGE:-}" != inside ]; then
  place=$(mktemp -d "${TMPDIR:-/tmp}/dragoman-keyring.XXXXXX")
  trap 'rm -rf "$place"' EXIT
  mkdir -m 0700 "$place/data" "$place/run"
  export XDG_DATA_HOME="$place/data" XDG_RUNTIME_DIR="$place/run"
  export DRAGOMAN_KEYRING_PASSWORD="only-for-tests-$$" DRAGOMAN_KEYRING_STAGE=inside
  unset DBUS_SESSION_BUS_ADDRESS GNOME_KEYRING_CONTROL
  # No accessibility bus: nobody reads the screen here, and its start only makes noise. The bus itself may complain to nobody;
  # the command gets our stderr back below.
  export NO_AT_BRIDGE=1
  dbus-run-session -- "$0" "$@" 3>&2 2>/dev/null
  exit
fi
exec 2>&3 3>&-

unset DRAGOMAN_KEYRING_STAGE
# It prints the variables through which it is found.
variables=$(printf '%s\n' "$DRAGOMAN_KEYRING_PASSWORD" | gnome-keyring-daemon --unlock --components=secrets --daemonize 2>/dev/null)
while IFS= read -r variable; do
  [ -z "$variable" ] || export "${variable?}"
done <<<"$variables"
exec "$@"
