options "$@"
[[ ${#REST[@]} -eq 2 ]] || could_not_tell 'give two words: the step of the plan and the name of the restore point'
STEP=${REST[0]} NAME=${REST[1]}
copy=$(copy_of "$NAME")
if [[ $DRY_RUN == yes ]]; then
  log DRY "copy $DATABASE as of one moment to $copy"
  exit 0
fi
if [[ -f $copy ]]; then
  sound "$copy" || could_not_tell "$copy is there and is damaged: take it away"
  info "$copy is there already: nothing is done"
else
  mkdir -p "$BACKUP_FOLDER"
  # Of one moment, while others write; the name is given once the copy is whole.
  rm -f "$copy.part"
  sqlite3 "$DATABASE" '.timeout 60000' ".backup '$copy.part'" || failed "$DATABASE could not be copied"
  sound "$copy.part" || failed 'the copy is damaged'
  mv "$copy.part" "$copy"
fi
SUM=$(sha256sum "$copy" | cut -d ' ' -f 1)
info "restore point $NAME: $copy, SHA-256 $SUM"
printf '%s\n' "sha256:$SUM"
record --position "$STEP" --name "$NAME" --value "sha256:$SUM"
