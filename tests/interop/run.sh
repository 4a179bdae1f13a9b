#!/usr/bin/env bash
# Independent clients against countersign-exchange:
#     tests/interop/run.sh EXCHANGE REQUESTS
# with the built programs countersign-exchange and alpaca_requests, which prints what our own client can ask.
# Installs the clients and a Node.js for them, as package-lock.json says, into build/interop (once) and runs
# them. Without a registry to install from it is skipped (exit code 77), on the build machine it fails.
set -euo pipefail
# shellcheck source=installer/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../../installer/lib.sh"

readonly skipped=77
here="$root/tests/interop"
place="$root/build/interop"
exchange="$(realpath "${1:?the program countersign-exchange}")"
requests="$(realpath "${2:?the program alpaca_requests}")"

skip() {
    [[ -z "${CI:-}" ]] || fail "$1"
    say "NOTE: $1: the independent clients are SKIPPED"
    exit "$skipped"
}

install_clients() {
    local stamp
    stamp="$(sha256sum <"$here/package-lock.json")"
    if [[ "$(cat "$place/installed" 2>/dev/null)" == "$stamp" ]]; then
        return
    fi
    command -v npm >/dev/null || skip "there is no npm"
    rm -f "$place/installed"
    cp "$here/package.json" "$here/package-lock.json" "$here/.npmrc" "$place/"
    say "Installing the clients into build/interop"
    if ! (cd "$place" && npm ci --ignore-scripts --cache "$place/cache" >"$place/npm.log" 2>&1); then
        cat "$place/npm.log" >&2
        skip "npm could not install the clients"
    fi
    echo "$stamp" >"$place/installed"
}

find_node() {
    node="$(find "$place/node_modules" -maxdepth 3 -path '*/node-linux-*/bin/node' -print -quit)"
    if [[ -z "$node" ]] || ! "$node" --version >/dev/null 2>&1; then
        skip "the Node.js of package-lock.json does not run on this machine"
    fi
}

find_specifications() {
    specifications="${COUNTERSIGN_SHARED:-$root/../shared}/protocols/alpaca"
    if [[ -d "$specifications" ]]; then
        return
    fi
    [[ -z "${COUNTERSIGN_REQUIRE_SHARED:-}" ]] || fail "there are no specification files in $specifications"
    say "NOTE: ../shared/protocols is absent: the checks against Alpaca's specification are SKIPPED"
    specifications=""
}

mkdir -p "$place"
exec {lock}>"$place/lock"
flock "$lock"
install_clients
find_node
find_specifications
cp "$here"/*.mjs "$place/" # beside what they import
"$node" "$place/main.mjs" "$exchange" "$requests" ${specifications:+"$specifications"}
