program tsort 'the package coreutils'
Q="'"

either() { command -v "$1" || command -v "$2" || could_not_tell "neither $1 nor $2 was found: install the client"; }

# Rows that an engine answers, their columns separated by tabs; the first word is the option file of the connection.
ask() { "$(either mariadb mysql)" --defaults-file="$1" --batch --skip-column-names --execute="$2" "$DATABASE"; }

# What a dump of the source holds, into the target.
dump() {
  local program extra=()
  program=$(either mariadb-dump mysqldump)
  # Only MySQL's own program knows it, and sets the GTIDs of the target unless told.
  ! "$program" --help 2>/dev/null | grep -q -e '--set-gtid-purged' || extra=(--set-gtid-purged=OFF)
  if [[ $DRY_RUN == yes ]]; then
    log DRY "$program $* of the source, into the target"
    return 0
  fi
  "$program" --defaults-file="$SOURCE_DEFAULTS" --single-transaction --quick --skip-lock-tables "${extra[@]}" "$@" |
    "$(either mariadb mysql)" --defaults-file="$TARGET_DEFAULTS" "$DATABASE"
}

# The tables that move, each behind those that it refers to. In a circle of references there is no such order, and none is
# needed: the target checks no keys while it loads.
tables() {
  local found pairs order name
  found=$(ask "$SOURCE_DEFAULTS" "SELECT HEX(table_name), table_name FROM information_schema.tables
    WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' ORDER BY 2") || return 1
  [[ -n $found ]] || return 0
  pairs=$(ask "$SOURCE_DEFAULTS" "SELECT DISTINCT HEX(referenced_table_name), HEX(table_name) FROM information_schema.key_column_usage
    WHERE table_schema = DATABASE() AND referenced_table_schema = DATABASE() AND referenced_table_name <> table_name") || return 1
  order=$({ cut -f 1 <<<"$found" | sed 's/.*/& &/' && printf '%s\n' "$pairs" | tr '\t' ' '; } | tsort 2>/dev/null) ||
    info 'some tables refer to each other in a circle: their order is any'
  for name in $order; do
    name=$(sed -n "s/^$name\t//p" <<<"$found")
    [[ -z $TABLES ]] || grep -q -x -F -e "$name" <<<"$TABLES" || continue
    printf '%s\n' "$name"
  done
}

# Every table that is named has to be there.
all_there() {
  local name
  [[ -n $TABLES ]] || return 0
  while IFS= read -r name; do
    [[ " ${ALL[*]} " == *" $name "* ]] || could_not_tell "the source has no table $name"
  done <<<"$TABLES"
}

# A name as a word of SQL.
quoted_name() { printf '`%s`' "${1//\`/\`\`}"; }

count() { ask "$1" "SELECT count(*) FROM $(quoted_name "$2")"; }

# Tables with their keys, without rows and triggers.
schema() {
  local there
  there=$(ask "$TARGET_DEFAULTS" "SELECT count(*) FROM information_schema.tables WHERE table_schema = DATABASE()") ||
    could_not_tell 'the target does not answer'
  if ((there > 0)); then
    info 'the target has tables already: they are left as they are'
  else
    dump --no-data --skip-triggers "$DATABASE" "${ALL[@]}" || failed 'the tables could not be made'
  fi
}

# The rows of each table. One that has as many as the source is passed over; another is emptied and filled.
rows() {
  local name from to
  for name in "${ALL[@]}"; do
    from=$(count "$SOURCE_DEFAULTS" "$name") || failed "$name of the source could not be counted"
    to=$(count "$TARGET_DEFAULTS" "$name") || failed "$name of the target could not be counted"
    if [[ $from == "$to" ]]; then
      info "$name has its $from rows already"
      continue
    fi
    info "$name: $from rows"
    [[ $to == 0 || $DRY_RUN == yes ]] || ask "$TARGET_DEFAULTS" "SET foreign_key_checks = 0; DELETE FROM $(quoted_name "$name")" ||
      failed "$name of the target could not be emptied"
    dump --no-create-info --skip-triggers --no-autocommit "$DATABASE" "$name" || failed "$name could not be copied"
  done
}

# Triggers, views and routines behind the rows, and statistics.
keys() {
  local name
  dump --no-data --no-create-info --triggers --add-drop-trigger "$DATABASE" "${ALL[@]}" || failed 'the triggers could not be made'
  for name in "${ALL[@]}"; do
    if [[ $DRY_RUN == yes ]]; then
      log DRY "ANALYZE TABLE $name"
    else
      ask "$TARGET_DEFAULTS" "ANALYZE TABLE $(quoted_name "$name")" >/dev/null || failed "$name could not be analysed"
    fi
  done
}

# Takes the copy back: drops the tables that moved, unless the target has taken rows of its own.
empty() {
  local name
  for name in "${ALL[@]}"; do
    [[ $(ask "$TARGET_DEFAULTS" "SELECT count(*) FROM information_schema.tables WHERE table_schema = DATABASE()
      AND table_name = '${name//$Q/$Q$Q}'") == 1 ]] || continue
    (($(count "$TARGET_DEFAULTS" "$name") <= $(count "$SOURCE_DEFAULTS" "$name"))) ||
      could_not_tell "$name has more rows at the target than at the source: what the target took would be lost"
  done
  for name in "${ALL[@]}"; do
    if [[ $DRY_RUN == yes ]]; then
      log DRY "DROP TABLE $name"
    else
      ask "$TARGET_DEFAULTS" "SET foreign_key_checks = 0; DROP TABLE IF EXISTS $(quoted_name "$name")" || failed "$name could not be dropped"
    fi
  done
}

connect() {
  needed SOURCE_DEFAULTS 'the path of an option file with host, port, user and password of the source'
  needed TARGET_DEFAULTS 'the path of an option file with host, port, user and password of the target'
  needed DATABASE 'the name of the database, the same on both sides'
  SOURCE_URL=$SOURCE_DEFAULTS TARGET_URL=$TARGET_DEFAULTS
}
