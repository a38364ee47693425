program psql 'the client of PostgreSQL (package postgresql-client)'
recovery_target "$@"
side_folder_is_free
[[ -f $BACKUP_FOLDER/backup_label ]] || could_not_tell "$BACKUP_FOLDER holds no base backup: run base-backup.sh before the phase begins"
[[ -d $WAL_ARCHIVE ]] || could_not_tell "the archive $WAL_ARCHIVE of the log is no folder of this machine: mount it, or set WAL_ARCHIVE"
SIDE_RESTORE_COMMAND="cp \"$WAL_ARCHIVE/%f\" \"%p\""
if [[ $DRY_RUN == yes ]]; then
  log DRY "copy $BACKUP_FOLDER to $SIDE_FOLDER, replay up to $TARGET_KIND $TARGET, serve on port $SIDE_PORT"
  exit 0
fi
mkdir -p "$SIDE_FOLDER"
run cp -a "$BACKUP_FOLDER/." "$SIDE_FOLDER/"
rm -f "$SIDE_FOLDER/postmaster.pid"
start_side
