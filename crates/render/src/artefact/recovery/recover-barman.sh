program psql 'the client of PostgreSQL (package postgresql-client)'
program barman 'the package barman'
# Another configuration than the one of the machine.
BARMAN=()
[[ -z ${BARMAN_CONFIG:-} ]] || BARMAN=(--config "$BARMAN_CONFIG")
recovery_target "$@"
side_folder_is_free
case $TARGET_KIND in
  name) BARMAN_TARGET=(--target-name "$TARGET") ;;
  lsn) BARMAN_TARGET=(--target-lsn "$TARGET") ;;
  time) BARMAN_TARGET=(--target-time "$TARGET") ;;
esac
if [[ $DRY_RUN == yes ]]; then
  log DRY "barman recover $SERVER ${BACKUP_ID:-latest} $SIDE_FOLDER up to $TARGET_KIND $TARGET, serve on port $SIDE_PORT"
  exit 0
fi
run barman "${BARMAN[@]}" recover "${BARMAN_TARGET[@]}" --target-action promote --get-wal "$SERVER" "${BACKUP_ID:-latest}" "$SIDE_FOLDER" ||
  failed "Barman could not recover into $SIDE_FOLDER"
SIDE_RESTORE_COMMAND="barman${BARMAN_CONFIG:+ --config $BARMAN_CONFIG} get-wal $SERVER %f > \"%p\""
start_side
