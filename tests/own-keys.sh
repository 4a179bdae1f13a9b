#!/usr/bin/env bash
# A small round on your own practice account, with your own keys; it is never run by any other script.
#     tests/own-keys.sh alpaca|bybit [SECONDS]     (120 s when not said)
# It sends orders to Alpaca paper or Bybit demo (BYBIT_ENV=testnet: testnet), never to a live account. Keys come
# from the system's key store or the environment, as ever. What the program did and what the venue said is
# written to build/own-keys/VENUE-TIME, and searched for the keys of the environment before it may stay
# (tests/canary looks for every other form of a key in what the programs write).
set -euo pipefail
# shellcheck source=installer/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../installer/lib.sh"

venue="${1:-}"
seconds="${2:-120}"
case "$venue" in
alpaca) profile="$root/tests/canary/profiles/ma-crossover-minutes.yaml" slot=alpaca-paper ;;
bybit) profile="$root/tests/canary/profiles/ma-crossover-bybit.yaml" slot="bybit-${BYBIT_ENV:-demo}" ;;
*) fail "say which account: tests/own-keys.sh alpaca|bybit [SECONDS]" ;;
esac

timed "Configuring the dev build" configure dev
timed "Building the command line" build dev countersign-cli
cli="$root/build/dev/bin/countersign-cli"
record="$root/build/own-keys/$venue-$(date -u +%Y%m%dT%H%M%SZ)"
data="$record/data"
mkdir -p "$data"

say "Asking $slot who we are"
"$cli" keys test "$slot" --json --data-dir "$data" | tee "$record/account.json"

say "Trading there for $seconds s"
"$cli" run --profile "$profile" --to paper --mode auto --for "$seconds" --log-level debug --json --data-dir "$data" \
    >"$record/events.jsonl" 2>"$record/messages.txt" &
run=$!
trap 'kill -INT "$run" 2>/dev/null || true' EXIT
deadline=$((SECONDS + seconds - 5))
while kill -0 "$run" 2>/dev/null && ((SECONDS < deadline)); do
    for what in orders positions; do
        "$cli" "$what" list --json --data-dir "$data" >"$record/$what.json" 2>/dev/null || true
    done
    "$cli" account show --json --data-dir "$data" >"$record/account-now.json" 2>/dev/null || true
    sleep 5
done
wait "$run" || say "the run ended with code $?"
trap - EXIT

for name in ALPACA_KEY ALPACA_SECRET APCA_API_KEY_ID APCA_API_SECRET_KEY BYBIT_KEY BYBIT_SECRET; do
    if [[ -n "${!name:-}" ]] && grep -rqF -- "${!name}" "$record"; then
        rm -rf "$record"
        fail "$name stood in the record: it was deleted. Please report this"
    fi
done
say "The record is in $record; account numbers stand in it, keys do not. Close what is open at the venue by hand"
