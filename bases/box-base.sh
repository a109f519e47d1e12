# The recipe of box-base, the default base: packages, paths and shell settings of a box.
#
# Runs with `bash -e` as root in a box of a bare Debian or Ubuntu, made by debootstrap from the
# mirror that the server was set up with. Its sha256 is the version of the base, so whoever changes
# a line gets a new one.
set -u -o pipefail
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8

. /etc/os-release
mirror=$(awk '$1 == "deb" { print $2; exit }' /etc/apt/sources.list)

# debootstrap knows the first release of the suite only. Where a mirror of one's own carries no
# updates, the base is made without them.
cp /etc/apt/sources.list /etc/apt/sources.list.bare
case "$ID" in
ubuntu)
    components="main restricted universe multiverse"
    printf 'deb %s %s %s\n' \
        "$mirror" "$VERSION_CODENAME" "$components" \
        "$mirror" "$VERSION_CODENAME-updates" "$components" \
        "$mirror" "$VERSION_CODENAME-security" "$components" >/etc/apt/sources.list
    ;;
*)
    components="main"
    printf 'deb %s %s %s\n' \
        "$mirror" "$VERSION_CODENAME" "$components" \
        "$mirror" "$VERSION_CODENAME-updates" "$components" \
        "$mirror-security" "$VERSION_CODENAME-security" "$components" >/etc/apt/sources.list
    ;;
esac
if ! apt-get -o APT::Update::Error-Mode=any update; then
    mv /etc/apt/sources.list.bare /etc/apt/sources.list
    apt-get -o APT::Update::Error-Mode=any update
fi
rm -f /etc/apt/sources.list.bare

apt-get -o Dpkg::Options::=--force-unsafe-io -y --no-install-recommends upgrade
apt-get -o Dpkg::Options::=--force-unsafe-io -y --no-install-recommends install \
    bash build-essential ca-certificates curl wget ripgrep fd-find git less \
    vim nano openssh-client openssh-sftp-server jq procps psmisc htop lsof \
    iproute2 iputils-ping net-tools dnsutils netcat-openbsd ncurses-bin \
    util-linux tini python3 python3-pip python3-venv python-is-python3 \
    tmux unzip zip eatmydata
# The package lists stay: `apt-get install` works in a new box without an update first.
apt-get clean

# Login shells read profile.d after /etc/profile has set PATH; interactive ones bash.bashrc.
path='export PATH="$HOME/.local/bin:/box/proj/bin:/box/bin:$PATH"'
printf '%s\n' "$path" >/etc/profile.d/boxes-path.sh
printf '%s\n' "$path" >>/etc/bash.bashrc

# fsync costs more than it saves in a box; `LD_PRELOAD= command` opts out.
preload=$(dpkg -L libeatmydata1 | grep '/libeatmydata\.so$')
printf 'export LD_PRELOAD=%s\n' "$preload" >/etc/profile.d/eatmydata.sh
printf 'LD_PRELOAD=%s\n' "$preload" >>/etc/environment

# A login shell stands before every command in a box, so what the distribution's startup files fork is
# paid each time. Nobody writes to a terminal that is none; and only a locale that is set can be wrong.
for profile in /root/.profile /etc/skel/.profile; do
    [ ! -e "$profile" ] || sed -i 's/^mesg n/[ ! -t 0 ] || mesg n/' "$profile"
done
fix=/etc/profile.d/01-locale-fix.sh
if [ -e "$fix" ]; then
    dpkg-divert --quiet --local --rename --divert "$fix.distrib" --add "$fix"
    cat >"$fix" <<'EOF'
# Make sure the locale variables that are set have valid values.
case "${LANG-}${LANGUAGE-}${LC_ALL-}${LC_CTYPE-}${LC_NUMERIC-}${LC_TIME-}${LC_COLLATE-}${LC_MONETARY-}${LC_MESSAGES-}" in
'') ;;
*) eval "$(/usr/bin/locale-check C.UTF-8)" ;;
esac
EOF
fi

mkdir -p /work
printf 'cd /work\n' >>/root/.bashrc
