# The recipe of dev-base: box-base with what people and agents write programs with.
#
# Built when somebody asks for it (`zomg base build dev-base`), with `bash -e` as root in a box of
# box-base. What cannot be had from here is named and left out; the rest is as good without it. Its
# sha256 is the version of the base.
set -u -o pipefail
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8

registry=${ZOMG_NPM_REGISTRY:-https://registry.npmjs.org}
modules=/usr/local/lib/node_modules

# missing NAME REASON: kept with the base
missing() {
    printf 'zomg:missing %s: %s\n' "$1" "$2"
}

# Who looks into all connections is trusted by everything in here, as the machine's owner wants it.
if [ -n "${ZOMG_EXTRA_CERTIFICATES-}" ]; then
    printf '%s\n' "$ZOMG_EXTRA_CERTIFICATES" >/usr/local/share/ca-certificates/zomg-extra.crt
    update-ca-certificates
    export NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
    printf 'export NODE_EXTRA_CA_CERTS=%s\n' "$NODE_EXTRA_CA_CERTS" >/etc/profile.d/node-certificates.sh
    printf 'NODE_EXTRA_CA_CERTS=%s\n' "$NODE_EXTRA_CA_CERTS" >>/etc/environment
fi

apt-get -o APT::Update::Error-Mode=any update || echo "the package lists stay as they were"
for package in gnupg gh; do
    apt-get -o Dpkg::Options::=--force-unsafe-io -y --no-install-recommends install "$package" ||
        missing "$package" "no mirror in /etc/apt/sources.list has it"
done
apt-get clean

# get URL ARGUMENT...: what is there, or nothing
get() {
    curl --fail --silent --show-error --location --retry 3 --connect-timeout 20 "$@"
}

# unpack PACKAGE MAJOR DIRECTORY: the newest version of it in the registry, as its digest says
unpack() {
    local facts file
    facts=$(get -H 'Accept: application/vnd.npm.install-v1+json' "$registry/$1" |
        jq --arg major "$2" '[.versions[] | select(.version | test("^" + $major + "\\.[0-9]+\\.[0-9]+$"))]
            | sort_by(.version | split(".") | map(tonumber)) | last | .dist') || return 1
    file=$(mktemp)
    get --output "$file" "$(jq -r .tarball <<<"$facts")" &&
        [ "sha512-$(openssl dgst -sha512 -binary "$file" | base64 -w0)" = "$(jq -r .integrity <<<"$facts")" ] &&
        mkdir -p "$3" &&
        tar -xzf "$file" -C "$3" --no-same-owner --strip-components=1
    local status=$?
    rm -f "$file"
    return $status
}

# Node.js 22, and the npm that goes with it. From the registry that the rest needs anyhow.
node() {
    local arch
    case "$(dpkg --print-architecture)" in
    amd64) arch=x64 ;;
    arm64) arch=arm64 ;;
    *) return 1 ;;
    esac
    unpack "node-linux-$arch" 22 /usr/local/lib/nodejs && unpack npm 10 "$modules/npm" || return 1
    ln -sf /usr/local/lib/nodejs/bin/node /usr/local/bin/node
    ln -sf "$modules/npm/bin/npm-cli.js" /usr/local/bin/npm
    ln -sf "$modules/npm/bin/npx-cli.js" /usr/local/bin/npx
    chmod 755 "$modules/npm/bin/npm-cli.js" "$modules/npm/bin/npx-cli.js"
    npm config set --global prefix /usr/local
    [ "$registry" = https://registry.npmjs.org ] || npm config set --global registry "$registry/"
    command node --version
}

# global NAME PACKAGE: works, or is not there
global() {
    if npm install --global --no-audit --no-fund --no-update-notifier "$2" && "$1" --version; then
        return
    fi
    npm uninstall --global "$2" || true
    missing "$1" "$registry has no $2 that works here"
}

if node; then
    global claude @anthropic-ai/claude-code
    global codex @openai/codex
    global bun bun
    command -v bunx >/dev/null || ! command -v bun >/dev/null || ln -s bun /usr/local/bin/bunx
    npm cache clean --force
else
    missing node "$registry does not answer, or has none for this processor"
    for one in claude codex bun; do
        missing "$one" "there is no node"
    done
fi

# The command of VS Code, which opens a tunnel to here.
code() {
    local arch facts file
    case "$(dpkg --print-architecture)" in
    amd64) arch=x64 ;;
    arm64) arch=arm64 ;;
    *) return 1 ;;
    esac
    facts=$(get "https://update.code.visualstudio.com/api/update/cli-alpine-$arch/stable/latest") || return 1
    file=$(mktemp)
    get --output "$file" "$(jq -r .url <<<"$facts")" &&
        sha256sum --check --status <<<"$(jq -r .sha256hash <<<"$facts")  $file" &&
        tar -xzf "$file" -C /usr/local/bin --no-same-owner code
    local status=$?
    rm -f "$file"
    [ "$status" = 0 ] && command code --version
}
code || missing code "update.code.visualstudio.com does not answer, or has none for this processor"
