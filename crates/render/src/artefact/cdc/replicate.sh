program psql 'the client of PostgreSQL (package postgresql-client)'
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
PATIENCE=${PATIENCE:-600}

ask() { psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 --dbname="$1" --command="$2"; }

# Statements of a file on an engine; further words are options of psql.
statements() {
  local url=$1 file=$2
  shift 2
  info "$file"
  [[ $DRY_RUN == yes ]] || psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 "$@" --dbname="$url" --file="$HERE/$file" >&2
}

# Keeps the log of a sender, and says from which position on.
keep() {
  statements "$1" "$2-keep.sql" || return 1
  [[ $DRY_RUN == yes ]] || ask "$1" "SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = '$3'"
}

# The receiver follows the sender: with a copy of the rows, or from the position of the slot on.
follow() {
  local reached=${SOURCE_FROM_TARGET:-}
  [[ $2 == forward ]] || reached=${TARGET_FROM_SOURCE:-}
  info "$2-follow.sql"
  [[ $DRY_RUN == no ]] || return 0
  # A connection string may hold a password: it comes to psql by its input and not by its arguments.
  reached=$(sed -e 's/\\/\\\\/g' -e "s/'/''/g" <<<"$reached")
  { printf "\\set connection '%s'\n" "$reached" && cat "$HERE/$2-follow.sql"; } |
    psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --set=copy="$3" --dbname="$1" --file=- >&2
}

# Waits until the receiver has confirmed all that the sender has written so far.
drained() {
  local url=$1 slot=$2 lsn waited reached
  lsn=$(ask "$url" 'SELECT pg_current_wal_lsn()') || could_not_tell 'the sender does not answer'
  for ((waited = 0; waited < PATIENCE; waited++)); do
    reached=$(ask "$url" "SELECT confirmed_flush_lsn >= '$lsn' FROM pg_replication_slots WHERE slot_name = '$slot'") || reached=''
    [[ $reached == t ]] && break
    [[ -n $reached ]] || could_not_tell "there is no slot $slot: nothing follows this side"
    sleep 1
  done
  [[ $reached == t ]] || failed "the receiver has not confirmed $lsn within $PATIENCE s; writes are still fenced"
  info "the receiver has confirmed $lsn"
}

# Sequences go on behind the keys that were given.
sequences() {
  local found
  found=$(psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 --dbname="$1" --file="$HERE/sequences.sql") || return 1
  psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --dbname="$2" <<<"$found" >/dev/null
}

# Writes go from one side to the other: FROM TO, the flow that ends, its slot, the flow that begins, its slot.
turn() {
  local from=$1 to=$2 old=$3 old_slot=$4 new=$5 new_slot=$6 position
  if [[ $DRY_RUN == yes ]]; then
    log DRY "fence.sql, wait for $old_slot, sequences.sql, $new-keep.sql, $old-stop.sql, $old-drop.sql, $new-follow.sql, then unfence.sql on the other side"
    return 0
  fi
  statements "$from" fence.sql || failed 'writes could not be fenced; nothing has changed'
  if [[ $(ask "$from" "SELECT count(*) FROM pg_replication_slots WHERE slot_name = '$old_slot'") == 0 &&
    $(ask "$to" "SELECT count(*) FROM pg_replication_slots WHERE slot_name = '$new_slot'") == 1 ]]; then
    info 'the last changes were carried before: going on behind them'
  else
    drained "$from" "$old_slot"
    sequences "$from" "$to" || failed 'the sequences could not be carried; writes are still fenced'
  fi
  # After the last flush and before the switch: behind here every write of the new side is kept for the old one.
  position=$(keep "$to" "$new" "$new_slot") || failed 'the log of the new side is not kept; writes are still fenced'
  info "reverse position $position"
  printf '%s\n' "$position"
  [[ -z ${POSITION_STEP:-} ]] || record --position "$POSITION_STEP" --name "$new_slot" --value "$position"
  statements "$to" "$old-stop.sql" || failed 'the old flow could not be stopped'
  statements "$from" "$old-drop.sql" || failed 'the slot of the old flow could not be dropped'
  follow "$from" "$new" false || failed 'the old side does not follow the new one'
  statements "$to" unfence.sql || failed 'the fence of the new side could not be lifted'
  info 'now the application is switched: the old side takes no writes, and follows'
}

options "$@"
[[ ${#REST[@]} -eq 1 ]] || could_not_tell 'give one word: start, cut, back, unfence, status or end'
needed SOURCE_URL 'the connection string of the source'
needed TARGET_URL 'the connection string of the target'
needed SOURCE_FROM_TARGET 'the connection string by which the server of the target reaches the source'
needed TARGET_FROM_SOURCE 'the connection string by which the server of the source reaches the target'
case ${REST[0]} in
  start)
    keep "$SOURCE_URL" forward "$SLOT"
    follow "$TARGET_URL" forward true
    ;;
  cut) turn "$SOURCE_URL" "$TARGET_URL" forward "$SLOT" back "$SLOT_BACK" ;;
  back) turn "$TARGET_URL" "$SOURCE_URL" back "$SLOT_BACK" forward "$SLOT" ;;
  unfence)
    # Only before the flow has turned is the side that was fenced still the one to write to.
    if [[ $(ask "$TARGET_URL" "SELECT count(*) FROM pg_replication_slots WHERE slot_name = '$SLOT_BACK'") == 0 ]]; then
      statements "$SOURCE_URL" unfence.sql
    else
      statements "$TARGET_URL" unfence.sql
    fi
    ;;
  status)
    # As the textfile collector of the node exporter reads it.
    for side in source target; do
      if [[ $side == source ]]; then url=$SOURCE_URL; else url=$TARGET_URL; fi
      ask "$url" "SELECT format('migration_slot_retained_bytes{migration=\"%s\",side=\"%s\",slot=\"%s\"} %s', '$MIGRATION', '$side', slot_name,
        pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)) FROM pg_replication_slots WHERE slot_name IN ('$SLOT', '$SLOT_BACK')"
    done
    ;;
  end)
    # What is left of either flow goes; the fence of the side that is left stays.
    statements "$TARGET_URL" forward-stop.sql
    statements "$SOURCE_URL" back-stop.sql
    statements "$SOURCE_URL" forward-drop.sql
    statements "$TARGET_URL" back-drop.sql
    ;;
  *) could_not_tell "unknown word ${REST[0]}: there are start, cut, back, unfence, status and end" ;;
esac
