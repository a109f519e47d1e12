# Shared settings. Override any of them in the environment.
: "${K8S_DIR:=${XDG_CACHE_HOME:-$HOME/.cache}/zomg-k8s}"   # everything lives below this
: "${K8S_NODE:=node1}"
: "${K8S_GW:=10.201.0.1}"           # bridge address = node IP = cluster DNS = API address
: "${K8S_PODNET:=10.201.0.0/24}"
: "${K8S_SVCNET:=10.96.0.0/16}"
: "${K8S_SVCIP:=10.96.0.1}"         # first address of K8S_SVCNET
: "${K8S_BRIDGE:=k8sbr0}"
: "${K8S_PORT:=6443}"
: "${K8S_ETCD:=12379}"             # etcd client port on loopback; the peer port is the next one
: "${K8S_MASQUERADE:=1}"            # 0: pods reach nothing outside the machine
: "${K8S_PROXY:=1}"                 # 0: no kube-proxy (ClusterIPs then lead nowhere)
K8S_TABLE=zomg_cluster_$K8S_BRIDGE   # of nftables, ours alone
BIN=$K8S_DIR/bin; RUN=$K8S_DIR/run; PKI=$K8S_DIR/pki; LOG=$K8S_DIR/log; CFG=$K8S_DIR/cfg
CTRSOCK=$RUN/containerd.sock
ctr_() { "$BIN/ctr" -a "$CTRSOCK" -n k8s.io "$@"; }
pid_of() { awk -v n="$1" '$2==n{print $1}' "$RUN/pids" 2> /dev/null; }
is_alive() { # a zombie has no exe
  local pid; pid=$(pid_of "$1")
  [ -n "$pid" ] && [ "$(readlink "/proc/$pid/exe")" = "$(readlink -f "$BIN/$1")" ]
}
