#!/usr/bin/env bash
# Trades on paper at a local venue, with the whole programs, and compares all books in the end.
#     tests/paper.sh [FAST REAL LONG]       the whole matrix: minutes of each accelerated run, of each run in real time
#                                           and of the long ones (10 10 60 when not said: about an hour and a quarter)
#     tests/paper.sh --venue alpaca|bybit --mode auto|hybrid [--bars minutes|hours] [--desktop [--keys]]
#                    [--minutes M] [--speed X] [--from TIME] [--keep DIR]        one run
# The matrix is {Alpaca, Bybit} x {auto, hybrid} x {command line, desktop}, accelerated and in real time, and for each
# venue one long run on hour bars; it ends with a table. In the hybrid runs of the desktop cards are approved by key A
# in its window, on a display of its own (Xvfb, openbox and xdotool; where they are missing: by the command line).
# The market is the recorded one of ../shared/data (or below COUNTERSIGN_SHARED) where it is, else a synthetic one.
# Ends with 1 when books differ or something that should have happened did not.
set -euo pipefail
# shellcheck source=installer/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../installer/lib.sh"

timed "Installing the packages that are missing" install_packages
use_private_home
export QT_QPA_PLATFORM="${QT_QPA_PLATFORM:-offscreen}"
timed "Configuring the dev build" configure dev
timed "Building the programs" build dev paper_run countersign countersign-cli countersign-exchange
program="$root/build/dev/tests/paper_run"

[[ "${1:-}" != --* ]] || exec "$program" "$@"

fast="${1:-10}" real="${2:-10}" long="${3:-60}"
record="$root/build/paper-runs"
rm -rf "$record"
mkdir -p "$record"

# play NAME OPTIONS…: one run, whose row goes into the table and whose words go into a file of its own.
play() {
    local name="$1"
    shift
    "$program" "$@" --rows "$record/rows.jsonl" >"$record/$name.log" 2>&1 || echo "    $name failed: see $record/$name.log"
}

has_display() {
    command -v xvfb-run && command -v openbox && command -v xdotool
} >/dev/null

# play_desk NAME OPTIONS…: the same of a desktop whose keys are pressed.
play_desk() {
    local name="$1"
    shift
    if has_display; then
        # shellcheck disable=SC2016  # the inner shell's
        QT_QPA_PLATFORM=xcb xvfb-run -a -s "-screen 0 1600x1000x24" \
            sh -c 'openbox & exec "$@"' sh "$program" "$@" --keys --rows "$record/rows.jsonl" \
            >"$record/$name.log" 2>&1 || echo "    $name failed: see $record/$name.log"
    else
        play "$name" "$@"
    fi
}

# four NAME OPTIONS…: {auto, hybrid} x {command line, desktop}, side by side. AUTO and HYBRID are the speeds.
four() {
    local name="$1"
    shift
    play "$name-cli-auto" "$@" --mode auto --speed "$auto" &
    play "$name-cli-hybrid" "$@" --mode hybrid --speed "$hybrid" &
    play "$name-desktop-auto" "$@" --mode auto --speed "$auto" --desktop &
    play_desk "$name-desktop-hybrid" "$@" --mode hybrid --speed "$hybrid" --desktop &
    wait
}

long_runs() {
    play long-alpaca --venue alpaca --bars hours --mode auto --speed 720 --minutes "$long" &
    play long-bybit --venue bybit --bars hours --mode auto --speed 720 --minutes "$long" &
    wait
}

# Both begin where the averages of the recorded minutes cross soon.
real_runs() {
    local auto=1 hybrid=1
    four real-alpaca --venue alpaca --from 2026-03-26T14:32:00Z --minutes "$real" &
    four real-bybit --venue bybit --from 2025-06-12T06:52:00Z --minutes "$real" &
    wait
}

fast_runs() {
    # At 120 an account at Alpaca comes near its 200 requests a minute; at 20 a card lives for a second and a half.
    local auto=120 hybrid=20
    four fast-alpaca --venue alpaca --minutes "$fast"
    four fast-bybit --venue bybit --minutes "$fast"
}

say "The long runs ($long min) go on beside the others: $real min of real time, then twice $fast min accelerated"
long_runs &
real_runs
fast_runs
wait
say "What happened"
"$program" --table --rows "$record/rows.jsonl"
