# shellcheck shell=bash
# To where a side instance is brought: sourced behind migration.sh.
recovery_target() {
  options "$@"
  TARGET_KIND='' TARGET=''
  while ((${#REST[@]} > 0)); do
    case ${REST[0]} in
      --name | --lsn | --time) TARGET_KIND=${REST[0]#--} TARGET=${REST[1]:-} ;;
      --timeline) TARGET_TIMELINE=${REST[1]:-} ;;
      *) could_not_tell "unknown option ${REST[0]}: give --name, --lsn or --time with a value, and --dry-run where nothing is to be done" ;;
    esac
    REST=("${REST[@]:2}")
  done
  [[ -n $TARGET ]] || could_not_tell 'to where? give --name RESTORE_POINT, --lsn POSITION or --time MOMENT'
  [[ $TARGET != *[\'\\\"]* ]] || could_not_tell "a target with a quotation mark is none: $TARGET"
}
