program psql 'the client of PostgreSQL (package postgresql-client)'
program pgbackrest 'the package pgbackrest'
recovery_target "$@"
side_folder_is_free
if [[ $DRY_RUN == yes ]]; then
  log DRY "pgbackrest --stanza=$SERVER restore into $SIDE_FOLDER up to $TARGET_KIND $TARGET, serve on port $SIDE_PORT"
  exit 0
fi
mkdir -p "$SIDE_FOLDER"
chmod 700 "$SIDE_FOLDER"
run pgbackrest --stanza="$SERVER" --pg1-path="$SIDE_FOLDER" --type="$TARGET_KIND" --target="$TARGET" --target-action=promote \
  --target-timeline="${TARGET_TIMELINE:-latest}" restore || failed "pgBackRest could not restore into $SIDE_FOLDER"
# pgBackRest has written the restore command; it has to name the folder of production, whose log it fetches.
SIDE_RESTORE_COMMAND="pgbackrest --stanza=$SERVER --pg1-path=$SIDE_FOLDER archive-get %f \"%p\""
start_side
