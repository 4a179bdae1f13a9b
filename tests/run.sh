#!/usr/bin/env bash
# Installs what is missing, builds everything and runs the tests.
#     tests/run.sh                      all tests, and the rooms that matter most under sanitizers
#     tests/run.sh -R risk …            all tests that ctest chooses by these arguments
#     tests/run.sh --asan [ctest …]     all tests under the address, leak and undefined sanitizers
#     tests/run.sh --tsan [ctest …]     all tests under the thread sanitizer
#     tests/run.sh --bench [argument …] the benchmarks, built for release
set -euo pipefail
# shellcheck source=installer/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../installer/lib.sh"

# What money passes through: these also run under sanitizers every time.
ASAN_SHORT=(base_test history_test approval_test risk_test simulation_test execution_test engine_test
    engine_recovery_test engine_halt_test engine_limits_test approval_flow_test engine_property_test
    storage_test venue_wire_test json_test http_wire_test qt_http_test qt_socket_test rate_budget_test
    alpaca_damage_test bybit_hostile_test exchange_alpaca_faults_test)
# Without any suppression. Most test programs cannot be here: Qt Test's own watchdog thread, in a library
# that is not instrumented, is reported.
TSAN_CORE=(core_threads_test journal_threads_test portable_test)

set_sanitizer_options() {
    export ASAN_OPTIONS="detect_leaks=1:${ASAN_OPTIONS:-}"
    export UBSAN_OPTIONS="print_stacktrace=1:${UBSAN_OPTIONS:-}"
}

# Qt's own libraries are not instrumented, so its queue between threads looks like a race. Only for the
# whole suite: the core's own tests (TSAN_CORE) run without it.
allow_qt_queue() {
    export TSAN_OPTIONS="suppressions='$root/tests/tsan-qt.supp':print_suppressions=0"
}

# Tests on real market data skip where the data is absent; on the build machine, where it should be
# beside the repository, they may not.
look_for_shared_data() {
    if [[ ! -d "${COUNTERSIGN_SHARED:-$root/../shared}/data/bars" ]]; then
        say "NOTE: ../shared/data is absent: the checks on real market data will be SKIPPED"
    elif [[ -n "${CI:-}" ]]; then
        export COUNTERSIGN_REQUIRE_SHARED=1
    fi
}

run_ctest() {
    local preset="$1"
    shift
    (cd "$root" && ctest --preset "$preset" --output-on-failure --no-tests=error "$@")
}

# run_sanitizers PRESET TEST…: builds and runs just these programs with that preset's sanitizers.
run_sanitizers() {
    local preset="$1" names known name
    shift
    timed "Configuring the $preset build" configure "$preset"
    known="$(cd "$root" && ctest --preset "$preset" -N)"
    for name in "$@"; do
        grep -qE ": $name\$" <<<"$known" || fail "there is no test $name to run with the preset $preset"
    done
    timed "Building $# test programs ($preset)" build "$preset" "$@"
    names="$(IFS='|' && echo "$*")"
    # A tenth of the random stories: they are slow under sanitizers, and the main run tells all of them.
    COUNTERSIGN_SEEDS="${COUNTERSIGN_SEEDS:-100}" timed "Running them" run_ctest "$preset" -R "^($names)\$"
}

run_everything() {
    local preset="$1"
    shift
    timed "Configuring the $preset build" configure "$preset"
    timed "Building everything ($preset)" build "$preset"
    say "Running all tests ($preset)"
    run_ctest "$preset" "$@"
}

# The core rooms that need no Qt, for Windows: they must compile and link; nothing is run.
cross_compile_core() {
    if [[ -n "${COUNTERSIGN_SKIP_INSTALL:-}" ]] && ! command -v x86_64-w64-mingw32-g++-posix >/dev/null; then
        say "NOTE: there is no MinGW-w64 here: it is NOT checked that the core compiles for Windows"
        return
    fi
    configure mingw-cross
    build mingw-cross
}

run_default() {
    local sanitizers=0
    timed "Configuring the dev build" configure dev
    timed "Building everything (dev)" build dev
    timed "Cross-compiling the core rooms for Windows" cross_compile_core
    # A subshell, so that a failure here does not keep the main run from telling its own.
    set +e
    (set -e; run_sanitizers asan "${ASAN_SHORT[@]}"; run_sanitizers tsan "${TSAN_CORE[@]}")
    sanitizers=$?
    set -e
    say "All builds done after $SECONDS s; running all tests"
    local code=0
    run_ctest dev || code=$?
    if ((sanitizers != 0)); then
        fail "the run under sanitizers failed; its output is above the main run's"
    fi
    return "$code"
}

run_benchmarks() {
    local tree="$root/build/bench" program programs
    timed "Configuring the benchmarks" configure bench release -DCOUNTERSIGN_TESTS=ON
    timed "Building the benchmarks" build bench tests/bench/all
    mapfile -t programs < <(find "$tree" -type f -name '*_bench' -perm -u+x | sort)
    ((${#programs[@]} > 0)) || fail "no program named *_bench was built in $tree"
    for program in "${programs[@]}"; do
        say "$(basename "$program")"
        "$program" "$@"
    done
}

timed "Installing the packages that are missing" install_packages
look_for_shared_data
set_sanitizer_options
use_private_home
export CTEST_PARALLEL_LEVEL="${CTEST_PARALLEL_LEVEL:-$(processors)}"

case "${1:-}" in
--asan) run_everything asan "${@:2}" ;;
--tsan) allow_qt_queue && run_everything tsan "${@:2}" ;;
--bench) run_benchmarks "${@:2}" ;;
"") run_default ;;
*) run_everything dev "$@" ;;
esac
