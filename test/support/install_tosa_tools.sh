#!/usr/bin/env bash
# Installs Arm's TOSA tools in an environment of their own: they pin versions of packages that are
# not those that microaot's tests need.
set -eu
folder=$(dirname "$0")/../../build/tosa-tools
[ -x "$folder/bin/tosa_reference_model" ] && exit 0
"${PYTHON:-python3}" -m venv "$folder"
"$folder/bin/pip" install -q tosa-tools==2026.8.0
