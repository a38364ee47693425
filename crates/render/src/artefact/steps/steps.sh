# shellcheck shell=bash
# Steps of a phase: what is done already is passed over, what is done is recorded in the state of the plan.
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# Whether the state of the plan says that a step is done.
is_done() {
  [[ -n ${STATE_FILE:-} && -f ${STATE_FILE:-} ]] || return 1
  program jq 'the package jq'
  jq -e --arg step "$1" 'any(.steps[]?; .step == $step and .finished != null)' "$STATE_FILE" >/dev/null
}

# Whether the state says that a step has begun; where it does, when, in seconds since 1970.
begun() {
  [[ -n ${STATE_FILE:-} && -f ${STATE_FILE:-} ]] || return 0
  jq -r --arg step "$1" 'first(.steps[]? | select(.step == $step) | .started) // empty' "$STATE_FILE"
}

# Begins a step, unless it is done: then the second word, a function, is not called.
step() {
  local id=$1 title=$2 began
  shift 2
  # A pipeline stops where a person is needed, and goes on in another job.
  if [[ ${UNTIL:-} == "$id" ]]; then
    info "stops before $id: $title"
    exit 0
  fi
  if is_done "$id"; then
    info "$id is done: $title"
    return 0
  fi
  info "$id: $title"
  began=$(begun "$id")
  if [[ -z $began ]]; then
    record --started "$id"
    began=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  fi
  SINCE=$(date -u -d "$began" +%s)
  export SINCE
  THIS_STEP=$id "$@"
}

# Notes that the step is done; the way back notes the phase as a whole at its end.
finished() { [[ ${BACK:-no} == yes ]] || record --finished "$THIS_STEP"; }

# A script of the plan; what it answers is what the step answers.
runs() {
  local answer=0 arguments=()
  [[ $DRY_RUN == no ]] || arguments=(--dry-run)
  "$@" "${arguments[@]}" || answer=$?
  ((answer == 0)) || exit "$answer"
  finished
}

# A gate: its answer is recorded either way.
passes() {
  local answer=0 arguments=()
  [[ $DRY_RUN == no ]] || arguments=(--dry-run)
  "$1" "${arguments[@]}" || answer=$?
  case $answer in
    0) record --gate "$THIS_STEP" --result passed ;;
    1) record --gate "$THIS_STEP" --result failed ;;
  esac
  if ((answer != 0)); then
    log FAIL "the gate does not hold: $2"
    exit "$answer"
  fi
}

# Statements of the plan for the engine that SIDE names.
statements() {
  local url=${!1:-}
  [[ -n $url ]] || could_not_tell "the environment variable $1 is not set: it names the engine that is changed"
  case $url in
    sqlite:*) run sqlite3 -bail "${url#sqlite:}" ".read $HERE/$2" ;;
    mysql:*) could_not_tell 'the statements of this plan are not for MySQL' ;;
    *) run psql --no-psqlrc --set=ON_ERROR_STOP=1 --dbname="$url" --file="$HERE/$2" ;;
  esac || failed "the statements in $2 failed; run this again once the cause is mended"
  finished
}

# What a person does, or a program of their own: it is done where DONE names the step (or is `all`).
by_hand() {
  case " ${DONE:-} " in
    *" $THIS_STEP "* | *' all '*) finished ;;
    *)
      if [[ $DRY_RUN == yes ]]; then
        log DRY "by hand: $1"
        return 0
      fi
      log HAND "$1"
      log HAND "then run this again with DONE='$THIS_STEP', or record it: plan record … --finished $THIS_STEP"
      exit 1
      ;;
  esac
}

# A person of a role agrees: APPROVED names the steps that were agreed to, APPROVED_BY who agreed.
approval() {
  case " ${APPROVED:-} " in
    *" $THIS_STEP "*)
      needed APPROVED_BY 'the name of whoever agreed'
      record --approved "$THIS_STEP" --by "$APPROVED_BY"
      ;;
    *)
      if [[ $DRY_RUN == yes ]]; then
        log DRY "approval by $1: $2"
        return 0
      fi
      log HAND "approval by $1: $2"
      log HAND "then run this again with APPROVED='$THIS_STEP' APPROVED_BY='who agreed'"
      exit 1
      ;;
  esac
}

# Traffic moves: SET_TRAFFIC is a program that takes the flag and the percentage; without one a person does it.
traffic() {
  if [[ -n ${SET_TRAFFIC:-} ]]; then
    run "$SET_TRAFFIC" "$1" "$2" || failed "$SET_TRAFFIC could not set $1 to $2 %"
    finished
  else
    by_hand "set $1 to $2 % (the files of flags and proxies beside this one say how)"
  fi
}

# Time passes, from the beginning of the step.
passed() {
  local left=$((SINCE + $1 - $(date +%s)))
  if ((left > 0)) && [[ $DRY_RUN == no ]]; then
    if ((left > ${LONGEST_WAIT:-18000})); then
      log HAND "$left s to go until $(date -u -d "@$((SINCE + $1))" +%Y-%m-%dT%H:%M:%SZ): $2; run this again then"
      exit 1
    fi
    info "$left s to go: $2"
    sleep "$left"
  fi
  finished
}

# On the way back: a phase that was done later is taken back before.
taken_back_before() {
  local step
  for step in "${@:2}"; do
    is_done "$step" && could_not_tell "$step is still done: take the phase $1 back first"
  done
  return 0
}

# On the way back: a step is taken back, unless the state says that it never was done.
take_back() {
  local id=$1 title=$2
  shift 2
  if [[ -n ${STATE_FILE:-} && -f ${STATE_FILE:-} && -z $(begun "$id") ]]; then
    info "$id is not done, or taken back already: $title"
    return 0
  fi
  info "$id: $title"
  THIS_STEP=$id BACK=yes "$@"
}


# The statements of this phase have done this step with the others.
with_the_others() { finished; }

# A step from which there is no way back.
no_way_back() { could_not_tell "there is no way back from $THIS_STEP: $1"; }
