# shellcheck shell=bash
# What the recovery of SQLite shares: sourced behind migration.sh.
program sqlite3 'the shell of SQLite (package sqlite3)'
[[ -f $DATABASE ]] || could_not_tell "there is no file $DATABASE: DATABASE is the path of the database"

# Whether a file holds a database that is sound.
sound() { [[ $(sqlite3 -readonly "$1" 'PRAGMA integrity_check' 2>/dev/null) == ok ]]; }

# Where the copy of a restore point lies.
copy_of() { printf '%s/%s.sqlite' "$BACKUP_FOLDER" "$1"; }
