# shellcheck shell=bash
# A gate: 0 it holds, 1 it does not (or not yet), 3 it could not tell.
# Engines are named as postgres://… or a connection string of PostgreSQL, mysql:OPTION_FILE, sqlite:FILE.
# SINCE is the moment from which on it has to hold, in seconds since 1970 (now unless told); PATIENCE is for how many seconds
# more it may wait for enough samples; --once looks once and waits for nothing.
EVERY=${EVERY:-15}
CRITERIA=()

# One number that a query of one row and one column answers.
sql_number() {
  local url=${!1:-}
  case $url in
    '') could_not_tell "the environment variable $1 is not set: it names the engine that is asked" ;;
    sqlite:*) sqlite3 -readonly "${url#sqlite:}" "$2" ;;
    mysql:*) mysql --defaults-file="${url#mysql:}" --batch --skip-column-names --execute="$2" ;;
    *) psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 --dbname="$url" --command="$2" ;;
  esac
}

# One number that Prometheus answers.
metric_number() {
  local answer token=()
  needed PROMETHEUS_URL 'the address of Prometheus, such as http://127.0.0.1:9090'
  [[ -z ${PROMETHEUS_TOKEN:-} ]] || token=(--header "@-")
  answer=$(curl --fail --silent --show-error --max-time 60 "${token[@]}" --data-urlencode "query=$1" "$PROMETHEUS_URL/api/v1/query" \
    <<<"Authorization: Bearer ${PROMETHEUS_TOKEN:-}") || return 1
  jq -r 'if .status != "success" then error("Prometheus refused") else .data end
    | if .resultType == "scalar" or .resultType == "string" then .result[1]
      elif (.result | length) == 1 then .result[0].value[1]
      elif (.result | length) == 0 then empty
      else error("\(.result | length) series answer where one value is expected") end' <<<"$answer"
}

# The number of a probe: sql SIDE QUERY, both QUERY QUERY, metric EXPRESSION. What is no number could not be told.
number() {
  local one other
  case $1 in
    sql) one=$(sql_number "$2" "$3") || could_not_tell "the query could not be asked: $3" ;;
    metric) one=$(metric_number "$2") || could_not_tell "Prometheus could not be asked: $2" ;;
    both)
      one=$(sql_number SOURCE_URL "$2") || could_not_tell "the source could not be asked: $2"
      other=$(sql_number TARGET_URL "$3") || could_not_tell "the target could not be asked: $3"
      is_number "$one" || could_not_tell "the source answers '$one', which is no number: $2"
      is_number "$other" || could_not_tell "the target answers '$other', which is no number: $3"
      one=$(awk -v a="$one" -v b="$other" 'BEGIN { d = a - b; printf "%.17g", d < 0 ? -d : d }')
      ;;
  esac
  is_number "$one" || could_not_tell "the answer is '$one', which is no number: ${*:2}"
  printf '%s' "$one"
}

is_number() { [[ $1 =~ ^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$ ]]; }

# Whether a number is on the right side of a bound.
holds() {
  awk -v value="$1" -v how="$2" -v bound="$3" 'BEGIN {
    if (how == "at_most") exit !(value <= bound)
    if (how == "at_least") exit !(value >= bound)
    d = value - bound; if (d < 0) d = -d
    scale = bound < 0 ? -bound : bound; if (scale < 1) scale = 1
    exit !(d <= 1e-9 * scale)
  }'
}

# criterion TITLE HOW BOUND SECONDS SAMPLES PROBE… [-- PROBE of the samples…]
criterion() { CRITERIA+=("$(printf '%q ' "$@")"); }

# One look at a criterion: 0 it holds, 1 it does not, 4 there are too few samples yet.
look() {
  local title=$1 how=$2 bound=$3 samples=$5 value probe=() counted=()
  shift 5
  while (($# > 0)) && [[ $1 != -- ]]; do
    probe+=("$1")
    shift
  done
  (($# == 0)) || counted=("${@:2}")
  if [[ $samples != 0 ]] && ((${#counted[@]} > 0)); then
    value=$(number "${counted[@]}") || return 3
    if ! holds "$value" at_least "$samples"; then
      info "$title: $value samples of the $samples that are needed"
      return 4
    fi
  fi
  value=$(number "${probe[@]}") || return 3
  if holds "$value" "$how" "$bound"; then
    info "$title: $value, holds (${how/_/ } $bound)"
  else
    log FAIL "$title: $value, has to be ${how/_/ } $bound"
    return 1
  fi
}

# Over the time that it has to hold, whatever lay between two looks; only Prometheus remembers.
look_back() {
  local title=$1 how=$2 bound=$3 seconds=$4 word value least
  [[ $6 == metric && $seconds != 0 ]] || return 0
  for word in max min; do
    case $how in
      at_most) [[ $word == max ]] || continue ;;
      at_least) [[ $word == min ]] || continue ;;
    esac
    value=$(number metric "${word}_over_time(($7)[${seconds}s:${EVERY}s])") || return 3
    if ! holds "$value" "$how" "$bound"; then
      log FAIL "$title: $value within the last $seconds s, has to be ${how/_/ } $bound"
      return 1
    fi
  done
  least=$(awk -v s="$seconds" -v e="$EVERY" 'BEGIN { print int(0.9 * s / e) }')
  value=$(number metric "count_over_time(($7)[${seconds}s:${EVERY}s])") || return 3
  holds "$value" at_least "$least" || could_not_tell "$title: Prometheus has $value values of the last $seconds s, at least $least are needed"
}

gate() {
  local once=no began until=0 now last arguments=() answer waits seconds
  options "$@"
  for word in "${REST[@]}"; do
    if [[ $word == --once ]]; then once=yes; else could_not_tell "unknown option $word: there are --once and --dry-run"; fi
  done
  if [[ $DRY_RUN == yes ]]; then
    for it in "${CRITERIA[@]}"; do log DRY "$it"; done
    return 0
  fi
  began=${SINCE:-$(date +%s)}
  for it in "${CRITERIA[@]}"; do
    eval "arguments=($it)"
    seconds=$(awk -v s="${arguments[3]}" 'BEGIN { print int(s) + (s > int(s)) }')
    ((began + seconds > until)) && until=$((began + seconds))
  done
  last=$((until + ${PATIENCE:-0}))
  while :; do
    waits=no
    for it in "${CRITERIA[@]}"; do
      eval "arguments=($it)"
      answer=0
      look "${arguments[@]}" || answer=$?
      case $answer in
        0) ;;
        4) waits=yes ;;
        *) return "$answer" ;;
      esac
    done
    now=$(date +%s)
    if ((now >= until)) && [[ $waits == no ]]; then break; fi
    if [[ $once == yes ]]; then
      log FAIL "not yet: it has to hold until $(date -u -d "@$until" +%Y-%m-%dT%H:%M:%SZ)"
      return 1
    fi
    if ((now >= last)) && [[ $waits == yes ]]; then
      log FAIL 'there are too few samples, and the patience is at its end'
      return 1
    fi
    sleep "$EVERY"
  done
  for it in "${CRITERIA[@]}"; do
    eval "arguments=($it)"
    answer=0
    look_back "${arguments[@]}" || answer=$?
    ((answer == 0)) || return "$answer"
  done
  info 'the gate holds'
}
