needed SOURCE_DEFAULTS 'the path of an option file with a [client] section of the engine that is used'
options "$@"

# For each table: its name, its rows and the checksum of the engine over all of them.
fingerprint() {
  local table
  ask "$1" "SELECT table_name FROM information_schema.tables WHERE table_schema = '$DATABASE' AND table_type = 'BASE TABLE' ORDER BY 1" |
    while IFS= read -r table; do
      printf '%s\t%s\t%s\n' "$table" "$(ask "$1" "SELECT count(*) FROM \`$DATABASE\`.\`$table\`")" \
        "$(ask "$1" "CHECKSUM TABLE \`$DATABASE\`.\`$table\` EXTENDED" | cut -f 2)"
    done
}

if [[ ${REST[0]:-} == --fingerprint ]]; then
  fingerprint "$SOURCE_DEFAULTS" || could_not_tell 'the tables could not be read'
  exit 0
fi
setting SIDE_DEFAULTS "$SIDE_FOLDER/side.cnf"
[[ -f $SIDE_DEFAULTS ]] || could_not_tell "there is no side instance: $SIDE_DEFAULTS is missing; run recover.sh first"
if [[ $DRY_RUN == yes ]]; then
  log DRY "count and sum up the rows of every table of $DATABASE on both sides"
  exit 0
fi
source_sums=$(fingerprint "$SOURCE_DEFAULTS") || could_not_tell 'the tables in use could not be read'
side_sums=$(fingerprint "$SIDE_DEFAULTS") || could_not_tell 'the tables of the side instance could not be read'
if [[ $source_sums != "$side_sums" ]]; then
  info 'tables that differ: name, rows and checksum; < in use, > on the side instance'
  diff <(printf '%s\n' "$source_sums") <(printf '%s\n' "$side_sums") || exit 1
fi
info 'every table holds the same rows on both sides'
