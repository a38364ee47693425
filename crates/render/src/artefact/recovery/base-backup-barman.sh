program barman 'the package barman'
# Another configuration than the one of the machine.
BARMAN=()
[[ -z ${BARMAN_CONFIG:-} ]] || BARMAN=(--config "$BARMAN_CONFIG")
options "$@"
run barman "${BARMAN[@]}" check "$SERVER" || failed "the server $SERVER is not in order: see the lines above"
run barman "${BARMAN[@]}" backup --wait "$SERVER" || failed 'Barman could not take the backup'
info "backup of $SERVER taken"
