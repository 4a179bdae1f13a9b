#!/usr/bin/env bash
# The proof that the two commands work on a Debian 12 that has nothing but git:
#     tests/fresh-root.sh DIR [--keep] [--packages-only]
# makes a minimal Debian in DIR (with the mirror this machine uses), clones the committed state of this
# repository into it and runs tests/run.sh and installer/run.sh there.
#     --keep           DIR may exist from an earlier run: its packages stay, the clone is made anew
#     --packages-only  only the installation of the packages
# Needs root and debootstrap. COUNTERSIGN_SHARED=DIR shows the real market data, read-only, beside the clone.
# shellcheck disable=SC2317  # many functions are run by their name, which shellcheck does not follow
set -euo pipefail
# shellcheck source=installer/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../installer/lib.sh"

suite=bookworm
# A blank in the path is part of the proof.
inner_home="/root/new comer"
inner_clone="$inner_home/countersign"
report=()
failures=0

usage() {
    fail "usage: $(basename "$0") DIR [--keep] [--packages-only]"
}

# The files that say where this machine gets its packages, and apt's settings for the way there.
apt_sources() {
    find /etc/apt/sources.list /etc/apt/sources.list.d -name '*.list' -o -name '*.sources' 2>/dev/null || true
}

apt_network_settings() {
    grep -lsE '^[[:space:]]*Acquire' /etc/apt/apt.conf /etc/apt/apt.conf.d/* || true
}

# The first URI in this machine's apt sources, in either of their two forms.
mirror() {
    local one_line='s/^deb[[:space:]]+(\[[^]]*\][[:space:]]*)?([^[:space:]]+).*/\2/p'
    local stanza='s/^URIs:[[:space:]]*([^[:space:]]+).*/\1/p'
    local uri
    uri="$(apt_sources | xargs cat | sed -nE -e "$one_line" -e "$stanza" | sed -n 1p)"
    [[ -n "$uri" ]] || fail "no mirror found in /etc/apt/sources.list*"
    printf '%s\n' "$uri"
}

# What this machine needs to reach its mirror: sources, apt's own settings, names, certificates.
copy_network_settings() {
    rm -f "$fresh/etc/apt/sources.list"
    local file
    while read -r file; do
        cp "$file" "$fresh$file"
    done < <(apt_sources && apt_network_settings)
    cp /usr/share/keyrings/debian-archive-*.gpg "$fresh/usr/share/keyrings/"
    cp /etc/resolv.conf /etc/hosts "$fresh/etc/"
    mkdir -p "$fresh/usr/local/share/ca-certificates" "$fresh/etc/ssl/certs"
    cp -r /usr/local/share/ca-certificates/. "$fresh/usr/local/share/ca-certificates/"
    cp /etc/ssl/certs/ca-certificates.crt "$fresh/etc/ssl/certs/"
}

create_root() {
    if [[ -e "$fresh/etc/debian_version" ]]; then
        [[ -n "$keep" ]] || fail "$fresh exists; give --keep to use it again, or remove it"
        echo "    used again: $fresh"
        return
    fi
    local uri
    uri="$(mirror)"
    quietly debootstrap debootstrap --variant=minbase "$suite" "$fresh" "$uri"
    copy_network_settings
    # Packages must not start services in here.
    printf '#!/bin/sh\nexit 101\n' >"$fresh/usr/sbin/policy-rc.d"
    chmod +x "$fresh/usr/sbin/policy-rc.d"
}

# This script's own mount namespace (see the end) takes these away with it.
mount_system() {
    mount -t proc proc "$fresh/proc"
    mkdir -p "$fresh/dev/shm" "$fresh/dev/pts"
    mount -t tmpfs -o mode=1777 tmpfs "$fresh/dev/shm"
    mount -t devpts -o newinstance,ptmxmode=0666 devpts "$fresh/dev/pts"
    if [[ -n "${COUNTERSIGN_SHARED:-}" ]]; then
        mkdir -p "$fresh$inner_home/shared"
        mount --bind -o ro "$COUNTERSIGN_SHARED" "$fresh$inner_home/shared"
    fi
}

inside() {
    local settings=() name
    for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY CI; do
        if [[ -n "${!name:-}" ]]; then
            settings+=("$name=${!name}")
        fi
    done
    env -i "${settings[@]}" HOME=/root LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin \
        chroot "$fresh" "$@"
}

install_git() {
    quietly fresh-apt-update inside apt-get -q update
    quietly fresh-apt-git inside env DEBIAN_FRONTEND=noninteractive \
        apt-get -q install --yes --no-install-recommends git ca-certificates
}

clone_repository() {
    if ! git -C "$root" diff --quiet HEAD; then
        echo "    NOTE: changes that are not committed are not part of the clone"
    fi
    rm -rf "${fresh:?}$inner_clone"
    mkdir -p "$fresh$inner_home"
    git -C "$root" bundle create --quiet "$fresh/root/countersign.bundle" HEAD --branches
    inside git clone --quiet /root/countersign.bundle "$inner_clone"
}

# proof NAME COMMAND…: run inside, from another directory; its time and exit code go into the report.
proof() {
    local name="$1" code=0 started=$SECONDS
    shift
    say "In the new root: $name"
    inside "$@" || code=$?
    report+=("$(printf '%-40s exit code %3d, %5d s' "$name" "$code" "$((SECONDS - started))")")
    if ((code != 0)); then
        failures=$((failures + 1))
    fi
}

run_proofs() {
    # shellcheck disable=SC2016  # expanded in the new root
    proof "installing the packages" bash -c 'source "$1/installer/lib.sh"; install_packages' - "$inner_clone"
    if [[ -n "$packages_only" ]]; then
        return
    fi
    proof "bash tests/run.sh" bash "$inner_clone/tests/run.sh"
    proof "bash installer/run.sh" bash "$inner_clone/installer/run.sh"
    proof "bash tests/run.sh, the second time" bash "$inner_clone/tests/run.sh"
}

fresh="" keep="" packages_only=""
for argument in "$@"; do
    case "$argument" in
    --keep) keep=yes ;;
    --packages-only) packages_only=yes ;;
    -*) usage ;;
    *)
        [[ -z "$fresh" ]] || usage
        fresh="$argument"
        ;;
    esac
done
[[ -n "$fresh" ]] || usage
[[ "$(id -u)" == 0 ]] || fail "needs root"
command -v debootstrap >/dev/null || fail "needs debootstrap"

# In a mount namespace of its own, nothing stays mounted however this ends.
if [[ -z "${COUNTERSIGN_OWN_MOUNTS:-}" ]]; then
    COUNTERSIGN_OWN_MOUNTS=yes exec unshare --mount bash "$0" "$@"
fi
mkdir -p "$fresh"
fresh="$(cd "$fresh" && pwd)"

timed "Making a minimal Debian ($suite) in $fresh" create_root
mount_system
timed "Installing git in it" install_git
timed "Cloning the repository into it" clone_repository
run_proofs

say "Report ($(inside dpkg-query -W | wc -l) packages in the new root)"
printf '    %s\n' "${report[@]}"
exit "$((failures > 0))"
