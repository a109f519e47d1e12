# Finds a JDK 25 or newer. To be sourced by POSIX sh; used by ./mvnw, ./zomg and the CLI's start script.
#
#   . build-support/find-jdk.sh
#   JAVA_HOME="$(find_jdk)" || exit 1
#
# Order: JAVA_HOME, java on PATH, then the usual folders (25 itself before anything newer).
# Versions are read from the JDK's `release` file: starting a JVM to ask costs 30 ms each.

zomg_jdk_wanted=25

# Prints the feature version of the JDK in $1 (25 for 25.0.3), 0 when there is no JDK.
jdk_feature_version() {
    if [ ! -x "$1/bin/java" ] || [ ! -x "$1/bin/javac" ]; then
        echo 0
        return
    fi
    zomg_jdk_version=
    if [ -r "$1/release" ]; then
        while IFS='=' read -r zomg_jdk_key zomg_jdk_value; do
            [ "$zomg_jdk_key" = JAVA_VERSION ] || continue
            zomg_jdk_version="${zomg_jdk_value#\"}"
            break
        done <"$1/release"
    fi
    if [ -z "$zomg_jdk_version" ]; then
        zomg_jdk_version="$("$1/bin/java" -version 2>&1 | sed -n 's/^.* version "\([^"]*\)".*$/\1/p' | head -n 1)"
    fi
    zomg_jdk_version="${zomg_jdk_version%%[!0-9]*}"
    echo "${zomg_jdk_version:-0}"
}

# The folder of the JDK behind the command `java`, following the links of update-alternatives; "" if none.
jdk_on_path() {
    zomg_jdk_java="$(command -v java 2>/dev/null)" || return 0
    zomg_jdk_java="$(readlink -f "$zomg_jdk_java" 2>/dev/null)" || return 0
    echo "${zomg_jdk_java%/bin/java}"
}

# The home of the person at the keyboard: sudo changes HOME, and their JDK may well be there.
jdk_home_folder() {
    if [ "$(id -u)" = 0 ] && [ -n "${SUDO_USER:-}" ]; then
        getent passwd "$SUDO_USER" 2>/dev/null | cut -d: -f6
    else
        echo "${HOME:-/nonexistent}"
    fi
}

find_jdk() (
    set +f # mvnw turns globbing off
    for candidate in "${JAVA_HOME:-}" "$(jdk_on_path)"; do
        [ -n "$candidate" ] || continue
        if [ "$(jdk_feature_version "$candidate")" -ge "$zomg_jdk_wanted" ]; then
            echo "$candidate"
            exit 0
        fi
    done

    home="$(jdk_home_folder)"
    newer=
    for candidate in /usr/lib/jvm/* /usr/java/* /usr/local/*jdk* /opt/*jdk* /opt/java/* /opt/java \
        "$home"/.sdkman/candidates/java/* "$home"/.jdks/* "$home"/.local/share/mise/installs/java/* \
        "$home"/.asdf/installs/java/*; do
        version="$(jdk_feature_version "$candidate")"
        if [ "$version" -eq "$zomg_jdk_wanted" ]; then
            echo "$candidate"
            exit 0
        elif [ "$version" -gt "$zomg_jdk_wanted" ]; then
            newer="$candidate"
        fi
    done
    if [ -n "$newer" ]; then
        echo "$newer"
        exit 0
    fi

    say_how_to_install_jdk >&2
    exit 1
)

say_how_to_install_jdk() {
    echo "zomg needs JDK $zomg_jdk_wanted or newer, and none was found in JAVA_HOME, on PATH or in the usual folders."
    zomg_jdk_os="$(. /etc/os-release 2>/dev/null && echo "${ID:-} ${VERSION_ID:-}")"
    case "$zomg_jdk_os" in
    "debian 12" | "debian 11" | "ubuntu 20.04")
        cat <<'END'
This system's own packages stop before it. Install it from Adoptium's repository:

  sudo apt-get update && sudo apt-get install -y ca-certificates wget
  sudo wget -qO /etc/apt/trusted.gpg.d/adoptium.asc https://packages.adoptium.net/artifactory/api/gpg/key/public
  . /etc/os-release; echo "deb https://packages.adoptium.net/artifactory/deb $VERSION_CODENAME main" | sudo tee /etc/apt/sources.list.d/adoptium.list
  sudo apt-get update && sudo apt-get install -y temurin-25-jdk

END
        ;;
    *)
        cat <<'END'
Install it:

  sudo apt-get update && sudo apt-get install -y openjdk-25-jdk

END
        ;;
    esac
    echo "A JDK that lies elsewhere is used when JAVA_HOME names its folder."
}
