#!/usr/bin/env bash
# Trades on paper at a local venue, with the whole programs, and compares all books in the end.
#     tests/paper.sh                        both venues, hybrid and auto, CLI and desktop: an hour and more
#     tests/paper.sh --venue alpaca|bybit --mode auto|hybrid [--desktop] [--minutes M] [--speed X]
#                    [--round-trips N] [--keep DIR]        one run
# The market is the recorded one of ../shared/data (or below COUNTERSIGN_SHARED) where it is, else a synthetic
# one. Ends with 1 when the books differ or something that should have happened did not.
set -euo pipefail
# shellcheck source=installer/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../installer/lib.sh"

timed "Installing the packages that are missing" install_packages
use_private_home
export QT_QPA_PLATFORM="${QT_QPA_PLATFORM:-offscreen}"
timed "Configuring the dev build" configure dev
timed "Building the programs" build dev paper_run countersign countersign-cli countersign-exchange
program="$root/build/dev/tests/paper_run"

(($# == 0)) || exec "$program" "$@"

code=0
for venue in alpaca bybit; do
    say "$venue: a quarter of an hour each of the faster market, then ten minutes of real time"
    "$program" --venue "$venue" --mode auto --minutes 15 --speed 240 || code=1
    "$program" --venue "$venue" --mode hybrid --minutes 15 --speed 20 --round-trips 3 || code=1
    "$program" --venue "$venue" --mode auto --minutes 15 --speed 240 --desktop || code=1
    "$program" --venue "$venue" --mode hybrid --minutes 15 --speed 20 --round-trips 3 --desktop || code=1
    "$program" --venue "$venue" --mode auto --minutes 10 --speed 1 --quiet || code=1
done
exit "$code"
