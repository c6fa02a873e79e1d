#!/bin/sh
# Makes a bare machine ready. `deploy/bootstrap.sh` brings .venv to what requirements.lock says, and does nothing when it already is;
# `deploy/bootstrap.sh browser` prints the path of a Chromium that starts, after installing one where there is none.
# Needs: Python 3.11+. Talks on stderr only.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }
stop() { say "$@"; exit 1; }

# Run as root: directly, or by a sudo that asks nothing. Fails where neither is possible.
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@" >&2; else command -v sudo >/dev/null && sudo -n "$@" >&2; fi
}

apt_install() {
    command -v apt-get >/dev/null || return 1
    as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
}

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    for name in "${PYTHON:-python3}" python3.11 python3.12 python3.13 python3.14; do
        if command -v "$name" >/dev/null && new_enough "$name"; then command -v "$name"; return; fi
    done
    stop "Python 3.11 or newer is needed and was not found. On Debian or Ubuntu: apt-get install python3 python3-venv"
}

# Debian keeps what `python -m venv` needs in a package of its own.
make_venv() {
    python=$(find_python)
    package="python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        say "Installing $package ..."
        apt_install "$package" || stop "This Python cannot make virtual environments. Run: sudo apt-get install -y $package   and then the same command again."
    fi
    say "Making .venv ..."
    rm -rf .venv
    "$python" -m venv .venv
}

# What .venv was last made from: this Python and these pins.
fingerprint() {
    .venv/bin/python -c 'import hashlib, sys; print(hashlib.sha256(open("requirements.lock", "rb").read() + sys.version.encode()).hexdigest())'
}

# uv first, at the pinned version and trusting whom the system trusts; plain pip when uv cannot reach what pip is set up for.
# Both demand the hashes.
install_pins() {
    say "Installing what requirements.lock names ..."
    awk '/^uv==/ { ours = 1; print; next } /^[^ ]/ { ours = 0 } ours' requirements.lock > .venv/uv-pin.txt
    pip_install=".venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes"
    $pip_install -r .venv/uv-pin.txt >&2
    .venv/bin/uv pip sync --quiet --system-certs --python .venv/bin/python --require-hashes requirements.lock >&2 || $pip_install -r requirements.lock >&2
}

sync_venv() {
    if ! [ -x .venv/bin/python ] || ! new_enough .venv/bin/python || ! .venv/bin/python -c 'import pip' 2>/dev/null; then make_venv; fi
    wanted=$(fingerprint)
    if [ "$(cat .venv/stamp 2>/dev/null || true)" = "$wanted" ]; then return; fi
    rm -f .venv/stamp
    install_pins || stop "The packages could not be installed; the lines above say why. Nothing else was changed: run the same command again."
    printf '%s' "$wanted" > .venv/stamp
}

# A path is not enough: Ubuntu's chromium-browser is a hint to install a snap.
starts() { [ -n "$1" ] && "$1" --version >/dev/null 2>&1; }

system_browser() {
    for name in "${PORTAL_TEST_CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
        path=$(command -v "$name" 2>/dev/null || true)
        if starts "$path"; then printf '%s\n' "$path"; return; fi
    done
    return 1
}

playwright_browser() {
    path=$(.venv/bin/python -c 'from playwright.sync_api import sync_playwright as p
with p() as it: print(it.chromium.executable_path)')
    starts "$path" && printf '%s\n' "$path"
}

find_browser() {
    system_browser || playwright_browser && return
    say "Installing Chromium for the browser tests ..."
    if apt_install chromium && system_browser; then return; fi
    as_root .venv/bin/python -m playwright install-deps chromium || say "Without root the libraries Chromium needs have to be there already."
    if .venv/bin/python -m playwright install chromium >&2 && playwright_browser; then return; fi
    stop "No Chromium could be installed. Run: sudo apt-get install -y chromium   or set PORTAL_TEST_CHROMIUM to the path of one."
}

case "${1:-}" in
    "") sync_venv ;;
    browser) find_browser ;;
    *) stop "usage: deploy/bootstrap.sh [browser]" ;;
esac
