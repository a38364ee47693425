# shellcheck shell=bash
# What all scripts of this folder share: sourced by them, never run.
# Exit codes of every script: 0 done or held, 1 not held or not equal, 2 a step failed, 3 could not tell.
set -euo pipefail

DRY_RUN=${DRY_RUN:-no}
SCRIPT=${0##*/}

# A line of the log, on the standard error output; the standard output belongs to results.
log() { printf '%s %-5s %s: %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$1" "$SCRIPT" "$2" >&2; }
info() { log INFO "$1"; }

# Ends the script because it cannot tell, or because it is not set up.
could_not_tell() {
  log ERROR "$1"
  exit 3
}

# Ends the script because what it did failed.
failed() {
  log ERROR "$1"
  exit 2
}

# A setting that has a value unless the environment gives another one.
setting() { [[ -n ${!1:-} ]] || printf -v "$1" '%s' "$2"; }

# A setting that only the environment can give; the second word says what it is.
needed() { [[ -n ${!1:-} ]] || could_not_tell "the environment variable $1 is not set: it is $2"; }

# A program that has to be there.
program() { command -v "$1" >/dev/null 2>&1 || could_not_tell "the program $1 was not found: install $2"; }

# A command as it could be typed, without passwords of connection strings.
shown() { printf '%q ' "$@" | sed -E 's#(://[^:/@ ]*):[^@ ]*@#\1:********@#g; s#(password=)[^ ]*#\1********#g'; }

# Runs a command, or only says it where --dry-run was given.
run() {
  if [[ $DRY_RUN == yes ]]; then
    log DRY "$(shown "$@")"
  else
    log RUN "$(shown "$@")"
    "$@"
  fi
}

# Notes in the state file what was done; needs PLAN_FILE and STATE_FILE, and does nothing where they are not set.
record() {
  if [[ -z ${PLAN_FILE:-} || -z ${STATE_FILE:-} ]]; then
    log NOTE "not recorded (PLAN_FILE and STATE_FILE are not set): plan record $*"
  else
    run "${PLAN_PROGRAM:-plan}" record "$PLAN_FILE" --state "$STATE_FILE" --at "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$@"
  fi
}

# The options that every script takes; what it does not know is left in REST.
REST=()
options() {
  while (($# > 0)); do
    case $1 in
      --dry-run) DRY_RUN=yes ;;
      *) REST+=("$1") ;;
    esac
    shift
  done
}
