package zomg.memory;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.exec.ExecEnd;
import zomg.model.exec.ExecRequest;
import zomg.model.exec.OutputOffsets;
import zomg.model.exec.SessionInfo;
import zomg.model.exec.SessionTerms;
import zomg.model.id.Uid;
import zomg.port.BoxEngine;
import zomg.port.BoxProcesses;
import zomg.port.Session;

/** Plays the few commands that the contract runs; what else is to be played is set beforehand. */
public final class InMemoryBoxProcesses implements BoxProcesses {

    private static final int FIRST_PID = 100;
    private static final int NOT_FOUND = 127;
    private static final Set<String> USERS = Set.of("root", "nobody");
    private static final Set<String> DIRECTORIES = Set.of("/", "/tmp", "/root");

    private final BoxEngine engine;
    private final AtomicInteger pids = new AtomicInteger(FIRST_PID);
    private final List<ExecRequest> requests = new ArrayList<>();
    private final Map<Uid, InMemorySessions> sessions = new HashMap<>();
    private Optional<ExecEnd> nextEnd = Optional.empty();
    private volatile byte[] nextOutput = {};
    private Runnable meanwhile = () -> {};

    public InMemoryBoxProcesses(BoxEngine engine) {
        this.engine = engine;
    }

    /** The next command, whatever it is, prints this and ends so. */
    public synchronized void playNext(String stdout, ExecEnd end) {
        nextEnd = Optional.of(end);
        nextOutput = stdout.getBytes(StandardCharsets.UTF_8);
    }

    /** Happens while a command runs, each time. */
    public synchronized void duringEachRun(Runnable task) {
        meanwhile = task;
    }

    /** Everything that was asked for, in order. */
    public synchronized List<ExecRequest> requests() {
        return List.copyOf(requests);
    }

    /** Others are not kept waiting by what it does, nor by who reads its output. */
    @Override
    public ExecEnd run(Box box, ExecRequest request, OutputStream stdout, OutputStream stderr) {
        begin(box, request).run();
        Optional<ExecEnd> played = takeNext();
        if (played.isPresent()) {
            write(stdout, nextOutput);
            return played.get();
        }
        return play(request, stdout, stderr);
    }

    private synchronized Runnable begin(Box box, ExecRequest request) {
        check(box, request);
        return meanwhile;
    }

    private synchronized Optional<ExecEnd> takeNext() {
        Optional<ExecEnd> end = nextEnd;
        nextEnd = Optional.empty();
        return end;
    }

    @Override
    public synchronized int start(Box box, Uid id, ExecRequest request) {
        check(box, request);
        int pid = pids.incrementAndGet();
        of(box).start(id, request, pid);
        return pid;
    }

    @Override
    public synchronized Session open(Box box, Uid id, ExecRequest request, SessionTerms terms) {
        check(box, request);
        return of(box).open(id, request, terms, pids.incrementAndGet());
    }

    @Override
    public synchronized Session join(Box box, Uid id, Optional<OutputOffsets> has) {
        return of(box).join(id, has);
    }

    @Override
    public synchronized List<SessionInfo> sessions(Box box) {
        return of(box).list();
    }

    private InMemorySessions of(Box box) {
        return sessions.computeIfAbsent(box.uid(), _ -> new InMemorySessions());
    }

    private void check(Box box, ExecRequest request) {
        requests.add(request);
        requireRunning(box);
        refusal(request)
                .ifPresent(
                        no -> {
                            throw no;
                        });
    }

    private void requireRunning(Box box) {
        if (!engine.isRunning(box.uid())) {
            throw new Refusal(ErrorCode.BOX_NOT_RUNNING, "box is not running");
        }
    }

    private static Optional<Refusal> refusal(ExecRequest request) {
        if (!USERS.contains(request.user())) {
            return Optional.of(
                    new Refusal(ErrorCode.EXEC_FAILED, "there is no user " + request.user()));
        }
        return request.workingDirectory()
                .filter(path -> !DIRECTORIES.contains(path))
                .map(path -> new Refusal(ErrorCode.EXEC_FAILED, "there is no directory " + path));
    }

    static ExecEnd play(ExecRequest request, OutputStream stdout, OutputStream stderr) {
        List<String> command = request.command();
        return switch (command.getFirst()) {
            case "true" -> new ExecEnd.Exited(0);
            case "pwd" -> print(stdout, request.workingDirectory().orElse("/root") + "\n");
            case "whoami" -> print(stdout, request.user() + "\n");
            case "printenv" ->
                    print(stdout, request.environment().variables().get(command.getLast()) + "\n");
            case "printf" -> print(stdout, command.getLast());
            case "sleep" ->
                    request.timeout().compareTo(seconds(command.getLast())) < 0
                            ? new ExecEnd.TimedOut()
                            : new ExecEnd.Exited(0);
            case "sh" -> script(command.getLast(), stderr);
            case "head" -> print(stdout, "\0".repeat(Integer.parseInt(command.get(2))));
            default -> {
                print(stderr, "command not found\n");
                yield new ExecEnd.Exited(NOT_FOUND);
            }
        };
    }

    private static ExecEnd script(String script, OutputStream stderr) {
        if (script.startsWith("exit ")) {
            return new ExecEnd.Exited(Integer.parseInt(script.substring("exit ".length())));
        }
        return script.startsWith("kill -9")
                ? new ExecEnd.Signalled(9)
                : print(stderr, script.substring("echo ".length(), script.indexOf(" >&2")) + "\n");
    }

    private static Duration seconds(String text) {
        return Duration.ofSeconds(Long.parseLong(text));
    }

    private static ExecEnd print(OutputStream stream, String text) {
        write(stream, text.getBytes(StandardCharsets.UTF_8));
        return new ExecEnd.Exited(0);
    }

    private static void write(OutputStream stream, byte[] bytes) {
        try {
            stream.write(bytes);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
