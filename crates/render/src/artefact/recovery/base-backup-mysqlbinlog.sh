needed SOURCE_DEFAULTS 'the path of an option file with a [client] section: host, port, user and password of the engine'
options "$@"
dump=$(either mariadb-dump mysqldump)
if [[ -f $BACKUP_FOLDER/dump.sql ]] && tail -n 1 "$BACKUP_FOLDER/dump.sql" | grep -q '^-- Dump completed'; then
  info "$BACKUP_FOLDER holds a whole dump already: nothing is done"
  exit 0
fi
# Of one moment, without a lock that lasts; the position of the log at that moment stands in the dump.
with_position=--master-data=2
"$dump" --help 2>/dev/null | grep -q -- --source-data && with_position=--source-data=2
run mkdir -p "$BACKUP_FOLDER"
run "$dump" --defaults-file="$SOURCE_DEFAULTS" --single-transaction --quick --routines --events --triggers --hex-blob "$with_position" \
  --databases "$DATABASE" --result-file="$BACKUP_FOLDER/dump.sql" || failed 'the dump failed'
[[ $DRY_RUN == yes ]] || info "dump in $BACKUP_FOLDER/dump.sql, $(grep -m 1 -E '^-- CHANGE (MASTER|REPLICATION SOURCE) TO' "$BACKUP_FOLDER/dump.sql")"
