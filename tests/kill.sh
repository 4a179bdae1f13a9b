#!/usr/bin/env bash
# Kills an engine at every step between decision and answer while its venue lives on in a process of its
# own, starts it again on the same data, and compares the books of both.
#     tests/kill.sh [--kills 1000] [--seed 1] [--keep DIR]
#     tests/kill.sh programs [--kills 50] [--seed 1] [--venue alpaca|bybit] [--keep DIR]
# The second form kills the whole command line program while it trades at the local venue as Alpaca and as Bybit, over
# a wire that fails as well; in real time: about half a minute for each kill.
# Prints progress, the kills by point, and every difference; ends with 1 when there is one. With --keep
# the data, the books and the story of a venue with a difference stay in DIR.
set -euo pipefail
# shellcheck source=installer/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../installer/lib.sh"

timed "Installing the packages that are missing" install_packages
use_private_home
timed "Configuring the dev build" configure dev
if [[ "${1:-}" == programs ]]; then
    timed "Building the programs and the campaign" build dev kill_programs
    say "Killing"
    exec "$root/build/dev/tests/kill_programs" "${@:2}"
fi
timed "Building the venue, the engine and the campaign" build dev kill_campaign
say "Killing"
exec "$root/build/dev/tests/kill_campaign" "$@"
