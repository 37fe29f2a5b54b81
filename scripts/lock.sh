#!/bin/sh
# Resolves pyproject.toml into requirements/*.txt: exact versions with hashes, valid on every platform
# and every Python from 3.11 on, without the address of any package index.
set -eu

lock() {
    .venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --custom-compile-command 'make lock' "$@"
}

lock pyproject.toml --output-file requirements/production.txt
lock pyproject.toml --group dev --output-file requirements/dev.txt
echo uv | lock - --output-file requirements/uv.txt
