#!/usr/bin/env bash
# Removes one guard after the other from a copy of the tree and looks whether the suite notices.
#
#   bash tests/mutations/run.sh            all removals of tests/mutations/removals.txt
#   bash tests/mutations/run.sh risk desk  those whose name begins so
#
# Prints a table "removal | killed by" and fails when one survives, or when an entry of the list fits the
# sources no more. The copy lies in build/mutations; a whole run takes about half an hour.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
list="$root/tests/mutations/removals.txt"
work="$root/build/mutations"
# The tests of the rooms the guards live in; those of the removal's own room are asked first.
rooms=(risk_test approval_test desk_table_test desk_intake_test desk_timers_test approval_flow_test execution_test
    engine_safety_test engine_truth_test engine_exits_test engine_recovery_test engine_halt_test engine_limits_test
    engine_day_test engine_pace_test
    scenario_test)
declare -A first=([risk]="risk_test" [desk]="approval_test desk_table_test desk_timers_test" [portfolio]="portfolio_test"
    [execution]="execution_test" [exit]="execution_test" [exits]="engine_recovery_test engine_safety_test"
    [engine]="engine_safety_test engine_halt_test" [entries]="approval_flow_test engine_test"
    [alpaca]="alpaca_auth_test alpaca_orderrules_test alpaca_changerules_test alpaca_orderrequests_test
        alpaca_orders_test alpaca_orderstream_test alpaca_errors_test alpaca_account_test alpaca_market_test
        alpaca_marketstream_test"
    [bybit]="bybit_auth_test bybit_orderrules_test bybit_orderrequests_test bybit_rates_test bybit_errors_test
        bybit_orderwire_test bybit_marketwire_test bybit_accountwire_test bybit_book_test
        bybit_stream_test"
    [net]="qt_http_test qt_socket_test http_wire_test http_link_test net_ports_test rate_budget_test")
export QT_QPA_PLATFORM=offscreen LC_ALL=C.UTF-8

say() { printf '%s\n' "$*"; }

copy_tree() {
    rm -rf "$work/tree"
    mkdir -p "$work/tree"
    # -m: as new, or what an earlier run has built would look newer than a source that has changed since.
    (cd "$root" && git ls-files -z --cached --others --exclude-standard | tar --null -T - -cf -) |
        tar -xmf - -C "$work/tree"
    local launcher=()
    if command -v ccache >/dev/null; then
        launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
        export CCACHE_BASEDIR="$work/tree" CCACHE_NOHASHDIR=1
    fi
    # Warnings are no errors here: what a removal leaves unused may stay.
    (cd "$work/tree" && cmake --preset dev -B "$work/build" -DCOUNTERSIGN_BENCHMARKS=OFF -DCOUNTERSIGN_WERROR=OFF \
        "${launcher[@]}") >"$work/configure.log" 2>&1
}

build() { cmake --build "$work/build" --target "$@" >"$work/build.log" 2>&1; }

# The first promise of the random stories that breaks, or nothing. Block by block, so that it ends early.
broken_promise() {
    local block
    for block in 0 1 2 3 4 5 6 7 8 9; do
        timeout 300 "$work/build/tests/engine_property_test" "promisesHold:block$block" >"$work/stories.log" 2>&1 && continue
        printf 'stories: %s' "$(sed -n 's/.*seed [0-9]*, \(.*\); the same with.*/\1/p' "$work/stories.log" | head -n 1 |
            sed 's/^step [0-9]* ([a-z -]*): //; s/^at the end: //' | cut -c 1-100)"
        return
    done
}

# failing_room NAME: the first test program that fails after the removal of that name, or nothing.
failing_room() {
    local room asked=" "
    for room in ${first[${1%% *}]:-} "${rooms[@]}"; do
        [[ "$asked" == *" $room "* ]] && continue
        asked+="$room "
        build "$room" || { printf 'DOES NOT BUILD'; return; }
        timeout 120 "$work/build/tests/$room" >/dev/null 2>&1 && continue
        printf '%s' "$room"
        return
    done
}

# killers NAME: who notices: a test of a room, or where none does, the random stories, which take longer.
killers() {
    local broken
    broken="$(failing_room "$1")"
    if [[ -z "$broken" ]]; then
        build engine_property_test || { printf 'DOES NOT BUILD'; return; }
        broken="$(broken_promise)"
    fi
    printf '%s' "$broken"
}

# try NAME FILE OLD NEW: OLD must stand exactly once in FILE; \n in it is a line's end.
try() {
    local name="$1" file="$work/tree/$2" old new text rest killed
    old="$(printf '%b' "$3")" new="$(printf '%b' "$4")"
    text="$(<"$file")"
    rest="${text/"$old"/}"
    if [[ "$rest" == "$text" || "${rest/"$old"/}" != "$rest" ]]; then
        say "$name | DOES NOT FIT: not exactly once in $2: $old"
        return 1
    fi
    printf '%s\n' "${text/"$old"/"$new"}" >"$file"
    killed="$(killers "$name")"
    printf '%s\n' "$text" >"$file"
    say "$name | ${killed:-SURVIVED}"
    [[ -n "$killed" && "$killed" != DOES* ]]
}

is_wanted() {
    local prefix
    (($# > 1)) || return 0
    for prefix in "${@:2}"; do
        [[ "$1" == "$prefix"* ]] && return 0
    done
    return 1
}

copy_tree
untouched="$(killers nothing)"
[[ -z "$untouched" ]] || { say "The suite fails without any removal: $untouched (see $work)"; exit 1; }
say "removal | killed by"
say "--- | ---"
tried=0 failed=0
while IFS=$'\t' read -r name file old new; do
    [[ -n "$name" && "$name" != \#* ]] || continue
    is_wanted "$name" "$@" || continue
    tried=$((tried + 1))
    try "$name" "$file" "$old" "$new" || failed=$((failed + 1))
done <"$list"
say "$tried removals tried, $((tried - failed)) killed, in $SECONDS s"
((failed == 0))
