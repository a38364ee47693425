options "$@"
[[ ${REST[0]:-} == --name && -n ${REST[1]:-} ]] || could_not_tell 'to where? give --name RESTORE_POINT'
copy=$(copy_of "${REST[1]}")
side=$SIDE_FOLDER/side.sqlite
[[ -f $copy ]] || could_not_tell "there is no copy $copy: restore points lie in $BACKUP_FOLDER"
sound "$copy" || could_not_tell "$copy is damaged"
[[ ! -e $side ]] || could_not_tell "$side is there: nothing is written over; take it away or set SIDE_FOLDER to another folder"
run mkdir -p "$SIDE_FOLDER"
run cp -a "$copy" "$side"
info "the file on the side is $side"
