#!/usr/bin/env bash
# Installs what is missing, builds Countersign and starts it. Arguments go to the program:
#     installer/run.sh [--data-dir DIR] [--profile P] …
# Without a screen the program plays its demo by itself and leaves pictures in build/tour.
set -euo pipefail
# shellcheck source=installer/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

program="$root/build/release/bin/countersign"
pictures="$root/build/tour"
tour_data="$root/build/tour-data"

tour_without_screen() {
    local code=0
    rm -rf "$pictures" "$tour_data"
    mkdir -p "$pictures"
    use_private_home
    xvfb-run -a -s "-screen 0 1600x1000x24" \
        "$program" --tour "$pictures" --data-dir "$tour_data" "$@" || code=$?
    say "the tour ended with code $code; its pictures are in $pictures:"
    ls "$pictures"
    return "$code"
}

timed "Installing the packages that are missing" install_packages
timed "Configuring the release build" configure release
timed "Building Countersign (the first time takes some minutes)" \
    build release countersign countersign-cli

if [[ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]]; then
    say "Starting Countersign"
    exec "$program" "$@"
fi
say "There is no screen here: Countersign plays its demo on a virtual one (up to two minutes)"
tour_without_screen "$@"
