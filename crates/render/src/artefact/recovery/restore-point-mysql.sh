needed SOURCE_DEFAULTS 'the path of an option file with a [client] section: host, port, user and password of the engine'
options "$@"
[[ ${#REST[@]} -eq 2 ]] || could_not_tell 'give two words: the step of the plan and the name of the restore point'
STEP=${REST[0]} NAME=${REST[1]}
if [[ $DRY_RUN == yes ]]; then
  log DRY 'FLUSH BINARY LOGS, then note the position of the binary log'
  exit 0
fi
# The file that is written is closed, so that it can be archived now and not when it is full.
ask "$SOURCE_DEFAULTS" 'FLUSH BINARY LOGS' || failed 'the binary log could not be closed'
POSITION=$(position "$SOURCE_DEFAULTS") || could_not_tell 'the position of the binary log could not be read'
gtids=$(ask "$SOURCE_DEFAULTS" 'SELECT @@gtid_binlog_pos' 2>/dev/null || ask "$SOURCE_DEFAULTS" 'SELECT @@gtid_executed' 2>/dev/null || true)
info "restore point $NAME at $POSITION${gtids:+, GTIDs $gtids}"
printf '%s\n' "$POSITION"
record --position "$STEP" --name "$NAME" --value "$POSITION"
