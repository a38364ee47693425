program psql 'the client of PostgreSQL (package postgresql-client)'
needed SOURCE_URL 'the connection string of the database, of a role that may run pg_create_restore_point'

options "$@"
[[ ${#REST[@]} -eq 2 ]] || could_not_tell 'give two words: the step of the plan and the name of the restore point'
STEP=${REST[0]} NAME=${REST[1]}
[[ ${#NAME} -le 63 ]] || could_not_tell "the name $NAME is longer than the 63 bytes that PostgreSQL keeps of it"

archiving=$(ask "$SOURCE_URL" "SELECT current_setting('archive_mode') <> 'off'") || could_not_tell 'the database does not answer'
if [[ $archiving != t && ${WITHOUT_ARCHIVE:-no} != yes ]]; then
  could_not_tell "archive_mode is off: without an archive of the log no restore point can be reached (WITHOUT_ARCHIVE=yes where pg_receivewal or Barman fetches it by streaming)"
fi
if [[ $DRY_RUN == yes ]]; then
  log DRY "SELECT pg_create_restore_point('$NAME'), then pg_switch_wal()"
  exit 0
fi
answer=$(ask "$SOURCE_URL" "SELECT pg_create_restore_point('$NAME') || ' ' || pg_walfile_name(pg_current_wal_lsn())") ||
  failed "the restore point $NAME could not be made"
LSN=${answer%% *} SEGMENT=${answer##* }
# The segment is closed, so that it can be archived now and not when it is full.
ask "$SOURCE_URL" 'SELECT pg_switch_wal()' >/dev/null || failed 'the segment of the log could not be closed'
if [[ $archiving == t ]]; then
  for ((waited = 0; waited < ${ARCHIVE_PATIENCE:-300}; waited++)); do
    reached=$(ask "$SOURCE_URL" "SELECT coalesce(last_archived_wal >= '$SEGMENT', false) FROM pg_stat_archiver") || reached=f
    [[ $reached == t ]] && break
    sleep 1
  done
  [[ $reached == t ]] || failed "the segment $SEGMENT has not reached the archive in ${ARCHIVE_PATIENCE:-300} s: see pg_stat_archiver"
fi
info "restore point $NAME at $LSN, segment $SEGMENT"
printf '%s\n' "$LSN"
record --position "$STEP" --name "$NAME" --value "$LSN"
