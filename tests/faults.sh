#!/usr/bin/env bash
# Plays the fault table: every fault at every moment of an order's life at both venues (tests/faults/README.md).
#     tests/faults.sh [--runs 20000] [--seed 1] [--only alpaca/drop/in-flight/17]
# Prints each run that fails with what was broken, and the totals; ends with 1 when one did. --only plays one
# run again and tells its story.
set -euo pipefail
# shellcheck source=installer/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../installer/lib.sh"

timed "Installing the packages that are missing" install_packages
use_private_home
timed "Configuring the dev build" configure dev
timed "Building the venues and the table" build dev fault_table
say "Playing"
exec "$root/build/dev/tests/fault_table" "$@"
