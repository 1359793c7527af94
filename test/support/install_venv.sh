#!/usr/bin/env bash
# Debian keeps Python's `venv` in a package of its own: installs it, or says that it is missing.
set -u
python=$1
package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing $package"
    apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y \
        --no-install-recommends "$package" >/dev/null
fi
"$python" -c 'import ensurepip, venv' 2>/dev/null && exit 0
echo "error: $python cannot make virtual environments; install $package" >&2
exit 1
