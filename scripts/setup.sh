#!/bin/sh
# Prepares .venv: `setup.sh run` for the program, `setup.sh dev` for tests and checks too (their
# libraries, and Chromium, fonts and htmx for the browser tests). `make` calls it every time; where
# everything has been done it says nothing and takes no time. Works on Debian, Ubuntu and macOS.
set -eu
CDPATH='' cd -- "$(dirname -- "$0")/.."
root=$(pwd -P)
mode=${1:-}

say() { printf '%s\n' "$*" >&2; }
give_up() { say "$*"; exit 1; }

case $mode in
run) locks=requirements.txt ;;
dev) locks=requirements-dev.txt ;;
*) give_up "Usage: scripts/setup.sh run|dev" ;;
esac

# What an environment was made from: the locked requirements, this script, its place, its Python.
fingerprint() {
    printf '%s\n' "$(cksum <"$1") $(cksum <scripts/setup.sh) $root $(.venv/bin/python -V 2>&1)"
}
is_made() { # requirements
    [ -f ".venv/made-from-$1" ] && [ ! -e .venv/unfinished ] && [ -x .venv/bin/python ] &&
        [ "$(cat ".venv/made-from-$1")" = "$(fingerprint "$1")" ]
}
is_ready() { is_made "$locks" && { [ "$mode" = run ] || [ -e .venv/browser-tests ]; }; }

if is_ready; then exit 0; fi

# --- Python ---------------------------------------------------------------------------------------

find_python() { # what it must be able to do, as Python
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if "$name" -c "import sys; assert sys.version_info >= (3, 11); $1" 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    return 1
}
python=$(find_python 'import ensurepip, venv') || python=$(find_python '') ||
    give_up "Randnotiz needs Python 3.11 or newer, and none was found here: install it and try again."

# Two terminals, one environment: the second waits. The lock ends with the process that holds it.
[ "${2:-}" = locked ] || exec "$python" -c '
import fcntl, os, sys
lock = os.open(sys.argv[1], os.O_RDONLY)
try:
    fcntl.flock(lock, fcntl.LOCK_EX)
except OSError:
    pass  # a file system without locks: then without
os.set_inheritable(lock, True)
os.execvp("sh", ["sh", *sys.argv[1:], "locked"])' scripts/setup.sh "$mode"
if is_ready; then exit 0; fi

# --- Doing things, quietly ------------------------------------------------------------------------

log=$(mktemp)
trap 'rm -f "$log"' EXIT
trap 'exit 130' INT TERM

# Runs a command; only when it fails its last words are shown, without the addresses in them.
quietly() {
    "$@" >"$log" 2>&1 </dev/null && return
    tail -n 15 "$log" | sed -e 's#[a-z+]*://[^ ]*#(address)#g' -e "s#host='[^']*'#(host)#g" >&2
    return 1
}
can_apt() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }
apt_install() {
    DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 \
        install -y --no-install-recommends "$@"
}
apt() { # packages; a fresh container does not know any before its first update
    say "Installing $* by apt …"
    apt_install "$@" >"$log" 2>&1 </dev/null && return
    quietly apt-get -q update && quietly apt_install "$@"
}

# --- The environment ------------------------------------------------------------------------------

make_environment() {
    if [ ! -w . ] || { [ -e .venv ] && [ ! -w .venv ]; }; then
        give_up "$root belongs to somebody else: work in a clone of your own."
    fi
    rm -rf .venv
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
        if ! { can_apt && apt "$package"; }; then
            give_up "Python's venv module is missing: install it (Debian, Ubuntu:" \
                "sudo apt install $package) and try again."
        fi
    fi
    quietly "$python" -m venv "$root/.venv" || give_up "Python could not make .venv; see above."
}
is_usable() {
    [ ! -e .venv/unfinished ] && grep -qF -- "-m venv $root/.venv" .venv/pyvenv.cfg 2>/dev/null &&
        .venv/bin/python -m pip --version >/dev/null 2>&1
}

# No build, so no build tool to fetch: the checkout on Python's path, and the command beside it.
install_ourselves() {
    .venv/bin/python - "$root" <<'PYTHON'
import sys, sysconfig
from pathlib import Path

root = Path(sys.argv[1])
Path(sysconfig.get_path("purelib"), "randnotiz.pth").write_text(f"{root}\n")
quoted = str(root / ".venv/bin/python").replace("'", "'\"'\"'")
command = root / ".venv/bin/randnotiz"
command.unlink(missing_ok=True)
command.write_text(f"""#!/bin/sh
'''exec' '{quoted}' -P "$0" "$@"
' '''
import sys

from app.__main__ import main

sys.exit(main())
""")
command.chmod(0o755)
PYTHON
}

if ! is_made "$locks"; then
    is_usable || make_environment
    touch .venv/unfinished
    say "Installing the packages of $locks for $(.venv/bin/python -V) (about a minute) …"
    quietly .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
        --require-hashes --only-binary :all: -r "$locks" ||
        give_up "The packages of $locks could not be installed (see above): is this machine online?"
    install_ourselves
    rm .venv/unfinished
    fingerprint requirements.txt >.venv/made-from-requirements.txt
    [ "$mode" = run ] || fingerprint "$locks" >".venv/made-from-$locks"
fi
[ "$mode" = dev ] || exit 0

# --- For the browser tests. What is missing is said, here and by the tests that need it -----------

is_ubuntu() { grep -qiE '^ID(_LIKE)?=.*ubuntu' /etc/os-release 2>/dev/null; }
has_chromium() { .venv/bin/python -m tests.chromium >/dev/null 2>"$log"; }
has_fonts() { dpkg-query -W fonts-dejavu-core fonts-noto-core >/dev/null 2>&1; }
has_htmx() { .venv/bin/python -m tests.htmx 2>"$log"; }
show() { tail -n 1 "$log" >&2; }

if can_apt; then
    has_fonts || apt fonts-dejavu-core fonts-noto-core || true
    if ! has_chromium; then
        # libatomic: for Playwright's driver. Ubuntu's own Chromium is a snap, which a container
        # cannot run.
        if is_ubuntu; then
            apt libatomic1 || true
            say "Installing Chromium by Playwright …"
            quietly .venv/bin/python -m playwright install --with-deps chromium || true
        else
            apt chromium libatomic1 || true
        fi
    fi
    has_htmx || command -v npm >/dev/null || apt npm || true
fi
if has_chromium; then
    if has_htmx; then touch .venv/browser-tests; else show; fi
else
    show
fi
