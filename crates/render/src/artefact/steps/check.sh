# What is asked of engines and metrics is asked as before; of a check, whether it fails.
eval "number_of_probe() $(declare -f number | tail -n +2)"

# 0 where the check of this name passes, 1 where it does not; by reconcile, of the file that CHECKS names.
check_number() {
  local answer=0
  needed CHECKS 'the file of the checks, such as checks.toml'
  reconcile run "$CHECKS" --only="$1" >&2 || answer=$?
  case $answer in
    0) printf 0 ;;
    1 | 2) printf 1 ;;
    *) could_not_tell "the check could not be asked: $1" ;;
  esac
}

number() {
  if [[ $1 == check ]]; then check_number "$2"; else number_of_probe "$@"; fi
}
