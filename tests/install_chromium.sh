#!/bin/sh
# Make sure that there is a Chromium for the browser tests: an installed one, else the distribution's package.
set -eu

for name in chromium chromium-browser google-chrome; do
    if path=$(command -v "$name") && "$path" --version >/dev/null 2>&1; then
        exit 0
    fi
done

fail() {
    echo "The browser tests need Chromium: $1." >&2
    echo "Install chromium, chromium-browser or google-chrome so that it is on the PATH, and run make test again." >&2
    exit 1
}

command -v apt-get >/dev/null 2>&1 || fail "none is installed, and there is no apt-get to install it with"
as_root=
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 || fail "none is installed, and installing it needs root or sudo"
    as_root=sudo
fi
echo "Installing the distribution's Chromium"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
{
    $as_root apt-get update &&
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends chromium
} >"$log" 2>&1 </dev/null || {
    tail -n 20 "$log" >&2
    fail "apt-get could not install the package chromium"
}
