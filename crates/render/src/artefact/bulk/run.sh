# The rows of every table on both sides, counted.
counts() {
  local name from to answer=0
  for name in "${ALL[@]}"; do
    from=$(count "$SOURCE_URL" "$name") || could_not_tell "$name of the source could not be counted"
    to=$(count "$TARGET_URL" "$name") || could_not_tell "$name of the target could not be counted"
    printf '%s\t%s\t%s\n' "$name" "$from" "$to"
    [[ $from == "$to" ]] || answer=1
  done
  ((answer == 0)) || log FAIL 'the sides hold different numbers of rows'
  return "$answer"
}

options "$@"
[[ ${#REST[@]} -eq 1 ]] || could_not_tell 'give one word: tables, schema, rows, keys, counts, all or empty'
connect
FOUND=$(tables) || could_not_tell 'the source does not answer'
[[ -n $FOUND ]] || could_not_tell 'the source has no tables'
mapfile -t ALL <<<"$FOUND"
all_there
case ${REST[0]} in
  tables) printf '%s\n' "${ALL[@]}" ;;
  schema) schema ;;
  rows) rows ;;
  keys) keys ;;
  counts) counts || exit 1 ;;
  all)
    schema
    rows
    keys
    [[ $DRY_RUN == yes ]] || counts || exit 1
    ;;
  empty) empty ;;
  *) could_not_tell "unknown word ${REST[0]}: there are tables, schema, rows, keys, counts, all and empty" ;;
esac
