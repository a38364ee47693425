program pgbackrest 'the package pgbackrest'
options "$@"
run pgbackrest --stanza="$SERVER" check || failed "the stanza $SERVER is not in order: the log does not reach the archive"
run pgbackrest --stanza="$SERVER" --type="${BACKUP_TYPE:-full}" --annotation=migration="$BACKUP_LABEL" backup ||
  failed 'pgBackRest could not take the backup'
run pgbackrest --stanza="$SERVER" verify || failed "a backup of the stanza $SERVER is damaged"
info "backup of $SERVER taken and verified"
