#!/usr/bin/env bash
# Puts a configuration in place, tests it and reloads HAProxy: the new process takes over the listening sockets, the old one
# ends what it has begun. Where the test fails nothing is changed; where the reload fails the configuration from before is put
# back.
#
# HAPROXY: how it is called, `haproxy` unless told.
# HAPROXY_RELOAD: how it is reloaded, `systemctl reload haproxy` unless told.
# HAPROXY_FILE: where the configuration lies, @FILE@ unless told.
# Exit codes: 0 done, 2 refused and as before, 3 could not tell.
set -euo pipefail

if [ "$#" -ne 1 ] || [ ! -r "$1" ]; then
    printf 'usage: %s CONFIGURATION\n' "$0" >&2
    exit 3
fi
read -r -a haproxy <<<"${HAPROXY:-haproxy}"
read -r -a reload <<<"${HAPROXY_RELOAD:-systemctl reload haproxy}"
file="${HAPROXY_FILE:-@FILE@}"
if ! command -v "${haproxy[0]}" >/dev/null; then
    printf 'haproxy is not found: say in HAPROXY how it is called\n' >&2
    exit 3
fi

if ! "${haproxy[@]}" -c -q -f "$1"; then
    printf 'haproxy refuses %s: nothing has been changed\n' "$1" >&2
    exit 2
fi
before="${file}.before"
if [ -e "${file}" ]; then
    cp -p "${file}" "${before}"
else
    rm -f "${before}"
fi
cp "$1" "${file}.new"
mv "${file}.new" "${file}"
if ! "${reload[@]}"; then
    if [ -e "${before}" ]; then
        mv "${before}" "${file}"
    fi
    printf 'haproxy cannot be reloaded: the configuration from before is back\n' >&2
    exit 2
fi
printf '%s is in place\n' "$1"
