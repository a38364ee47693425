#!/usr/bin/env bash
# Puts a configuration in place, tests it and reloads NGINX, which ends what it has begun before workers go: no request is
# dropped. Where the test fails the configuration from before is put back.
#
# NGINX: how it is called, `nginx` unless told, such as `nginx -p /srv/nginx -c nginx.conf`.
# NGINX_FILE: where the configuration lies, @FILE@ unless told.
# Exit codes: 0 done, 2 refused and put back, 3 could not tell.
set -euo pipefail

if [ "$#" -ne 1 ] || [ ! -r "$1" ]; then
    printf 'usage: %s CONFIGURATION\n' "$0" >&2
    exit 3
fi
read -r -a nginx <<<"${NGINX:-nginx}"
file="${NGINX_FILE:-@FILE@}"
if ! command -v "${nginx[0]}" >/dev/null; then
    printf 'nginx is not found: say in NGINX how it is called\n' >&2
    exit 3
fi

before="${file}.before"
if [ -e "${file}" ]; then
    cp -p "${file}" "${before}"
else
    rm -f "${before}"
fi

put_back() {
    if [ -e "${before}" ]; then
        mv "${before}" "${file}"
    else
        rm -f "${file}"
    fi
}

cp "$1" "${file}.new"
mv "${file}.new" "${file}"
if ! "${nginx[@]}" -t -q; then
    put_back
    printf 'nginx refuses %s: the configuration from before is back\n' "$1" >&2
    exit 2
fi
if ! "${nginx[@]}" -s reload; then
    put_back
    printf 'nginx cannot be reloaded: the configuration from before is back\n' >&2
    exit 2
fi
printf '%s is in place\n' "$1"
