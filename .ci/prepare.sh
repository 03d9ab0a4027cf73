# Sourced by ./run and ./test: finds or installs what the build needs, configures and builds. Speaks on standard error
# only, and little; a failing step shows its whole log. The caller sets `top` to the root of the source.

die()
{
    printf 'ccascope: %s\n' "$*" >&2
    exit 1
}

# With a terminal, one line that the next replaces; `progress` alone clears it.
progress()
{
    if [ -t 2 ]; then
        printf '\r\033[K%s' "$*" >&2
    elif [ $# -gt 0 ]; then
        printf '%s\n' "$*" >&2
    fi
}

# `quietly LOG COMMAND …`: the output goes to the log, which is shown when the command fails.
quietly()
{
    local log=$1
    shift
    "$@" >"$log" 2>&1 </dev/null && return
    progress
    cat "$log" >&2
    return 1
}

# `have TOOLS MODULES`: asks what CMake will ask, so that a compiler or library from elsewhere is as good as apt's.
have()
{
    local tool
    for tool in $1; do
        command -v "$tool" >/dev/null || return 1
    done
    { command -v cc || command -v gcc || command -v clang; } >/dev/null && pkg-config --exists $2
}

absent_packages()
{
    local package
    for package in "$@"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || printf '%s ' "$package"
    done
}

# apt-get as root, without questions, waiting for a lock that an automatic update may hold.
apt_install()
{
    set -- -qq -y --no-install-recommends -o DPkg::Lock::Timeout=300 install "$@"
    set -- "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get "$@"
    # The lists of a fresh system are empty, those of an old one outdated; others need no update.
    "$@" || { "${as_root[@]}" apt-get -qq update; "$@"; }
}

# Sets as_root to what makes a command run as root; false when there is no way, or the user declines.
find_root()
{
    local answer
    as_root=()
    [ "$(id -u)" = 0 ] && return
    command -v sudo >/dev/null || return 1
    if sudo -n true 2>/dev/null; then
        as_root=(sudo -n)
    elif [ -t 0 ] && [ -t 2 ]; then
        as_root=(sudo)
    else
        return 1
    fi
    if [ -t 0 ] && [ -t 2 ]; then
        printf 'ccascope needs these packages: %s\nInstall them with sudo apt-get? [Y/n] ' "$*" >&2
        read -r answer
        case $answer in [nN]*) return 1 ;; esac
        sudo true # asks for the password here, where it can be seen
    fi
}

# `need TOOLS MODULES PACKAGES`: installs those of the packages that are absent, unless tools and modules are there.
need()
{
    local packages log
    have "$1" "$2" && return
    command -v apt-get >/dev/null && command -v dpkg-query >/dev/null ||
        die "the build needs these packages, here under their Debian names: $3"
    packages=$(absent_packages $3)
    packages=${packages% }
    [ -n "$packages" ] || die "installed, yet not found by the shell or pkg-config, one of: $1 $2"
    find_root "$packages" || die "the build needs these packages: apt-get install $packages"
    progress "Installing $packages"
    log=$(mktemp)
    quietly "$log" apt_install $packages || { rm -f "$log"; die "could not install: $packages"; }
    rm -f "$log"
    hash -r
    have "$1" "$2" || die "installed, yet not found by the shell or pkg-config, one of: $1 $2"
    progress
}

configure()
{
    # What was configured elsewhere, or not to the end, is of no use.
    if [ -e "$build/CMakeCache.txt" ] &&
        ! { grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$top" "$build/CMakeCache.txt" && [ -e "$build/Makefile" ]; }; then
        rm -rf "$build"
    fi
    [ ! -e "$build/CMakeCache.txt" ] || return 0
    progress "Configuring $1"
    mkdir -p "$build"
    (cd "$top" && quietly "$build/configure.log" cmake --preset "$1")
}

# Shows the steps of a build as they are done, on one line; nothing at all when nothing is to be done.
show_steps()
{
    local line
    while IFS= read -r line; do
        [ -t 2 ] || continue
        case $line in
        \[*\]\ *Building* | \[*\]\ *Linking*) progress "Building ${line%%\]*}]" ;;
        esac
    done
    [ ! -t 2 ] || progress
}

compile()
{
    cmake --build "$build" -j "$(nproc)" 2>&1 </dev/null | tee "$build/build.log" | show_steps && return
    cat "$build/build.log" >&2
    return 1
}

# `prepare PRESET`: configures and builds in build/PRESET, one at a time; sets `build`.
prepare()
{
    build=$top/build/$1
    mkdir -p "$top/build"
    exec 9>"$top/build/.lock"
    ! command -v flock >/dev/null || flock 9
    configure "$1" || die "could not configure; the output is above"
    compile || die "could not build; the output is above"
    exec 9>&-
}
