program psql 'the client of PostgreSQL (package postgresql-client)'
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
Q="'"
# Times and numbers are written the same way whoever runs this.
export PGOPTIONS="${PGOPTIONS:-} -c DateStyle=ISO,YMD -c TimeZone=UTC -c client_min_messages=warning"

ask() { psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 --dbname="$1" --command="$2"; }

statements() {
  run psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --dbname="$TARGET_URL" --file="$HERE/$1" ||
    failed "the statements in $1 failed; nothing of them is there"
}

# The tables of the source, a line each.
tables() { ask "$1" "SELECT name FROM unnest($TABLES) AS told(name) WHERE to_regclass(name) IS NOT NULL"; }

# One event for each row that was there before, in the order of the key. A row whose stream has begun is passed over.
origin() {
  local table key
  needed SOURCE_URL 'the connection string of the source'
  while IFS= read -r table; do
    [[ -n $table ]] || continue
    key=$(ask "$SOURCE_URL" "SELECT string_agg(format('%s%I', CASE WHEN k.at > 1 THEN ''','' || ' ELSE '' END, a.attname), '||' ORDER BY k.at)
      FROM pg_index i, unnest(i.indkey) WITH ORDINALITY AS k(number, at), pg_attribute a
      WHERE i.indrelid = '${table//$Q/$Q$Q}'::regclass AND i.indisprimary AND a.attrelid = i.indrelid AND a.attnum = k.number") ||
      failed "the key of $table could not be read"
    [[ -n $key ]] || could_not_tell "$table has no primary key: its rows have no names"
    if [[ $DRY_RUN == yes ]]; then
      log DRY "an event ${table//\"/}.imported for each row of $table"
      continue
    fi
    info "$table"
    psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --dbname="$SOURCE_URL" \
      --command="COPY (SELECT '${table//[\"$Q]/}:' || $key, to_jsonb(t) FROM $table t ORDER BY 1) TO STDOUT" |
      psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --single-transaction --dbname="$TARGET_URL" \
        --command="CREATE TEMP TABLE arrived (place bigserial, stream text, payload jsonb)" \
        --command="COPY arrived (stream, payload) FROM STDIN" \
        --command="WITH last AS (SELECT position FROM $LAST FOR UPDATE), fresh AS (
            SELECT a.stream, a.payload, row_number() OVER (ORDER BY a.place) AS number FROM arrived a
            WHERE NOT EXISTS (SELECT FROM $STORE e WHERE e.stream = a.stream))
          INSERT INTO $STORE (position, stream, version, type, payload)
          SELECT last.position + number, stream, 1, '${table//[\"$Q]/}.imported', payload FROM fresh, last" \
        --command="UPDATE $LAST SET position = (SELECT coalesce(max(position), 0) FROM $STORE)" ||
      failed "$table could not be written as events; run this again once the cause is mended"
  done <<<"$(tables "$SOURCE_URL")"
}

# The state of each stream, and the tables that are made of it where the target has them.
replay() {
  local table columns
  run psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --single-transaction --dbname="$TARGET_URL" --command='TRUNCATE projection' \
    --command="INSERT INTO projection SELECT stream, version, position, state FROM ${BASE}_states($1)" || failed 'the replay failed; the projection is as it was'
  while IFS= read -r table; do
    [[ -n $table ]] || continue
    columns=$(ask "$TARGET_URL" "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
      WHERE attrelid = '${table//$Q/$Q$Q}'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''") || failed "the columns of $table could not be read"
    run psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --single-transaction --dbname="$TARGET_URL" --command="DELETE FROM $table" \
      --command="INSERT INTO $table ($columns) OVERRIDING SYSTEM VALUE SELECT $columns FROM projection,
        LATERAL jsonb_populate_record(NULL::$table, state) WHERE state IS NOT NULL AND starts_with(stream, '${table//[\"$Q]/}:')" ||
      failed "$table could not be filled; it is as it was"
  done <<<"$(tables "$TARGET_URL")"
}

# Two replays from the beginning, the second one where clocks, dates and numbers are written otherwise: streams that differ.
twice() {
  local differ
  if [[ $DRY_RUN == yes ]]; then
    log DRY 'replay all events twice, and compare the states of all streams'
    return 0
  fi
  differ=$(psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 --dbname="$TARGET_URL" \
    --command="CREATE TEMP TABLE one AS SELECT * FROM ${BASE}_states(false)" \
    --command="SET TimeZone = 'Pacific/Kiritimati'; SET DateStyle = 'German'; SET IntervalStyle = 'sql_standard'; SET extra_float_digits = 0" \
    --command="CREATE TEMP TABLE other AS SELECT * FROM ${BASE}_states(false)" \
    --command="SELECT count(*) FROM one FULL JOIN other USING (stream) WHERE one.state IS DISTINCT FROM other.state") ||
    could_not_tell 'the events could not be replayed'
  # As the textfile collector of the node exporter reads it.
  printf 'migration_check_failures{migration="%s",check="replay"} %s\n' "$MIGRATION" "$differ"
  [[ $differ == 0 ]] || {
    log FAIL "$differ streams differ between two replays"
    exit 1
  }
}

# What the gates of the plan ask for, and what a replay has not reached.
status() {
  ask "$TARGET_URL" "SELECT 'positions without an event', coalesce(max(position) - min(position) + 1 - count(*), 0) FROM $STORE
    UNION ALL SELECT 'types without a way into the old tables', count(DISTINCT type) FROM $STORE WHERE type NOT IN (SELECT type FROM compensations)
    UNION ALL SELECT 'events behind the projection', count(*) FROM $STORE WHERE position > (SELECT coalesce(max(position), 0) FROM projection)"
}

options "$@"
[[ ${#REST[@]} -eq 1 ]] || could_not_tell 'give one word: store, origin, replay, from-snapshots, twice, snapshot, status or drop'
needed TARGET_URL 'the connection string of the target'
case ${REST[0]} in
  store) statements store.sql ;;
  origin) origin ;;
  replay) replay false ;;
  from-snapshots) replay true ;;
  twice) twice ;;
  snapshot)
    run psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --dbname="$TARGET_URL" \
      --command='INSERT INTO snapshots SELECT stream, version, position, state FROM projection ON CONFLICT DO NOTHING' ||
      failed 'the snapshots could not be written'
    ;;
  status) status || could_not_tell 'the target does not answer' ;;
  drop) statements drop.sql ;;
  *) could_not_tell "unknown word ${REST[0]}: there are store, origin, replay, from-snapshots, twice, snapshot, status and drop" ;;
esac
