# Shared by ./run and ./test: the packages they need, and how they build. Sourced, not run.

BUILD_PACKAGES="gcc libc6-dev make cmake pkg-config libncurses-dev libopenblas-dev liblapacke-dev libyaml-dev libjansson-dev"
TEST_PACKAGES="libcriterion-dev libvterm-dev"

missing_packages() {
    for package in $1; do
        status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) || status=
        [ "$status" = installed ] || printf ' %s' "$package"
    done
}

# Runs a command quietly; its output is shown only if it fails.
quietly() {
    log=$(mktemp)
    if "$@" >"$log" 2>&1 </dev/null; then
        rm -f "$log"
    else
        cat "$log" >&2
        rm -f "$log"
        return 1
    fi
}

give_up() {
    printf 'ccascope needs these packages:%s\ninstall them and try again (on Debian and Ubuntu: apt install%s)\n' \
        "$1" "$1" >&2
    exit 1
}

need_packages() {
    command -v dpkg-query >/dev/null 2>&1 || return 0 # not Debian: CMake will say what it misses
    missing=$(missing_packages "$1")
    [ -n "$missing" ] || return 0
    command -v apt-get >/dev/null 2>&1 || give_up "$missing"
    if [ "$(id -u)" = 0 ]; then
        as_root="env DEBIAN_FRONTEND=noninteractive"
    elif command -v sudo >/dev/null 2>&1; then
        as_root="sudo env DEBIAN_FRONTEND=noninteractive"
        printf 'ccascope installs what it needs:%s\n' "$missing" >&2
        sudo -v || give_up "$missing"
    else
        give_up "$missing"
    fi
    printf 'installing:%s\n' "$missing" >&2
    quietly $as_root apt-get update -q || true # an old list may do
    quietly $as_root apt-get install -q -y --no-install-recommends $missing || give_up "$missing"
}

# build_preset DIRECTORY PRESET: configures once, then builds what has changed.
build_preset() {
    build="$1/build/$2"
    if [ ! -f "$build/Makefile" ] && [ ! -f "$build/build.ninja" ]; then
        printf 'building ccascope (%s), once…\n' "$2" >&2
        (cd "$1" && quietly cmake --preset "$2") || exit 1
    fi
    quietly cmake --build "$build" -j "$(nproc)" || exit 1
}
