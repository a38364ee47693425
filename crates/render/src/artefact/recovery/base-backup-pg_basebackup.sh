program psql 'the client of PostgreSQL (package postgresql-client)'
needed SOURCE_URL 'the connection string of the server, of a role with the right REPLICATION'
options "$@"

pg_basebackup=$(server_program pg_basebackup)
pg_verifybackup=$(server_program pg_verifybackup)
if [[ -d $BACKUP_FOLDER ]] && "$pg_verifybackup" --no-parse-wal --quiet "$BACKUP_FOLDER" 2>/dev/null; then
  info "$BACKUP_FOLDER holds a whole backup already: nothing is done"
  exit 0
fi
[[ ! -e $BACKUP_FOLDER || -z $(ls -A "$BACKUP_FOLDER") ]] || could_not_tell "$BACKUP_FOLDER holds something else than a whole backup: take it away"
run "$pg_basebackup" --dbname="$SOURCE_URL" --pgdata="$BACKUP_FOLDER" --format=plain --wal-method=stream --checkpoint=fast \
  --label="$BACKUP_LABEL" || failed 'pg_basebackup failed'
run "$pg_verifybackup" --quiet "$BACKUP_FOLDER" || failed "the backup in $BACKUP_FOLDER is damaged"
info "base backup in $BACKUP_FOLDER, checked with pg_verifybackup"
