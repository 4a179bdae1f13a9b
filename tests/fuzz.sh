#!/usr/bin/env bash
# Fuzzes what reads bytes from outside: the answers and messages of both venues, bar files, YAML files.
#     tests/fuzz.sh [--seconds 600] [--jobs 2] [TARGET…]
# Builds the targets with clang and its sanitizers, runs each for so long, at most --jobs (1 or 2) at once, and
# prints what libFuzzer says at the end. A finding is kept in build/fuzz/findings and fails the run. New inputs
# that reach new code stay in build/fuzz/work/TARGET/inputs and are where the next run begins.
set -euo pipefail
# shellcheck source=installer/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../installer/lib.sh"

all=(alpaca_rest alpaca_stream bybit_rest bybit_stream csv yaml)
seconds=600
jobs=2
targets=()
while (($# > 0)); do
    case "$1" in
    --seconds) seconds="$2" && shift 2 ;;
    --jobs) jobs="$2" && shift 2 ;;
    --*) fail "unknown option $1" ;;
    *) targets+=("$1") && shift ;;
    esac
done
((${#targets[@]} > 0)) || targets=("${all[@]}")
[[ "$jobs" == 1 || "$jobs" == 2 ]] || fail "--jobs is 1 or 2"

install_fuzz_packages() {
    install_packages
    package_list="$root/tests/fuzz/packages-debian.txt" install_packages
}

# fuzz TARGET: in a folder of its own, because bar files are written there.
fuzz() {
    local target="$1" work="$root/build/fuzz/work/$1"
    mkdir -p "$work/inputs" "$root/build/fuzz/findings"
    (cd "$work" && "$root/build/fuzz/tests/fuzz_$target" inputs "$root/tests/fuzz/corpus/$target" \
        -dict="$root/tests/fuzz/$target.dict" -max_total_time="$seconds" -max_len=4096 -timeout=10 \
        -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$root/build/fuzz/findings/$target-" >"$work/log" 2>&1)
}

# The closing lines of a run: how many inputs, and how much of the code they reached.
summary() {
    local target="$1" code="$2" log="$root/build/fuzz/work/$1/log"
    printf '%-14s %s  %s\n' "$target" "$([[ "$code" == 0 ]] && echo clean || echo FINDING)" \
        "$(grep -aoE 'cov: [0-9]+ ft: [0-9]+ corp: [0-9]+' "$log" | tail -1)  $(grep -a '^Done ' "$log" || true)"
    [[ "$code" == 0 ]] || grep -aE 'ERROR|SUMMARY|Test unit written' "$log" || tail -n 20 "$log"
}

run_targets() {
    local -A names=()
    local failed=0 pid code target
    for target in "${targets[@]}"; do
        if ((${#names[@]} >= jobs)); then
            code=0
            wait -n -p pid "${!names[@]}" || code=$?
            summary "${names[$pid]}" "$code"
            ((code == 0)) || failed=1
            unset "names[$pid]"
        fi
        fuzz "$target" &
        names[$!]="$target"
    done
    while ((${#names[@]} > 0)); do
        code=0
        wait -n -p pid "${!names[@]}" || code=$?
        summary "${names[$pid]}" "$code"
        ((code == 0)) || failed=1
        unset "names[$pid]"
    done
    return "$failed"
}

timed "Installing the packages that are missing" install_fuzz_packages
timed "Configuring the fuzzers" configure fuzz dev -DCMAKE_CXX_COMPILER=clang++ -DCOUNTERSIGN_FUZZ=ON \
    -DCOUNTERSIGN_SANITIZE=fuzzer-no-link,address,undefined -DCOUNTERSIGN_WERROR=OFF -DCOUNTERSIGN_BENCHMARKS=OFF \
    -DCMAKE_CXX_FLAGS_RELWITHDEBINFO='-O2 -g1'
timed "Building ${#targets[@]} fuzzers" build fuzz "${targets[@]/#/fuzz_}"
say "Fuzzing, $seconds s each"
run_targets || fail "there are findings; see build/fuzz/findings"
