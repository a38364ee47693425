options "$@"
case ${REST[0]:-} in
  --position) TARGET=${REST[1]:-} ;;
  *) could_not_tell 'to where? give --position FILE:POSITION, as restore-point.sh noted it' ;;
esac
[[ $TARGET =~ ^[A-Za-z0-9._-]+:[0-9]+$ ]] || could_not_tell "$TARGET is no position of a binary log: write FILE:POSITION"
LAST_FILE=${TARGET%:*} STOP=${TARGET##*:}
[[ $SIDE_FOLDER == /* ]] || could_not_tell "SIDE_FOLDER is $SIDE_FOLDER: give it as an absolute path"
[[ ! -d $SIDE_FOLDER || -z $(ls -A "$SIDE_FOLDER") ]] || could_not_tell "$SIDE_FOLDER is not empty: nothing is written over; take it away or set SIDE_FOLDER to another folder"
[[ -f $BACKUP_FOLDER/dump.sql ]] || could_not_tell "$BACKUP_FOLDER holds no dump.sql: run base-backup.sh before the phase begins"
stated=$(grep -m 1 -E '^-- CHANGE (MASTER|REPLICATION SOURCE) TO' "$BACKUP_FOLDER/dump.sql") || could_not_tell 'the dump says no position of the log'
[[ $stated =~ LOG_FILE=\'([^\']+)\',\ *[A-Z_]*LOG_POS=([0-9]+) ]] || could_not_tell "the dump says no position of the log: $stated"
FIRST_FILE=${BASH_REMATCH[1]} START=${BASH_REMATCH[2]}
FILES=()
for file in "$LOG_ARCHIVE"/*; do
  name=${file##*/}
  # Files are numbered: a longer name is a later one.
  [[ $name =~ \.[0-9]+$ && $name == "${FIRST_FILE%.*}".* ]] || continue
  number=$((10#${name##*.}))
  ((number >= 10#${FIRST_FILE##*.} && number <= 10#${LAST_FILE##*.})) && FILES+=("$file")
done
wanted=$((10#${LAST_FILE##*.} - 10#${FIRST_FILE##*.} + 1))
# A point at the very beginning of a file needs nothing of it.
if ((STOP <= 4)); then wanted=$((wanted - 1)); fi
((${#FILES[@]} >= wanted)) || could_not_tell "$LOG_ARCHIVE holds ${#FILES[@]} of the $wanted binary logs from $FIRST_FILE to $LAST_FILE: fetch the rest"
if [[ $DRY_RUN == yes ]]; then
  log DRY "load $BACKUP_FOLDER/dump.sql into an engine in $SIDE_FOLDER on port $SIDE_PORT, then ${FILES[*]} from $START to $STOP"
  exit 0
fi

server=$(PATH=$PATH:/usr/sbin either mariadbd mysqld)
mkdir -p "$SIDE_FOLDER/data"
if installer=$(command -v mariadb-install-db); then
  run "$installer" --no-defaults --datadir="$SIDE_FOLDER/data" --auth-root-authentication-method=normal --skip-test-db >"$SIDE_FOLDER/install.log" 2>&1 ||
    failed "the side instance could not be made: see $SIDE_FOLDER/install.log"
else
  run "$server" --no-defaults --initialize-insecure --datadir="$SIDE_FOLDER/data" >"$SIDE_FOLDER/install.log" 2>&1 ||
    failed "the side instance could not be made: see $SIDE_FOLDER/install.log"
fi
printf '[client]\nsocket=%s/side.sock\nuser=root\n' "$SIDE_FOLDER" >"$SIDE_FOLDER/side.cnf"
# Of production it knows nothing: no replication, no events, this machine only.
nohup "$server" --no-defaults --datadir="$SIDE_FOLDER/data" --socket="$SIDE_FOLDER/side.sock" --pid-file="$SIDE_FOLDER/side.pid" \
  --port="$SIDE_PORT" --bind-address=127.0.0.1 --skip-slave-start --event-scheduler=OFF >"$SIDE_FOLDER/side.log" 2>&1 </dev/null &
for ((waited = 0; waited < 120; waited++)); do
  ask "$SIDE_FOLDER/side.cnf" 'SELECT 1' >/dev/null 2>&1 && break
  sleep 1
done
ask "$SIDE_FOLDER/side.cnf" 'SELECT 1' >/dev/null || failed "the side instance did not come up: see $SIDE_FOLDER/side.log"
info "the dump is loaded into the side instance in $SIDE_FOLDER"
"$(either mariadb mysql)" --defaults-file="$SIDE_FOLDER/side.cnf" <"$BACKUP_FOLDER/dump.sql" || failed 'the dump could not be loaded'
if ((${#FILES[@]} > 0)); then
  limits=(--start-position="$START")
  [[ ${FILES[-1]##*/} == "$LAST_FILE" ]] && limits+=(--stop-position="$STOP")
  info "the binary log is replayed from $FIRST_FILE:$START to $TARGET"
  "$(either mariadb-binlog mysqlbinlog)" --disable-log-bin "${limits[@]}" "${FILES[@]}" |
    "$(either mariadb mysql)" --defaults-file="$SIDE_FOLDER/side.cnf" --binary-mode || failed 'the binary log could not be replayed'
fi
info "the side instance is at $TARGET: mysql --defaults-file=$SIDE_FOLDER/side.cnf $DATABASE"
