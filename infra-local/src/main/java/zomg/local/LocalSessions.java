package zomg.local;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.linux.cgroup.Cgroups;
import zomg.linux.libc.Libc;
import zomg.linux.pool.OwnDirectories;
import zomg.model.exec.ExecEnd;
import zomg.model.exec.ExecRequest;
import zomg.model.exec.OutputOffsets;
import zomg.model.exec.SessionInfo;
import zomg.model.exec.SessionOutput;
import zomg.model.exec.SessionPosition;
import zomg.model.exec.SessionTerms;
import zomg.model.id.Uid;
import zomg.port.MachinePart;
import zomg.port.Session;
import zomg.runner.EndedSession;
import zomg.runner.RunnerCommands;
import zomg.runner.RunnerFailed;
import zomg.runner.RunnerPlan;
import zomg.runner.RunnerSession;
import zomg.runner.RunnerStatus;
import zomg.runner.SessionAbout;
import zomg.runner.SessionEnd;
import zomg.runner.SessionLimits;
import zomg.runner.SessionStart;

/**
 * Commands that outlive their clients, and this server: each has a supervisor of its own, which is
 * found again by its directory. Those in the background, which have no clients, are counted apart.
 */
public final class LocalSessions implements MachinePart {

    static final String GROUP = "sessions";
    static final String BACKGROUND = "background";

    /** For the server, which comes at once; when it is gone nobody comes. */
    private static final Duration UNLISTED_WAIT = Duration.ofSeconds(10);

    /** How long is known how a command ended. */
    private static final Duration KEPT = Duration.ofHours(1);

    /** A start takes less, and so do the last words of a supervisor. */
    private static final Duration BEGINNING = Duration.ofMinutes(1);

    /** In bytes, with the NUL at its end; see unix(7). */
    private static final int LONGEST_ADDRESS = 108;

    private final LocalConfig config;
    private final Libc libc;
    private final SessionLimits limits;
    private final InstantSource clock;
    private final Supervisors supervisors;
    private final SessionGroup talked;
    private final SessionGroup background;

    public LocalSessions(
            LocalConfig config,
            Cgroups cgroups,
            Libc libc,
            SessionLimits limits,
            InstantSource clock) {
        this.config = config;
        this.libc = libc;
        this.limits = limits;
        this.clock = clock;
        this.supervisors = new Supervisors(config.launcher(), cgroups);
        this.talked =
                new SessionGroup(
                        config,
                        cgroups,
                        GROUP,
                        new SessionGroup.Bounds(limits.most(), limits.kept()),
                        "as many commands wait for their clients to come back as may; try again"
                                + " later");
        this.background =
                new SessionGroup(
                        config,
                        cgroups,
                        BACKGROUND,
                        new SessionGroup.Bounds(
                                limits.mostInBackground(), limits.keptOfBackground()),
                        "as many commands run in the background as may; try again later");
    }

    private List<SessionGroup> groups() {
        return List.of(talked, background);
    }

    /**
     * @param plan what the runner is told about the command
     * @throws Refusal EXEC_FAILED, BUSY
     */
    Session open(Uid box, Uid id, RunnerPlan plan, ExecRequest request, SessionTerms terms) {
        SessionDirectory directory = talked.directory(box, id);
        talked.requireRoom();
        requireShort(directory);
        terms.terminal().ifPresent(size -> plan.put("terminal", RunnerSession.window(size)));
        terms.limit().ifPresent(time -> plan.put("limit", RunnerCommands.seconds(time)));
        Duration wait = terms.isListed() ? limits.resumeWait() : UNLISTED_WAIT;
        directory.create(SessionAbout.of(request, terms, clock.instant()));
        return directory.removedOnFailure(
                () -> {
                    Session session =
                            joined(directory, supervisors.begin(directory, plan, wait, GROUP));
                    talked.forgetMost(box);
                    return session;
                });
    }

    private Session joined(SessionDirectory directory, SessionStart begun) {
        switch (begun) {
            case SessionStart.Running _ -> {
                try {
                    return new SessionSocket(directory, libc)
                            .join(Optional.of(OutputOffsets.START));
                } catch (IOException failure) {
                    throw new RunnerFailed("cannot be reached", failure);
                }
            }
            case SessionStart.Ended(List<SessionOutput> said, RunnerStatus status) -> {
                ExecEnd end = status.toEnd();
                directory.remove();
                return new EndedSession(directory.id(), SessionPosition.START, said, end);
            }
        }
    }

    /**
     * A command that nobody talks to.
     *
     * @return its pid as the box counts
     * @throws Refusal EXEC_FAILED, BUSY
     */
    int start(Uid box, Uid id, RunnerPlan plan, ExecRequest request) {
        SessionDirectory directory = background.directory(box, id);
        background.requireRoom();
        plan.put("mode", "background");
        directory.create(SessionAbout.inBackground(request, clock.instant()));
        return directory.removedOnFailure(
                () -> {
                    int pid =
                            supervisors.begin(directory, plan, Duration.ZERO, BACKGROUND).running();
                    background.forgetMost(box);
                    return pid;
                });
    }

    private void requireShort(SessionDirectory directory) {
        if (directory.socket().toString().length() >= LONGEST_ADDRESS) {
            throw new Refusal(
                    ErrorCode.ENGINE_UNAVAILABLE,
                    "zomg.run-dir is too long for sockets below it: %s"
                            .formatted(config.runDirectory()));
        }
    }

    /**
     * @throws Refusal SESSION_NOT_FOUND, SESSION_OUTPUT_GONE
     */
    Session join(Uid box, Uid id, Optional<OutputOffsets> has) {
        SessionDirectory directory = talked.directory(box, id);
        requireListed(box, directory);
        try {
            if (directory.exists()) {
                return new SessionSocket(directory, libc).join(has);
            }
        } catch (IOException nobodyThere) {
            // it has ended, and said how
        }
        SessionEnd end =
                directory
                        .end()
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                ErrorCode.SESSION_NOT_FOUND,
                                                "the box has no session " + id));
        OutputOffsets from = has.or(end::said).orElse(OutputOffsets.START);
        if (has.isPresent() && !end.said().equals(has)) {
            throw RunnerSession.outputGone();
        }
        return new EndedSession(id, new SessionPosition(0, from), List.of(), end.status().toEnd());
    }

    private void requireListed(Uid box, SessionDirectory directory) {
        Uid id = directory.id();
        if (background.directory(box, id).exists()) {
            throw new Refusal(
                    ErrorCode.SESSION_NOT_FOUND,
                    "session %s is in the background, where nobody talks to it; its log says what it"
                                    .formatted(id)
                            + " said");
        }
        if (directory.about().filter(about -> !about.isListed()).isPresent()) {
            throw new Refusal(ErrorCode.SESSION_NOT_FOUND, "the box has no session " + id);
        }
    }

    List<SessionInfo> list(Uid box) {
        return groups().stream()
                .flatMap(group -> group.directories(box).stream())
                .flatMap(directory -> info(directory).stream())
                .sorted(Comparator.comparing(SessionInfo::startedAt))
                .toList();
    }

    private static Optional<SessionInfo> info(SessionDirectory directory) {
        Optional<SessionAbout> about = directory.about().filter(SessionAbout::isListed);
        Optional<SessionDirectory.Supervisor> supervisor = directory.supervisor();
        Optional<SessionEnd> end = directory.end();
        boolean known = end.isPresent() || directory.isSupervised();
        if (about.isEmpty() || supervisor.isEmpty() || !known) {
            return Optional.empty();
        }
        return Optional.of(
                new SessionInfo(
                        directory.id(),
                        about.get().command(),
                        about.get().user(),
                        about.get().terminal(),
                        directory.group().equals(BACKGROUND),
                        about.get().startedAt(),
                        supervisor.get().command(),
                        end.map(SessionEnd::status).map(RunnerStatus::toEnd)));
    }

    /** Forgets those that ended long ago, and those of which a killed supervisor told nothing. */
    void forget() {
        Instant now = clock.instant();
        for (Path box : OwnDirectories.list(config.boxes())) {
            if (Uid.isUid(box.getFileName().toString())) {
                Uid uid = new Uid(box.getFileName().toString());
                groups().stream()
                        .flatMap(group -> group.directories(uid).stream())
                        .filter(one -> isOver(one, now))
                        .forEach(SessionDirectory::remove);
            }
        }
    }

    private static boolean isOver(SessionDirectory directory, Instant now) {
        if (directory.isSupervised()) {
            return false;
        }
        Instant ended =
                directory
                        .endedAt()
                        .map(at -> at.plus(KEPT))
                        .or(() -> directory.about().map(it -> it.startedAt().plus(BEGINNING)))
                        .orElse(now);
        return !now.isBefore(ended);
    }

    @Override
    public String name() {
        return GROUP;
    }

    @Override
    public void prepare() {
        groups().forEach(SessionGroup::create);
    }

    @Override
    public Optional<String> fault() {
        return groups().stream().allMatch(SessionGroup::isThere)
                ? Optional.empty()
                : Optional.of("the control group of sessions is gone");
    }

    @Override
    public void release() {
        groups().forEach(SessionGroup::release);
    }
}
