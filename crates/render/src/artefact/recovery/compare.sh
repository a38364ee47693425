program psql 'the client of PostgreSQL (package postgresql-client)'
needed SOURCE_URL 'the connection string of the database that is used'
options "$@"
FOLDER=${COMPARE_FOLDER:-$(mktemp -d)}
mkdir -p "$FOLDER"

# Texts of values do not depend on settings of a session.
export PGOPTIONS='-c DateStyle=ISO,YMD -c IntervalStyle=iso_8601 -c TimeZone=UTC -c extra_float_digits=3 -c bytea_output=hex -c statement_timeout=0 -c default_transaction_read_only=on'

# Tables with their columns, in one order: a table that is on one side only differs.
tables() {
  ask "$1" "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'migration_architect')
      AND n.nspname NOT LIKE 'pg\\_toast%' AND n.nspname NOT LIKE 'pg\\_temp%' ORDER BY 1"
}

# For each table: its name, its rows, and a sum over all of them that does not depend on their order.
fingerprint() {
  local table answer
  while IFS= read -r table; do
    answer=$(ask "$1" "SELECT count(*) || ' ' || coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint), 0)
      || ' ' || coalesce(sum(('x' || right(md5(t::text), 15))::bit(60)::bigint), 0) FROM ONLY $table t") || return 1
    printf '%s\t%s\n' "$table" "$answer"
  done
}

# What the file of sums says of a table.
sum_of() { TABLE=$1 awk -F '\t' '$1 == ENVIRON["TABLE"] { print $2 }' "$2"; }

case ${REST[0]:-} in
  '') needed SIDE_URL 'the connection string of the side instance' ;;
  --fingerprint)
    tables "$SOURCE_URL" | fingerprint "$SOURCE_URL" || could_not_tell 'the tables could not be read'
    exit 0
    ;;
  *) could_not_tell "unknown option ${REST[0]}: there are --fingerprint and --dry-run" ;;
esac
if [[ $DRY_RUN == yes ]]; then
  log DRY 'count and sum up the rows of every table on both sides, and list those that differ'
  exit 0
fi

for side in source side; do
  if [[ $side == source ]]; then url=$SOURCE_URL; else url=$SIDE_URL; fi
  tables "$url" >"$FOLDER/$side.tables" || could_not_tell "the tables of the $side could not be listed"
  fingerprint "$url" <"$FOLDER/$side.tables" | sort >"$FOLDER/$side.sums" || could_not_tell "the tables of the $side could not be read"
done
differing=0
while IFS= read -r table; do
  if ! grep -qxF "$table" "$FOLDER/source.tables"; then
    printf '%s: is on the side instance only\n' "$table"
  elif ! grep -qxF "$table" "$FOLDER/side.tables"; then
    printf '%s: is in use only, it was made after the restore point\n' "$table"
  elif [[ $(sum_of "$table" "$FOLDER/source.sums") == $(sum_of "$table" "$FOLDER/side.sums") ]]; then
    continue
  else
    for side in source side; do
      if [[ $side == source ]]; then url=$SOURCE_URL; else url=$SIDE_URL; fi
      psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --dbname="$url" \
        --command="COPY (SELECT t::text FROM ONLY $table t) TO STDOUT" | LC_ALL=C sort >"$FOLDER/$side.rows"
    done
    only_source=$(LC_ALL=C comm -23 "$FOLDER/source.rows" "$FOLDER/side.rows" | wc -l)
    only_side=$(LC_ALL=C comm -13 "$FOLDER/source.rows" "$FOLDER/side.rows" | wc -l)
    printf '%s: %d rows only on the side instance (lost or changed since), %d rows only in use (new or changed since)\n' \
      "$table" "$only_side" "$only_source"
  fi
  differing=$((differing + 1))
done < <(sort -u "$FOLDER/source.tables" "$FOLDER/side.tables")
if ((differing > 0)); then
  info "$differing tables differ; sums and rows of the last one lie in $FOLDER"
  exit 1
fi
info 'every table holds the same rows on both sides'
