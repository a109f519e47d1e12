package zomg.api.wiring;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import zomg.api.security.DoorConfig;
import zomg.btrfs.PoolConfig;
import zomg.btrfs.ReserveConfig;
import zomg.db.PostgresConfig;
import zomg.linux.pool.PoolDirectories;
import zomg.linux.process.Runner;
import zomg.local.LocalConfig;
import zomg.local.Subnet;
import zomg.model.box.BoxDefaults;
import zomg.model.network.Domains;
import zomg.model.network.Host;
import zomg.runner.SessionLimits;
import zomg.usecase.setup.RestartBoxes.BackOff;

/**
 * What the server was told, a record for each part that needs telling. All that is wrong is said at
 * once, so that nobody starts a server five times to find five mistakes.
 *
 * @param kind of engine
 * @param port that the container was told to listen on, where it was told by us
 * @param tokenFile where whoever sets the server up leaves the hashes of tokens
 * @param installDirectory where the programs and the recipes of bases are
 * @param readyRoots how many disks lie ready for new boxes, of each base that was used last
 * @param database empty for a file in the state directory
 * @param cluster empty for another engine
 * @param domains under which boxes have their hosts
 * @param busyPatience how long a change of a box waits for another one
 * @param fenceWait how long the start waits for what a killed server had started
 * @param journalRetention how long is kept what happened
 * @param maxEventStreams how many clients may follow it at the same time
 * @param maxCommands how many are waited for at the same time
 * @param maxSessions how many are talked to at the same time
 * @param maxBackground how many run in the background at the same time
 * @param resumeWait for a client of those to come back
 * @param maxFiles how many files and archives are under way at the same time
 * @param maxTunnels how many lead into boxes at the same time
 * @param reconcileInterval between two comparisons of records and machine
 * @param backOff how long a box that ended waits for its next start
 * @param isRehearsal whether it only starts, and touches nothing but its state directory
 */
public record Settings(
        EngineKind kind,
        StateDirectory state,
        Optional<Integer> port,
        Path tokenFile,
        Path installDirectory,
        PoolConfig pool,
        ReserveConfig reserve,
        int readyRoots,
        Optional<PostgresConfig> database,
        BaseSettings bases,
        Local local,
        Optional<ClusterSettings> cluster,
        DoorConfig door,
        Domains domains,
        BoxDefaults defaults,
        Duration busyPatience,
        Duration fenceWait,
        Duration journalRetention,
        int maxEventStreams,
        int maxCommands,
        int maxSessions,
        int maxBackground,
        Duration resumeWait,
        int maxFiles,
        int maxTunnels,
        Duration reconcileInterval,
        Changes changes,
        BackOff backOff,
        boolean isRehearsal) {

    /**
     * How changes of boxes are answered.
     *
     * @param patience with a change, before it becomes an operation
     * @param operationRetention how long an operation is remembered after its end
     * @param answerRetention how long the answer to a request with an Idempotency-Key is
     */
    record Changes(Duration patience, Duration operationRetention, Duration answerRetention) {}

    /** The local engine's, but for what is found in the state directory. */
    record Local(
            Path runDirectory,
            Subnet subnet,
            long firstHostId,
            int maxProcesses,
            String domain,
            boolean insecure,
            List<Path> resolvConfs,
            Path bootId) {

        LocalConfig toConfig(String instance, Runner runner, PoolDirectories pool) {
            return new LocalConfig(
                    instance,
                    runner,
                    runDirectory,
                    pool,
                    subnet,
                    firstHostId,
                    maxProcesses,
                    domain,
                    insecure,
                    resolvConfs,
                    bootId);
        }
    }

    /** Of each box: a command leaves some 500 bytes and four files. */
    private static final int ENDED_SESSIONS = 100;

    private static final int ENDED_IN_BACKGROUND = 1000;

    private static final String LOOPBACK = "127.0.0.1";

    private static final long MAX_FIRST_ID = 4_000_000_000L;

    /** Each has a thread. */
    private static final long MAX_EVENT_STREAMS = 256;

    /** So has each of these; the container has 600. */
    private static final long MAX_COMMANDS = 300;

    private static final long MAX_FILES = 200;

    private static final long MAX_SESSIONS = 10_000;
    private static final long MAX_BACKGROUND = 100_000;
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofHours(24);
    private static final long MAX_TUNNELS = 1000;
    private static final long MAX_READY_ROOTS = 1000;

    private static final long MAX_PORT = 65_535;
    private static final long MAX_PROCESSES = 4_194_304;

    /**
     * @param source what is set for a key, empty if nothing is
     * @throws IllegalArgumentException with everything that is wrong
     */
    static Settings read(Function<String, Optional<String>> source) {
        SettingsReader reader = new SettingsReader(source);
        EngineKind kind = reader.read(Setting.ENGINE, EngineKind::parse);
        StateDirectory state =
                new StateDirectory(reader.read(Setting.STATE_DIR, SettingsReader::path));
        String domain = reader.read(Setting.DOMAIN, SettingsReader::domain);
        Optional<Path> install = reader.required(Setting.INSTALL_DIR, SettingsReader::path);
        PoolConfig pool =
                new PoolConfig(
                        reader.optional(Setting.POOL, SettingsReader::path),
                        state.poolImage(),
                        state.poolMount(),
                        reader.read(Setting.POOL_SIZE, SettingsReader::bytes),
                        reader.read(Setting.ENABLE_QUOTA, SettingsReader::truth));
        Optional<PostgresConfig> database = DatabaseSettings.read(reader);
        ReserveConfig reserve =
                new ReserveConfig(
                        reader.optional(Setting.POOL_RESERVE, SettingsReader::bytes)
                                .map(OptionalLong::of)
                                .orElseGet(OptionalLong::empty),
                        state.path(),
                        reader.read(Setting.STATE_RESERVE, SettingsReader::bytes));
        int readyRoots =
                reader.read(Setting.READY_ROOTS, SettingsReader.number(0, MAX_READY_ROOTS))
                        .intValue();
        BaseSettings bases =
                BaseSettings.read(
                        reader,
                        install.orElse(Path.of("/")).resolve("bases"),
                        kind.isolation().standard());
        Local local = local(reader, domain);
        Optional<ClusterSettings> cluster =
                kind == EngineKind.KUBERNETES
                        ? Optional.of(ClusterSettings.read(reader))
                        : Optional.empty();
        DoorConfig door =
                new DoorConfig(
                        domain,
                        reader.optional(Setting.ALLOWED_HOSTS, SettingsReader::words)
                                .orElse(Set.of()),
                        reader.optional(Setting.ALLOWED_ORIGINS, SettingsReader::words)
                                .orElse(Set.of()));
        Domains domains =
                new Domains(
                        new Host(domain),
                        reader.optional(Setting.PUBLISH_DOMAIN, SettingsReader::domain)
                                .map(Host::new)
                                .orElseGet(() -> new Host(domain)));
        BoxDefaults defaults = DefaultSettings.read(reader, kind.isolation());
        Duration patience = reader.read(Setting.BUSY_PATIENCE, SettingsReader::duration);
        Duration fenceWait = reader.read(Setting.FENCE_WAIT, SettingsReader::duration);
        Duration retention = reader.read(Setting.JOURNAL_RETENTION, SettingsReader::duration);
        int streams =
                reader.read(Setting.MAX_EVENT_STREAMS, SettingsReader.number(1, MAX_EVENT_STREAMS))
                        .intValue();
        int commands =
                reader.read(Setting.MAX_COMMANDS, SettingsReader.number(1, MAX_COMMANDS))
                        .intValue();
        int sessions =
                reader.read(Setting.MAX_SESSIONS, SettingsReader.number(1, MAX_SESSIONS))
                        .intValue();
        int background =
                reader.read(Setting.MAX_BACKGROUND, SettingsReader.number(1, MAX_BACKGROUND))
                        .intValue();
        Duration resumeWait = reader.read(Setting.RESUME_WAIT, Settings::resumeWait);
        int files = reader.read(Setting.MAX_FILES, SettingsReader.number(1, MAX_FILES)).intValue();
        int tunnels =
                reader.read(Setting.MAX_TUNNELS, SettingsReader.number(1, MAX_TUNNELS)).intValue();
        Duration reconcile = reader.read(Setting.RECONCILE_INTERVAL, SettingsReader::duration);
        Changes changes =
                new Changes(
                        reader.read(Setting.WAIT, SettingsReader::duration),
                        reader.read(Setting.OPERATION_RETENTION, SettingsReader::duration),
                        reader.read(Setting.IDEMPOTENCY_RETENTION, SettingsReader::duration));
        BackOff backOff =
                new BackOff(
                        reader.read(Setting.RESTART_FIRST, SettingsReader::duration),
                        reader.read(Setting.RESTART_LONGEST, SettingsReader::duration),
                        reader.read(Setting.RESTART_STEADY, SettingsReader::duration));
        boolean isRehearsal = reader.read(Setting.REHEARSAL, SettingsReader::truth);
        Optional<Integer> port =
                reader.optional(Setting.HTTP_PORT, SettingsReader.number(1, MAX_PORT))
                        .map(Long::intValue);
        Path tokenFile =
                reader.optional(Setting.TOKEN_FILE, SettingsReader::path).orElse(state.tokens());
        reader.read(Setting.HTTP_HOST, host -> httpHost(host, kind));
        reader.refuseIfAny();
        return new Settings(
                kind,
                state,
                port,
                tokenFile,
                install.orElseThrow(),
                pool,
                reserve,
                readyRoots,
                database,
                bases,
                local,
                cluster,
                door,
                domains,
                defaults,
                patience,
                fenceWait,
                retention,
                streams,
                commands,
                sessions,
                background,
                resumeWait,
                files,
                tunnels,
                reconcile,
                changes,
                backOff,
                isRehearsal);
    }

    private static Local local(SettingsReader reader, String domain) {
        return new Local(
                reader.read(Setting.RUN_DIR, SettingsReader::path),
                reader.read(Setting.SUBNET, Subnet::parse),
                reader.read(Setting.FIRST_HOST_ID, SettingsReader.number(1L << 16, MAX_FIRST_ID)),
                reader.read(Setting.MAX_PROCESSES, SettingsReader.number(16, MAX_PROCESSES))
                        .intValue(),
                domain,
                reader.read(Setting.INSECURE, SettingsReader::truth),
                reader.read(Setting.RESOLV_CONF, SettingsReader::paths),
                reader.read(Setting.BOOT_ID_FILE, SettingsReader::path));
    }

    /** The container reads it itself. A pod's address is reached by what the cluster lets in. */
    private static String httpHost(String host, EngineKind kind) {
        if (kind == EngineKind.LOCAL && !host.equals(LOOPBACK)) {
            throw new IllegalArgumentException(
                    "%s would be reached by others, and nothing is encrypted; it can only be %s"
                            .formatted(host, LOOPBACK));
        }
        return host;
    }

    private static Duration resumeWait(String text) {
        return SettingsReader.duration(text, SHORTEST_WAIT, LONGEST_WAIT);
    }

    /** Those that wait for their clients are as many as those that have one. */
    SessionLimits sessionLimits() {
        return new SessionLimits(
                resumeWait, 2 * maxSessions, ENDED_SESSIONS, maxBackground, ENDED_IN_BACKGROUND);
    }

    Path runner() {
        return installDirectory.resolve("bin/zomg-runner");
    }
}
