options "$@"
FOLDER=${COMPARE_FOLDER:-$(mktemp -d)}
mkdir -p "$FOLDER"

# Every table with every row, in an order that does not depend on where a row lies.
rows() {
  local table
  sqlite3 -readonly "$1" "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND sql NOT LIKE 'create virtual%' ORDER BY 1" |
    while IFS= read -r table; do
      printf 'table %s\n' "$table"
      sqlite3 -readonly "$1" '.mode quote' "SELECT * FROM \"${table//\"/\"\"}\"" | LC_ALL=C sort | sed 's/^/  /'
    done
}

if [[ ${REST[0]:-} == --fingerprint ]]; then
  rows "$DATABASE" | sha256sum | cut -d ' ' -f 1
  exit 0
fi
side=$SIDE_FOLDER/side.sqlite
[[ -f $side ]] || could_not_tell "there is no file on the side: $side is missing; run recover.sh first"
if [[ $DRY_RUN == yes ]]; then
  log DRY "compare every row of $DATABASE with those of $side"
  exit 0
fi
rows "$DATABASE" >"$FOLDER/source.rows" || could_not_tell "$DATABASE could not be read"
rows "$side" >"$FOLDER/side.rows" || could_not_tell "$side could not be read"
if ! cmp -s "$FOLDER/source.rows" "$FOLDER/side.rows"; then
  info "rows that differ, < in use, > on the side; all of them in $FOLDER"
  diff "$FOLDER/source.rows" "$FOLDER/side.rows" >"$FOLDER/differences" || true
  head -n 50 "$FOLDER/differences"
  exit 1
fi
info 'every table holds the same rows on both sides'
