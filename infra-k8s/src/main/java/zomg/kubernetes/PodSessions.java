package zomg.kubernetes;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.exec.ExecRequest;
import zomg.model.exec.OutputOffsets;
import zomg.model.exec.SessionInfo;
import zomg.model.exec.SessionOutput;
import zomg.model.exec.SessionPosition;
import zomg.model.exec.SessionTerms;
import zomg.model.id.Uid;
import zomg.port.Session;
import zomg.runner.EndedSession;
import zomg.runner.Launcher;
import zomg.runner.RunnerCall;
import zomg.runner.RunnerCommands;
import zomg.runner.RunnerFailed;
import zomg.runner.RunnerFrames;
import zomg.runner.RunnerPlan;
import zomg.runner.RunnerSession;
import zomg.runner.RunnerStatus;
import zomg.runner.SessionAbout;
import zomg.runner.SessionEnd;
import zomg.runner.SessionFacts;
import zomg.runner.SessionLimits;
import zomg.runner.SessionStart;
import zomg.runner.Supervision;

/**
 * Commands that outlive their clients, and this server, in the containers of boxes. All that is
 * known of them is kept there, by the runner.
 */
final class PodSessions {

    private static final String DIRECTORY = "/run/zomg/sessions";

    /** For the server, which comes at once; when it is gone nobody comes. */
    private static final Duration UNLISTED_WAIT = Duration.ofSeconds(10);

    /** How long is told how a command ended. */
    private static final Duration KEPT = Duration.ofHours(1);

    private static final String BUSY = "busy";
    private static final String NO_SESSION = "session";

    private final SessionLimits limits;
    private final InstantSource clock;

    PodSessions(SessionLimits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /** Past the conversation there is another call; the end of one is told by the runner. */
    private record OtherCall(Launcher launcher, Uid id) implements Supervision {

        @Override
        public boolean isThere() {
            return false;
        }

        @Override
        public void hangUp() {
            RunnerPlan plan =
                    PodLauncher.here().put("directory", DIRECTORY).put("hang_up", id.value());
            try (RunnerCall call = RunnerCall.start(launcher, "sessions", plan)) {
                List<SessionFacts> unused = told(call);
            }
        }
    }

    /** One call starts the command and goes on as its first client. */
    Session open(
            Launcher launcher, Uid id, RunnerPlan plan, ExecRequest request, SessionTerms terms) {
        terms.terminal().ifPresent(size -> plan.put("terminal", RunnerSession.window(size)));
        terms.limit().ifPresent(time -> plan.put("limit", RunnerCommands.seconds(time)));
        Duration wait = terms.isListed() ? limits.resumeWait() : UNLISTED_WAIT;
        plan.put("mode", "attached")
                .put("session", path(id))
                .put("wait", wait.toSeconds())
                .put("about", SessionAbout.of(request, terms, clock.instant()).shortText())
                .put("most", limits.most())
                .put("kept", limits.kept());
        RunnerCall call = RunnerCall.start(launcher, "session", plan);
        try {
            return switch (SessionStart.heard(call)) {
                case SessionStart.Running _ ->
                        RunnerSession.attach(
                                id,
                                call,
                                new OtherCall(launcher, id),
                                Optional.of(OutputOffsets.START));
                case SessionStart.Ended(List<SessionOutput> said, RunnerStatus status) -> {
                    requireRoom(
                            status,
                            "as many commands wait for their clients to come back as may; try"
                                    + " again later");
                    call.close();
                    yield new EndedSession(id, SessionPosition.START, said, status.toEnd());
                }
            };
        } catch (IOException failure) {
            call.close();
            throw new RunnerFailed("cannot be reached", failure);
        } catch (RuntimeException | Error failure) {
            call.close();
            throw failure;
        }
    }

    int start(Launcher launcher, Uid id, RunnerPlan plan, ExecRequest request) {
        plan.put("mode", "background")
                .put("session", path(id))
                .put("wait", 0)
                .put("about", SessionAbout.inBackground(request, clock.instant()).shortText())
                .put("most", limits.mostInBackground())
                .put("kept", limits.keptOfBackground());
        try (RunnerCall call = RunnerCall.start(launcher, "session", plan)) {
            SessionStart start = SessionStart.heard(call);
            if (start instanceof SessionStart.Ended(_, RunnerStatus status)) {
                requireRoom(
                        status, "as many commands run in the background as may; try again later");
            }
            return start.running();
        }
    }

    private static void requireRoom(RunnerStatus status, String full) {
        if (status instanceof RunnerStatus.Failed(String step, _, _) && step.equals(BUSY)) {
            throw new Refusal(ErrorCode.BUSY, full);
        }
    }

    private static String path(Uid id) {
        return DIRECTORY + "/" + id;
    }

    /**
     * @throws Refusal SESSION_NOT_FOUND, SESSION_OUTPUT_GONE
     */
    Session join(Launcher launcher, Uid id, Optional<OutputOffsets> has) {
        try {
            return tryJoin(launcher, id, has);
        } catch (IOException endedMeanwhile) {
            return joinEnded(launcher, id, has);
        }
    }

    private static Session joinEnded(Launcher launcher, Uid id, Optional<OutputOffsets> has) {
        try {
            return tryJoin(launcher, id, has);
        } catch (IOException failure) {
            throw new RunnerFailed("cannot be reached", failure);
        }
    }

    /**
     * @throws IOException if it ends meanwhile
     */
    private static Session tryJoin(Launcher launcher, Uid id, Optional<OutputOffsets> has)
            throws IOException {
        RunnerPlan plan = PodLauncher.here().put("session", path(id));
        RunnerCall call = RunnerCall.start(launcher, "attach", plan);
        try {
            SessionFacts facts = met(call, id);
            if (facts.supervised()) {
                return RunnerSession.attach(id, call, new OtherCall(launcher, id), has);
            }
            call.close();
            return ended(facts, has);
        } catch (IOException | RuntimeException | Error failure) {
            call.close();
            throw failure;
        }
    }

    private static SessionFacts met(RunnerCall call, Uid id) {
        RunnerFrames.Frame first = call.nextSoon();
        if (first.channel() != RunnerFrames.SESSION) {
            RunnerStatus status = RunnerStatus.parse(first.text());
            throw status instanceof RunnerStatus.Failed(String step, _, _)
                            && step.equals(NO_SESSION)
                    ? unknown(id)
                    : new RunnerFailed("answered " + status);
        }
        SessionFacts facts = SessionFacts.parse(first.payload()).orElseThrow(() -> unknown(id));
        if (facts.about().background()) {
            throw new Refusal(
                    ErrorCode.SESSION_NOT_FOUND,
                    "session %s is in the background, where nobody talks to it; its log says what"
                                    .formatted(id)
                            + " it said");
        }
        if (!facts.about().isListed()) {
            throw unknown(id);
        }
        return facts;
    }

    private static Session ended(SessionFacts facts, Optional<OutputOffsets> has) {
        SessionEnd end = facts.end().orElseThrow(() -> unknown(facts.id()));
        if (has.isPresent() && !end.said().equals(has)) {
            throw RunnerSession.outputGone();
        }
        OutputOffsets from = has.or(end::said).orElse(OutputOffsets.START);
        return new EndedSession(
                facts.id(), new SessionPosition(0, from), List.of(), end.status().toEnd());
    }

    static Refusal unknown(Uid id) {
        return new Refusal(ErrorCode.SESSION_NOT_FOUND, "the box has no session " + id);
    }

    List<SessionInfo> list(Launcher launcher) {
        RunnerPlan plan = PodLauncher.here().put("directory", DIRECTORY);
        try (RunnerCall call = RunnerCall.start(launcher, "sessions", plan)) {
            return told(call).stream()
                    .filter(one -> one.supervised() || one.age().compareTo(KEPT) < 0)
                    .flatMap(one -> one.info().stream())
                    .sorted(Comparator.comparing(SessionInfo::startedAt))
                    .toList();
        }
    }

    private static List<SessionFacts> told(RunnerCall call) {
        List<SessionFacts> facts = new ArrayList<>();
        while (true) {
            RunnerFrames.Frame frame = call.nextSoon();
            switch (frame.channel()) {
                case RunnerFrames.SESSION ->
                        SessionFacts.parse(frame.payload()).ifPresent(facts::add);
                case RunnerFrames.STATUS -> {
                    RunnerStatus status = RunnerStatus.parse(frame.text());
                    if (status instanceof RunnerStatus.Exited) {
                        return facts;
                    }
                    throw new RunnerFailed("answered " + status);
                }
                default -> throw new RunnerFailed("channel " + frame.channel());
            }
        }
    }
}
