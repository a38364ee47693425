# shellcheck shell=bash
# What the recovery of MySQL and MariaDB shares: sourced behind migration.sh. Programs have either name.
either() { command -v "$1" || command -v "$2" || could_not_tell "neither $1 nor $2 was found: install the client or the server"; }

# One row that an engine answers, its columns separated by tabs; the first word is the option file of the connection.
ask() { "$(either mariadb mysql)" --defaults-file="$1" --batch --skip-column-names --execute="$2"; }

# File and position at which the engine writes its binary log, as FILE:POSITION.
position() {
  local row
  row=$(ask "$1" 'SHOW MASTER STATUS' 2>/dev/null || ask "$1" 'SHOW BINARY LOG STATUS') || return 1
  [[ -n $row ]] || could_not_tell 'the binary log is off (log_bin): nothing can be brought back up to a point'
  printf '%s:%s' "$(cut -f 1 <<<"$row")" "$(cut -f 2 <<<"$row")"
}
