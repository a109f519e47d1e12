package zomg.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.linux.cgroup.Cgroups;
import zomg.linux.libc.Libc;
import zomg.model.exec.ExecRequest;
import zomg.model.exec.OutputOffsets;
import zomg.model.exec.SessionInfo;
import zomg.model.exec.SessionOutput;
import zomg.model.exec.SessionPosition;
import zomg.model.exec.WindowSize;
import zomg.model.id.Uid;
import zomg.port.MachinePart;
import zomg.port.Session;

/**
 * Commands that outlive their clients, and this server: each has a supervisor of its own, which is
 * found again by its directory. Supervisors have a control group, beside those of the boxes.
 */
public final class LocalSessions implements MachinePart {

    static final String GROUP = "sessions";

    /** How long is known how a command ended. */
    private static final Duration KEPT = Duration.ofHours(1);

    /** A start takes less, and so do the last words of a supervisor. */
    private static final Duration BEGINNING = Duration.ofMinutes(1);

    private static final Duration END_PATIENCE = Duration.ofSeconds(15);

    /** In bytes, with the NUL at its end; see unix(7). */
    private static final int LONGEST_ADDRESS = 108;

    private final LocalConfig config;
    private final Cgroups cgroups;
    private final Libc libc;
    private final Limits limits;
    private final InstantSource clock;

    /**
     * @param resumeWait for a client to come back, before its command is hung up on
     * @param most sessions at the same time, those without a client too
     * @param kept of those of a box that have ended
     */
    public record Limits(Duration resumeWait, int most, int kept) {}

    public LocalSessions(
            LocalConfig config, Cgroups cgroups, Libc libc, Limits limits, InstantSource clock) {
        this.config = config;
        this.cgroups = cgroups;
        this.libc = libc;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * @param plan what the runner is told about the command
     * @throws Refusal EXEC_FAILED, BUSY
     */
    Session open(
            Uid box, Uid id, RunnerPlan plan, ExecRequest request, Optional<WindowSize> terminal) {
        SessionDirectory directory = directory(box, id);
        requireRoom(directory);
        terminal.ifPresent(size -> plan.put("terminal", LocalSession.window(size)));
        plan.put("session", directory.path()).put("wait", limits.resumeWait().toSeconds());
        cgroups.directories(GROUP).forEach(group -> plan.put("session_cgroup", group));
        directory.create(SessionDirectory.About.of(request, terminal.isPresent(), clock.instant()));
        try {
            Session session = begin(directory, plan);
            forgetMost(box);
            return session;
        } catch (RuntimeException failure) {
            directory.remove();
            throw failure;
        }
    }

    /** Who runs a command each moment shall not fill the machine's memory with their ends. */
    private void forgetMost(Uid box) {
        List<SessionDirectory> all = directories(box);
        if (all.size() > 2 * limits.kept()) {
            all.stream()
                    .filter(one -> !one.isSupervised())
                    .filter(one -> one.endedAt().isPresent())
                    .sorted(Comparator.comparing(one -> one.endedAt().orElse(Instant.MAX)))
                    .limit(all.size() - limits.kept())
                    .forEach(SessionDirectory::remove);
        }
    }

    private void requireRoom(SessionDirectory directory) {
        if (cgroups.processes(GROUP).size() >= limits.most()) {
            throw new Refusal(
                    ErrorCode.BUSY,
                    "as many commands wait for their clients to come back as may; try again later");
        }
        if (directory.socket().toString().length() >= LONGEST_ADDRESS) {
            throw new Refusal(
                    ErrorCode.ENGINE_UNAVAILABLE,
                    "zomg.run-dir is too long for sockets below it: %s"
                            .formatted(config.runDirectory()));
        }
    }

    private Session begin(SessionDirectory directory, RunnerPlan plan) {
        List<SessionOutput> said = new ArrayList<>();
        try (RunnerCall call = RunnerCall.start(config.runner(), "session", plan)) {
            while (true) {
                RunnerFrames.Frame frame = call.next();
                switch (frame.channel()) {
                    case RunnerFrames.STARTED -> {
                        return LocalSession.join(directory, libc, Optional.of(OutputOffsets.START));
                    }
                    case RunnerFrames.STDERR -> said.add(new SessionOutput.Stderr(frame.payload()));
                    case RunnerFrames.STATUS -> {
                        RunnerStatus status = RunnerStatus.parse(frame.text());
                        Session ended =
                                new EndedSession(
                                        directory.id(),
                                        SessionPosition.START,
                                        said,
                                        LocalBoxProcesses.end(status));
                        directory.remove();
                        return ended;
                    }
                    default -> throw new RunnerFailed("channel " + frame.channel());
                }
            }
        } catch (IOException failure) {
            throw new RunnerFailed("cannot be reached", failure);
        }
    }

    /**
     * @throws Refusal SESSION_NOT_FOUND, SESSION_OUTPUT_GONE
     */
    Session join(Uid box, Uid id, Optional<OutputOffsets> has) {
        SessionDirectory directory = directory(box, id);
        try {
            if (directory.exists()) {
                return LocalSession.join(directory, libc, has);
            }
        } catch (IOException nobodyThere) {
            // it has ended, and said how
        }
        SessionDirectory.End end =
                directory
                        .end()
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                ErrorCode.SESSION_NOT_FOUND,
                                                "the box has no session " + id));
        OutputOffsets from = has.or(end::said).orElse(OutputOffsets.START);
        if (has.isPresent() && !end.said().equals(has)) {
            throw LocalSession.outputGone();
        }
        return new EndedSession(
                id, new SessionPosition(0, from), List.of(), LocalBoxProcesses.end(end.status()));
    }

    List<SessionInfo> list(Uid box) {
        return directories(box).stream()
                .flatMap(directory -> info(directory).stream())
                .sorted(Comparator.comparing(SessionInfo::startedAt))
                .toList();
    }

    private static Optional<SessionInfo> info(SessionDirectory directory) {
        Optional<SessionDirectory.About> about = directory.about();
        Optional<SessionDirectory.Supervisor> supervisor = directory.supervisor();
        Optional<SessionDirectory.End> end = directory.end();
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
                        about.get().startedAt(),
                        supervisor.get().command(),
                        end.map(SessionDirectory.End::status).map(LocalBoxProcesses::end)));
    }

    /** Forgets those that ended long ago, and those of which a killed supervisor told nothing. */
    void forget() {
        Instant now = clock.instant();
        for (Path box : RunDirectories.list(config.boxes())) {
            if (Uid.isUid(box.getFileName().toString())) {
                directories(new Uid(box.getFileName().toString())).stream()
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

    private List<SessionDirectory> directories(Uid box) {
        return RunDirectories.list(sessions(box)).stream()
                .filter(path -> Uid.isUid(path.getFileName().toString()))
                .map(SessionDirectory::new)
                .toList();
    }

    private SessionDirectory directory(Uid box, Uid id) {
        return new SessionDirectory(sessions(box).resolve(id.value()));
    }

    private Path sessions(Uid box) {
        return config.runDirectory(box).resolve(GROUP);
    }

    @Override
    public String name() {
        return GROUP;
    }

    @Override
    public void prepare() {
        cgroups.create(GROUP);
    }

    @Override
    public Optional<String> fault() {
        return cgroups.directories(GROUP).stream().allMatch(Files::isDirectory)
                ? Optional.empty()
                : Optional.of("the control group of sessions is gone");
    }

    /** The boxes are down: what still waits for a client waits in vain. */
    @Override
    public void release() {
        for (Path box : RunDirectories.list(config.boxes())) {
            RunDirectories.remove(box.resolve(GROUP));
        }
        BoxTermination.await(() -> cgroups.processes(GROUP).isEmpty(), END_PATIENCE);
        cgroups.remove(GROUP);
    }
}
