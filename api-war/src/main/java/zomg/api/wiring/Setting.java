package zomg.api.wiring;

import java.util.Optional;

/**
 * Every setting that the server reads; docs/configuration.md explains them, and a test compares.
 */
enum Setting {
    ENGINE("zomg.engine", "local"),
    KUBECONFIG("zomg.kubeconfig", null),
    NAMESPACE("zomg.namespace", "zomg"),
    SERVICE_ACCOUNT("zomg.service-account", null),
    NODE("zomg.node", null),
    NODE_POOL("zomg.node-pool", null),
    CGROUP_ROOT("zomg.cgroup-root", "/sys/fs/cgroup"),
    RUNNER_IMAGE("zomg.runner-image", null),
    INGRESS_CLASS("zomg.ingress-class", null),
    WILDCARD_SECRET("zomg.wildcard-secret", null),
    CLUSTER_ISSUER("zomg.cluster-issuer", null),
    START_PATIENCE("zomg.start-patience", "PT5M"),
    STATE_DIR("zomg.state-dir", "/var/lib/zomg"),
    RUN_DIR("zomg.run-dir", "/run/zomg"),
    INSTALL_DIR("zomg.install-dir", null),
    TOKEN_FILE("zomg.token-file", null),
    POOL("zomg.pool", null),
    POOL_SIZE("zomg.pool-size", "20G"),
    HTTP_HOST("zomg.http-host", "127.0.0.1"),
    HTTP_PORT("zomg.http-port", null),
    DATABASE_URL("zomg.database-url", null),
    DATABASE_USER("zomg.database-user", null),
    DATABASE_PASSWORD("zomg.database-password", null),
    DATABASE_PASSWORD_FILE("zomg.database-password-file", null),
    DATABASE_CONNECTIONS("zomg.database-connections", "16"),
    POOL_RESERVE("zomg.pool-reserve", null),
    STATE_RESERVE("zomg.state-reserve", "256M"),
    ENABLE_QUOTA("zomg.enable-quota", "false"),
    READY_ROOTS("zomg.ready-roots", "16"),
    DEFAULT_CPUS("zomg.default-cpus", null),
    DEFAULT_MEMORY("zomg.default-memory", null),
    DEFAULT_STORAGE("zomg.default-storage", null),
    DEFAULT_GRACE("zomg.default-grace", "10"),
    SUBNET("zomg.subnet", "10.66.0.0/16"),
    FIRST_HOST_ID("zomg.first-host-id", "2000000000"),
    MAX_PROCESSES("zomg.max-processes", "4096"),
    RESOLV_CONF(
            "zomg.resolv-conf",
            "/etc/resolv.conf,/run/systemd/resolve/resolv.conf,"
                    + "/run/NetworkManager/no-stub-resolv.conf"),
    BASE_SUITE("zomg.base-suite", null),
    BASE_MIRROR("zomg.base-mirror", null),
    DEBIAN_MIRROR("zomg.debian-mirror", "http://deb.debian.org/debian"),
    UBUNTU_MIRROR("zomg.ubuntu-mirror", "http://archive.ubuntu.com/ubuntu"),
    NPM_REGISTRY("zomg.npm-registry", "https://registry.npmjs.org"),
    EXTRA_CERTIFICATES("zomg.extra-certificates", null),
    BASE_TIMEOUT("zomg.base-timeout", "PT1H"),
    DOMAIN("zomg.domain", "localhost"),
    PUBLISH_DOMAIN("zomg.publish-domain", null),
    INSECURE("zomg.insecure", "true"),
    ALLOWED_HOSTS("zomg.allowed-hosts", null),
    ALLOWED_ORIGINS("zomg.allowed-origins", null),
    BUSY_PATIENCE("zomg.busy-patience", "PT30S"),
    FENCE_WAIT("zomg.fence-wait", "PT30S"),
    JOURNAL_RETENTION("zomg.journal-retention", "P400D"),
    MAX_EVENT_STREAMS("zomg.max-event-streams", "64"),
    MAX_COMMANDS("zomg.max-commands", "200"),
    MAX_SESSIONS("zomg.max-sessions", "300"),
    MAX_BACKGROUND("zomg.max-background", "1000"),
    RESUME_WAIT("zomg.resume-wait", "PT1M"),
    MAX_FILES("zomg.max-files", "64"),
    MAX_TUNNELS("zomg.max-tunnels", "64"),
    RECONCILE_INTERVAL("zomg.reconcile-interval", "PT1M"),
    BOOT_ID_FILE("zomg.boot-id-file", "/proc/sys/kernel/random/boot_id"),
    WAIT("zomg.wait", "PT5S"),
    OPERATION_RETENTION("zomg.operation-retention", "PT24H"),
    IDEMPOTENCY_RETENTION("zomg.idempotency-retention", "PT24H"),
    RESTART_FIRST("zomg.restart-first", "PT1S"),
    RESTART_LONGEST("zomg.restart-longest", "PT5M"),
    RESTART_STEADY("zomg.restart-steady", "PT10M"),
    REHEARSAL("zomg.rehearsal", "false");

    private final String key;
    private final String defaultValue;

    Setting(String key, String defaultValue) {
        this.key = key;
        this.defaultValue = defaultValue;
    }

    String key() {
        return key;
    }

    Optional<String> defaultValue() {
        return Optional.ofNullable(defaultValue);
    }
}
