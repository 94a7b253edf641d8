#!/bin/sh
# Make sure that there are the programs that tests start: a Chromium for the browser tests, Tesseract for those of
# pictured pages, nginx and openssl for those of a proxy with TLS, node for those of the page's scripts, PostgreSQL for
# those of an index that servers share; installed ones, else the distribution's packages.
set -eu

missing=chromium
for name in chromium chromium-browser google-chrome; do
    if path=$(command -v "$name") && "$path" --version >/dev/null 2>&1; then
        missing=
        break
    fi
done
command -v tesseract >/dev/null 2>&1 || missing="$missing tesseract-ocr"
command -v node >/dev/null 2>&1 || missing="$missing nodejs npm"
command -v openssl >/dev/null 2>&1 || missing="$missing openssl"
set -- /usr/lib/postgresql/*/bin/initdb
postgresql=
if ! command -v initdb >/dev/null 2>&1 && [ ! -x "$1" ]; then
    postgresql=postgresql
    missing="$missing $postgresql"
fi
nginx=
if ! PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v nginx >/dev/null 2>&1; then
    nginx=nginx
    missing="$missing $nginx"
fi
[ -n "$missing" ] || exit 0

fail() {
    case "$missing" in
    *chromium*)
        echo "The browser tests need Chromium: $1." >&2
        echo "Install chromium, chromium-browser or google-chrome so that it is on the PATH, and run make test again." >&2
        exit 1
        ;;
    esac
    echo "Without$missing the tests that need them are skipped: $1." >&2
    exit 0
}

command -v apt-get >/dev/null 2>&1 || fail "it is not installed, and there is no apt-get to install it with"
as_root=
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 || fail "it is not installed, and installing it needs root or sudo"
    as_root=sudo
fi
echo "Installing the distribution's packages:" $missing
log=$(mktemp)
trap 'rm -f "$log"' EXIT
{
    $as_root apt-get update &&
        # shellcheck disable=SC2086  # a list of packages
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends $missing
} >"$log" 2>&1 </dev/null || {
    tail -n 20 "$log" >&2
    fail "apt-get could not install $missing"
}
# These packages start servers where they can, and nobody asked for them.
if command -v systemctl >/dev/null 2>&1; then
    for service in $nginx $postgresql; do
        $as_root systemctl disable --now "$service" >/dev/null 2>&1 || true
    done
fi
