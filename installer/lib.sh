# Shared by installer/run.sh and tests/run.sh; to be sourced by bash. Defines functions, does nothing.
# shellcheck shell=bash
#
# Nothing here writes outside the repository's build/ folder, except that apt installs packages.

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
package_list="$root/installer/packages-debian.txt"

say() {
    printf '\n==> %s\n' "$*"
}

fail() {
    printf '\nERROR: %s\n' "$*" >&2
    exit 1
}

# timed TEXT COMMAND…: says what is being done, then how long it took.
timed() {
    local text="$1" started=$SECONDS
    shift
    say "$text"
    "$@"
    printf '    %s: %d s\n' "$text" "$((SECONDS - started))"
}

# quietly NAME COMMAND…: keeps the chatter in build/logs/NAME.log and shows it only if the command fails.
quietly() {
    local log="$root/build/logs/$1.log" code=0
    shift
    mkdir -p "$root/build/logs"
    "$@" >"$log" 2>&1 || code=$?
    if ((code != 0)); then
        cat "$log" >&2
        fail "'$*' ended with code $code; its whole output is above and in $log"
    fi
}

as_root() {
    if [[ "$(id -u)" == 0 ]]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        fail "only root may install packages, and there is no sudo. As root, run: $*"
    fi
}

listed_packages() {
    grep -v -e '^[[:space:]]*#' -e '^[[:space:]]*$' "$package_list"
}

# What installed packages stand in for: other builds of Node.js bring npm along, for example.
provided_packages() {
    # shellcheck disable=SC2016  # the braces are dpkg-query's
    dpkg-query -W -f '${db:Status-Status},${Provides}\n' | sed -n 's/^installed,//p' | tr ',' '\n' |
        sed -e 's/^ *//' -e 's/[ :].*//'
}

missing_packages() {
    # dpkg-query fails when it has never heard of one of the names; what it prints still counts.
    local installed provided
    provided="$(provided_packages)"
    # shellcheck disable=SC2016  # the braces are dpkg-query's
    installed="$(listed_packages | xargs dpkg-query -W -f '${Package} ${db:Status-Status}\n' 2>/dev/null || true)"
    local package
    while read -r package; do
        grep -qxF -e "$package installed" <<<"$installed" || grep -qxF -e "$package" <<<"$provided" ||
            printf '%s\n' "$package"
    done < <(listed_packages)
}

# Installs what is missing from installer/packages-debian.txt; with nothing missing apt is not called.
# COUNTERSIGN_SKIP_INSTALL=1 is for other systems, where the same libraries came by another way.
install_packages() {
    if [[ -n "${COUNTERSIGN_SKIP_INSTALL:-}" ]]; then
        echo "    skipped, because COUNTERSIGN_SKIP_INSTALL is set"
        return
    fi
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        fail "this is not Debian or Ubuntu, so packages cannot be installed for you. Install the
counterparts of these Debian packages, then run again with COUNTERSIGN_SKIP_INSTALL=1:
$(listed_packages)"
    fi

    local missing
    mapfile -t missing < <(missing_packages)
    if ((${#missing[@]} == 0)); then
        echo "    every package is present"
        return
    fi

    echo "    installing: ${missing[*]}"
    quietly apt-update as_root apt-get -q update
    quietly apt-install as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -q install --yes --no-install-recommends "${missing[@]}"
}

# The compiler cache stays inside build/ too, unless the user has chosen a place.
use_compiler_cache() {
    export CCACHE_DIR="${CCACHE_DIR:-$root/build/ccache}"
}

# configure NAME [PRESET [cmake arguments…]]: build/NAME by the preset (of the same name unless given),
# only if that was not done yet or the presets have changed since. (Changed CMakeLists.txt files are
# noticed by ninja itself.)
configure() {
    local name="$1" preset="${2:-$1}" tree="$root/build/$1"
    if [[ -f "$tree/build.ninja" && "$tree/configured" -nt "$root/CMakePresets.json" ]]; then
        echo "    already configured in build/$name"
        return
    fi
    rm -f "$tree/configured"
    local launcher=()
    if command -v ccache >/dev/null; then
        launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
    fi
    quietly "configure-$name" \
        cmake -S "$root" --preset "$preset" -B "$tree" "${launcher[@]}" "${@:3}"
    touch "$tree/configured"
}

# build NAME [targets…]: in build/NAME; without targets, everything.
build() {
    local tree="$root/build/$1" targets=()
    shift
    if (($# > 0)); then
        targets=(--target "$@")
    fi
    use_compiler_cache
    cmake --build "$tree" "${targets[@]}"
}

processors() {
    getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2
}

# Programs run for a test neither read nor write the user's own settings and caches.
use_private_home() {
    local home="$root/build/home"
    mkdir -p "$home"
    export XDG_CACHE_HOME="$home/cache" XDG_CONFIG_HOME="$home/config" XDG_DATA_HOME="$home/share"
    if [[ -z "${XDG_RUNTIME_DIR:-}" ]]; then
        mkdir -p "$home/run"
        chmod 700 "$home/run"
        export XDG_RUNTIME_DIR="$home/run"
    fi
}
