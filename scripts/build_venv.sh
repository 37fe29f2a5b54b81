#!/bin/sh
# Builds .venv from a lock file: scripts/build_venv.sh requirements/dev.txt
# Needs Python 3.11 or later and nothing else; every package is checked against its hash.
set -eu

lock=$1
venv=.venv

python=
for candidate in "${PYTHON:-}" python3.11 python3 python3.12 python3.13 python3.14 python; do
    [ -n "$candidate" ] || continue
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "Python 3.11 or later is needed: install it, or name it, for example: make setup PYTHON=/opt/python3.12/bin/python3" >&2
    exit 1
fi

rm -rf "$venv"
if ! "$python" -m venv "$venv"; then
    echo "Python's venv module is missing (on Debian and Ubuntu: apt install python3-venv)." >&2
    exit 1
fi

# Without a home there is nowhere to keep downloads: uv would look for one and fail.
if [ -z "${HOME:-}" ] && [ -z "${UV_CACHE_DIR:-}" ]; then
    UV_CACHE_DIR=$(mktemp -d)
    export UV_CACHE_DIR
    trap 'rm -rf "$UV_CACHE_DIR"' EXIT
fi
# pip knows the package mirror and the certificates that the machine's owner has set up; uv does not read its settings.
pip_setting() {
    "$venv/bin/pip" config list 2>/dev/null | sed -n "s/^global\.$1='\(.*\)'\$/\1/p"
}
: "${UV_DEFAULT_INDEX:=$(pip_setting index-url)}"
: "${SSL_CERT_FILE:=$(pip_setting cert)}"
if [ -n "$UV_DEFAULT_INDEX" ]; then export UV_DEFAULT_INDEX; else unset UV_DEFAULT_INDEX; fi
if [ -n "$SSL_CERT_FILE" ]; then export SSL_CERT_FILE; else unset SSL_CERT_FILE; fi

pip="$venv/bin/pip --quiet --disable-pip-version-check"
if $pip install --require-hashes -r requirements/uv.txt &&
    "$venv/bin/uv" pip install --quiet --python "$venv/bin/python" --require-hashes --compile-bytecode -r "$lock"; then
    exit 0
fi
echo "uv could not install the packages; trying pip, which is slower." >&2
$pip install --require-hashes -r "$lock"
# With PYTHONDONTWRITEBYTECODE set pip compiles nothing and every start would cost seconds.
env -u PYTHONDONTWRITEBYTECODE "$venv/bin/python" -m compileall -q "$venv/lib" >/dev/null || true
