# shellcheck shell=bash
# What the recovery of PostgreSQL shares: sourced behind migration.sh.

# Programs of the server, wherever the distribution puts them: in PG_BIN, in PATH, beside the server itself.
server_program() {
  local folder found
  for folder in "${PG_BIN:-}" "$(dirname "$(command -v "$1" || true)")" "$(dirname "$(readlink -f "${PG_BIN:+$PG_BIN/}postgres" || true)")"; do
    [[ -n $folder && $folder != . && -x $folder/$1 ]] && printf '%s' "$folder/$1" && return
  done
  found=$(find /usr/lib/postgresql /usr/pgsql-* -path "*/bin/$1" 2>/dev/null | sort -V | tail -n 1 || true)
  [[ -x $found ]] || could_not_tell "$1 was not found: set PG_BIN to the folder of the server's programs"
  printf '%s' "$found"
}

# One value that a database answers.
ask() { psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 --dbname="$1" --command="$2"; }

# Refuses to touch a folder that is not the side instance's own.
side_folder_is_free() {
  [[ $SIDE_FOLDER == /* ]] || could_not_tell "SIDE_FOLDER is $SIDE_FOLDER: give it as an absolute path"
  if [[ -e $SIDE_FOLDER/postmaster.pid ]]; then
    could_not_tell "$SIDE_FOLDER holds a server that runs: stop it with 'pg_ctl -D $SIDE_FOLDER stop'"
  fi
  if [[ -d $SIDE_FOLDER && -n $(ls -A "$SIDE_FOLDER") ]]; then
    could_not_tell "$SIDE_FOLDER is not empty: nothing is written over; take it away or set SIDE_FOLDER to another folder"
  fi
}

# Settings that may not be lower than those of production, as the control file of the backup has them.
side_limits() {
  local pg_controldata
  pg_controldata=$(server_program pg_controldata)
  LC_ALL=C "$pg_controldata" -D "$SIDE_FOLDER" |
    sed -nE 's/^(max_connections|max_worker_processes|max_wal_senders|max_prepared_xacts|max_locks_per_xact) setting: *([0-9]+)$/\1 = \2/p' |
    sed -e 's/^max_prepared_xacts/max_prepared_transactions/' -e 's/^max_locks_per_xact/max_locks_per_transaction/'
}

# The lines of configuration that bring the side instance to the target and keep it from everything of production.
side_configuration() {
  cat <<CONFIGURATION
port = $SIDE_PORT
listen_addresses = '127.0.0.1'
unix_socket_directories = '$SIDE_FOLDER'
archive_mode = off
ssl = off
shared_preload_libraries = ''
primary_conninfo = ''
primary_slot_name = ''
max_logical_replication_workers = 0
hot_standby = on
recovery_target_timeline = '${TARGET_TIMELINE:-latest}'
recovery_target_$TARGET_KIND = '$TARGET'
recovery_target_action = 'promote'
CONFIGURATION
}

# Starts the side instance and waits until it has reached the target.
start_side() {
  local pg_ctl status
  pg_ctl=$(server_program pg_ctl)
  chmod 700 "$SIDE_FOLDER"
  # A server of a distribution keeps its configuration elsewhere: an empty file serves, and everybody on this machine may look.
  touch "$SIDE_FOLDER/postgresql.conf"
  [[ -f $SIDE_FOLDER/pg_ident.conf ]] || touch "$SIDE_FOLDER/pg_ident.conf"
  printf 'local all all trust\nhost all all 127.0.0.1/32 trust\n' >"$SIDE_FOLDER/pg_hba.conf"
  side_limits >>"$SIDE_FOLDER/postgresql.auto.conf"
  side_configuration >>"$SIDE_FOLDER/postgresql.auto.conf"
  [[ -z ${SIDE_RESTORE_COMMAND:-} ]] ||
    printf "restore_command = '%s'\n" "${SIDE_RESTORE_COMMAND//\'/\'\'}" >>"$SIDE_FOLDER/postgresql.auto.conf"
  touch "$SIDE_FOLDER/recovery.signal"
  info "the side instance replays the log up to $TARGET_KIND $TARGET on port $SIDE_PORT"
  if ! "$pg_ctl" -D "$SIDE_FOLDER" -l "$SIDE_FOLDER/side.log" -w -t "${SIDE_PATIENCE:-3600}" start >/dev/null; then
    tail -n 20 "$SIDE_FOLDER/side.log" >&2 || true
    failed "the side instance did not come up: its log is $SIDE_FOLDER/side.log"
  fi
  for ((status = 0; status < ${SIDE_PATIENCE:-3600}; status++)); do
    [[ $(ask "$SIDE_URL" 'SELECT pg_is_in_recovery()' 2>/dev/null || true) == f ]] && break
    [[ -e $SIDE_FOLDER/postmaster.pid ]] || break
    sleep 1
  done
  if [[ $(ask "$SIDE_URL" 'SELECT pg_is_in_recovery()' 2>/dev/null || true) != f ]]; then
    tail -n 20 "$SIDE_FOLDER/side.log" >&2 || true
    failed "the side instance did not reach $TARGET_KIND $TARGET: its log is $SIDE_FOLDER/side.log"
  fi
  if [[ $TARGET_KIND == name ]] && ! grep -qF "recovery stopping at restore point \"$TARGET\"" "$SIDE_FOLDER/side.log"; then
    failed "the side instance ended its replay elsewhere than at the restore point $TARGET: see $SIDE_FOLDER/side.log"
  fi
  info "the side instance is at $TARGET_KIND $TARGET: psql '$SIDE_URL'"
}
