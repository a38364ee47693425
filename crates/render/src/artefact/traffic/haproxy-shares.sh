#!/usr/bin/env bash
# @PURPOSE@
# Sets the shares of the running process through its socket, without a reload: no connection is dropped, and the next request
# already goes by them. A restart reads them from its configuration: put @CONFIGURATION@ in place as well.
#
# HAPROXY_SOCKET: the socket, @SOCKET@ unless told.
# Exit codes: 0 done, 2 a share is not as it should be, 3 could not tell.
set -euo pipefail

socket="${HAPROXY_SOCKET:-@SOCKET@}"
if ! command -v socat >/dev/null; then
    printf 'socat is not found: install it\n' >&2
    exit 3
fi
if [ ! -S "${socket}" ]; then
    printf '%s is no socket: say in HAPROXY_SOCKET where it is\n' "${socket}" >&2
    exit 3
fi

ask() {
    printf '%s\n' "$1" | socat -t 5 - "UNIX-CONNECT:${socket}"
}

# Of 100,000 requests, how many go to the new side.
set_share() {
    # HAProxy 2.6 counts the setting of variables among what is experimental; newer ones take the same line.
    ask "experimental-mode on; set var $1 int($2)" >/dev/null
    if ! ask "get var $1" | grep -q -F "value=<$2>"; then
        printf '%s is not %s\n' "$1" "$2" >&2
        exit 2
    fi
    printf '%s is %s of 100000\n' "$1" "$2"
}

@SETS@
