program psql 'the client of PostgreSQL (package postgresql-client)'
program pg_dump 'the client of PostgreSQL (package postgresql-client), as new as the source'
program tsort 'the package coreutils'
Q="'"

ask() { psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 --dbname="$1" --command="$2"; }

# Number and name of each table that holds rows: those that are named (of one that is partitioned its partitions), else all.
named() {
  ask "$1" "SELECT DISTINCT c.oid, format('%I.%I', n.nspname, c.relname) AS name
    FROM unnest($TABLES) AS told(name) RIGHT JOIN pg_class c ON true JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname !~ '^pg_'
      AND n.nspname NOT IN ('information_schema', 'migration_architect')
      AND (cardinality($TABLES) = 0 OR c.oid IN (SELECT relid FROM pg_partition_tree(to_regclass(told.name)))
        OR c.oid = to_regclass(told.name))
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.classid = 'pg_class'::regclass AND d.deptype = 'e')
    ORDER BY 2"
}

# The same, each behind those that it refers to. In a circle of references there is no such order, and none is needed: keys
# are built behind the rows.
tables() {
  local found pairs order id
  found=$(named "$SOURCE_URL") || return 1
  [[ -n $found ]] || return 0
  pairs=$(ask "$SOURCE_URL" "SELECT confrelid || ' ' || conrelid FROM pg_constraint WHERE contype = 'f' AND confrelid <> conrelid
    ORDER BY 1") || return 1
  order=$({ sed -E 's/^([0-9]+)\|.*/\1 \1/' <<<"$found" && printf '%s\n' "$pairs"; } | tsort 2>/dev/null) ||
    info 'some tables refer to each other in a circle: their order is any'
  for id in $order; do sed -n "s/^$id|//p" <<<"$found"; done
}

# Every table that is named has to be there.
all_there() {
  local missing
  missing=$(ask "$SOURCE_URL" "SELECT string_agg(name, ', ') FROM unnest($TABLES) AS told(name) WHERE to_regclass(name) IS NULL") ||
    could_not_tell 'the source does not answer'
  [[ -z $missing ]] || could_not_tell "the source has no table $missing"
}

# What pg_dump leaves out: tables that do not move, and what this program keeps.
left_out() {
  printf '%s\n' --exclude-schema=migration_architect
  ask "$SOURCE_URL" "SELECT format('--exclude-table=%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE cardinality($TABLES) > 0 AND c.relkind IN ('r', 'p', 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      AND NOT EXISTS (SELECT FROM unnest($TABLES) AS told(name) WHERE c.oid = to_regclass(name)
        OR c.oid IN (SELECT relid FROM pg_partition_tree(to_regclass(name))))"
}

# A part of the schema, from one side to the other, as a whole or not at all.
section() {
  local excluded
  excluded=$(left_out) || could_not_tell 'the source does not answer'
  mapfile -t excluded <<<"$excluded"
  if [[ $DRY_RUN == yes ]]; then
    log DRY "pg_dump --section=$1 of the source, into the target"
    return 0
  fi
  pg_dump --dbname="$SOURCE_URL" --section="$1" --no-owner --no-privileges --no-publications --no-subscriptions "${excluded[@]}" |
    psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --single-transaction --dbname="$TARGET_URL" >/dev/null
}

# Tables without keys, indexes and triggers.
schema() {
  local there name
  there=0
  for name in "${ALL[@]}"; do
    [[ $(ask "$TARGET_URL" "SELECT to_regclass('${name//$Q/$Q$Q}') IS NOT NULL") == f ]] || there=$((there + 1))
  done
  if ((there == ${#ALL[@]})); then
    info 'the tables are there already'
  elif ((there > 0)); then
    failed "the target has $there of ${#ALL[@]} tables: drop them, or make the others by hand"
  else
    section pre-data || failed 'the tables could not be made; the target is as it was'
  fi
}

# Columns of a table that take values, in their order.
columns() {
  ask "$SOURCE_URL" "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
    WHERE attrelid = '${1//$Q/$Q$Q}'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''"
}

count() { ask "$1" "SELECT count(*) FROM ONLY $2"; }

# The rows of each table. One that has as many as the source is passed over; another is emptied and filled in one transaction.
rows() {
  local name list from to
  for name in "${ALL[@]}"; do
    if [[ $DRY_RUN == yes ]]; then
      log DRY "COPY $name"
      continue
    fi
    from=$(count "$SOURCE_URL" "$name") || failed "$name of the source could not be counted"
    to=$(count "$TARGET_URL" "$name") || failed "$name of the target could not be counted"
    if [[ $from == "$to" ]]; then
      info "$name has its $from rows already"
      continue
    fi
    list=$(columns "$name") || failed "the columns of $name could not be read"
    [[ -n $list ]] || failed "$name has no columns to copy"
    info "$name: $from rows"
    psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --dbname="$SOURCE_URL" --command="COPY (SELECT $list FROM ONLY $name) TO STDOUT" |
      psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --single-transaction --dbname="$TARGET_URL" \
        --command="TRUNCATE ONLY $name" --command="COPY $name ($list) FROM STDIN" ||
      failed "$name could not be copied; run this again once the cause is mended"
  done
}

# Keys, indexes and triggers, statistics, and where sequences go on.
keys() {
  local name built wanted found
  local tell
  tell="SELECT count(*) FROM pg_index WHERE indrelid = ANY (ARRAY[$(printf "to_regclass('%s')," "${ALL[@]//$Q/$Q$Q}" | sed 's/,$//')]::oid[])"
  wanted=$(ask "$SOURCE_URL" "$tell") || could_not_tell 'the indexes of the source could not be counted'
  built=$(ask "$TARGET_URL" "$tell") || could_not_tell 'the indexes of the target could not be counted'
  if [[ $wanted == "$built" && $wanted != 0 ]]; then
    info 'keys and indexes are there already'
  elif [[ $built != 0 ]]; then
    failed "the target has $built of $wanted indexes: drop them, or build the others by hand"
  else
    section post-data || failed 'keys and indexes could not be built; the target has none'
  fi
  for name in "${ALL[@]}"; do run psql --no-psqlrc --quiet --dbname="$TARGET_URL" --command="ANALYZE $name"; done
  found=$(ask "$SOURCE_URL" "SELECT format('SELECT setval(%L, %s, true) WHERE to_regclass(%L) IS NOT NULL;', format('%I.%I', schemaname, sequencename),
    last_value, format('%I.%I', schemaname, sequencename)) FROM pg_sequences
    WHERE last_value IS NOT NULL AND schemaname <> 'migration_architect'") || failed 'the sequences could not be read'
  [[ $DRY_RUN == yes ]] || psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --dbname="$TARGET_URL" <<<"$found" >/dev/null ||
    failed 'the sequences could not be carried'
}

# Takes the copy back: drops the tables that moved, unless the target has taken rows of its own.
empty() {
  local name
  for name in "${ALL[@]}"; do
    [[ $(ask "$TARGET_URL" "SELECT to_regclass('${name//$Q/$Q$Q}') IS NULL") == f ]] || continue
    (($(count "$TARGET_URL" "$name") <= $(count "$SOURCE_URL" "$name"))) ||
      could_not_tell "$name has more rows at the target than at the source: what the target took would be lost"
  done
  for name in "${ALL[@]}"; do
    run psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --dbname="$TARGET_URL" --command="DROP TABLE IF EXISTS $name CASCADE" ||
      failed "$name could not be dropped"
  done
}

connect() {
  needed SOURCE_URL 'the connection string of the source'
  needed TARGET_URL 'the connection string of the target'
  all_there
}
