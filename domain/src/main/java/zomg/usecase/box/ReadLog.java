package zomg.usecase.box;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.exec.ExecEnd;
import zomg.model.exec.ExecRequest;
import zomg.model.exec.LogChoice;
import zomg.model.exec.OutputOffsets;
import zomg.model.exec.SessionInput;
import zomg.model.exec.SessionOutput;
import zomg.model.exec.SessionPosition;
import zomg.model.exec.SessionTerms;
import zomg.model.id.BoxRef;
import zomg.model.id.Uid;
import zomg.port.BoxProcesses;
import zomg.port.IdSource;
import zomg.port.Session;

/**
 * Reads what a process printed that was left running. By a program of the box: the log is a file of
 * it, and may be anything that its users made of it.
 */
public final class ReadLog {

    /** What is kept of what was asked for. */
    public static final int MAX_OUTPUT = 1024 * 1024;

    private static final int NO_LOG = 66;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** What the box's profile prints comes before it, and is not of the log. */
    private static final byte MARK = 0;

    /** While there is a new file that has not got its name yet, neither has the older one. */
    private static final String FIND =
            "cd /tmp/boxes/exec 2>/dev/null && [ -f \"$1.log\" ] && [ ! -L \"$1.log\" ] || exit 66;"
                    + " [ ! -e \"$1.log.new\" ] || sleep 0.02; exec 4<\"$1.log\"; printf '\\0'; ";

    /**
     * What stands before it, if there is any: it goes on in a new file each time that it is full.
     * The newer is opened first. That makes it the same one twice if it becomes the older just
     * then; which both are is settled when both are open, whatever happens to their names.
     */
    private static final String OLDER =
            "if [ -f \"$1.log.1\" ] && [ ! -L \"$1.log.1\" ]"
                    + " && { command exec 3<\"$1.log.1\"; } 2>/dev/null"
                    + " && [ ! /proc/self/fd/3 -ef /proc/self/fd/4 ]; then ";

    private static final String READ =
            FIND
                    + OLDER
                    + "{ cat <&3; cat <&4; } | tail -n \"$2\"; else exec tail -n \"$2\" <&4; fi";

    /**
     * By name, so that it goes on with the file that comes next, and anew when it gets shorter:
     * somebody may cut it. Until the process ends.
     */
    private static final String FOLLOW =
            FIND
                    + "n=$2; "
                    + OLDER
                    + "k=$(head -n \"$2\" <&4 | wc -l); if [ \"$k\" -lt \"$2\" ]; then"
                    + " tail -n $(($2 - k)) <&3; n=+1; fi; fi;"
                    + " exec tail -F --pid=\"$1\" -s 0.5 -n \"$n\" -- \"$1.log\" 3<&- 4<&-";

    private final BoxProcesses processes;
    private final ShowBox showBox;
    private final IdSource ids;

    public ReadLog(BoxProcesses processes, ShowBox showBox, IdSource ids) {
        this.processes = processes;
        this.showBox = showBox;
        this.ids = ids;
    }

    /**
     * @return the last lines, whole ones if they are more than is kept
     * @throws Refusal BOX_NOT_FOUND, BOX_NOT_RUNNING, LOG_NOT_FOUND, EXEC_FAILED, EXEC_TIMEOUT
     */
    public Output read(BoxRef ref, LogChoice choice) {
        Box box = showBox.running(ref);
        Last log = new Last(MAX_OUTPUT);
        Output.Collector complaint = new Output.Collector(1024);
        switch (processes.run(box, request(READ, choice), log, complaint)) {
            case ExecEnd.Exited(int code) when code == 0 -> {
                return log.output();
            }
            case ExecEnd.Exited(int code) when code == NO_LOG ->
                    throw new Refusal(
                            ErrorCode.LOG_NOT_FOUND,
                            "box %s has no log of a process %d; zomg exec --bg makes one"
                                    .formatted(ref.name(), choice.pid()));
            case ExecEnd.Exited _, ExecEnd.Signalled _ ->
                    throw new Refusal(
                            ErrorCode.EXEC_FAILED,
                            "the log cannot be read: "
                                    + new String(complaint.output().bytes(), StandardCharsets.UTF_8)
                                            .strip());
            case ExecEnd.TimedOut() ->
                    throw new Refusal(
                            ErrorCode.EXEC_TIMEOUT,
                            "the box did not read its log within %d s"
                                    .formatted(PATIENCE.toSeconds()));
        }
    }

    /**
     * The last lines, and what comes after them until the process ends; all of it as stdout.
     *
     * @throws Refusal as {@link #read}
     */
    public Session follow(BoxRef ref, LogChoice choice) {
        read(ref, new LogChoice(choice.pid(), 0));
        return new Followed(
                processes.open(
                        showBox.running(ref),
                        ids.next(),
                        request(FOLLOW, choice),
                        SessionTerms.UNLISTED));
    }

    private static ExecRequest request(String script, LogChoice choice) {
        return ExecRequest.of(
                        "sh",
                        "-c",
                        script,
                        "log",
                        Integer.toString(choice.pid()),
                        Integer.toString(choice.lines()))
                .within(PATIENCE);
    }

    /**
     * All of it is stdout; what tail has to say about itself is not of the log. Nobody comes back
     * to it: it is confirmed as it is read, and ends when it is closed.
     */
    private static final class Followed implements Session {

        private final Session session;
        private OutputOffsets heard = OutputOffsets.START;
        private boolean begun;

        Followed(Session session) {
            this.session = session;
        }

        @Override
        public Uid id() {
            return session.id();
        }

        @Override
        public SessionPosition position() {
            return session.position();
        }

        @Override
        public SessionOutput next() {
            while (true) {
                switch (session.next()) {
                    case SessionOutput.Stdout(byte[] bytes) -> {
                        confirm(bytes.length, 0);
                        byte[] log = begun ? bytes : begin(bytes);
                        if (log.length > 0) {
                            return new SessionOutput.Stdout(log);
                        }
                    }
                    // says that the log was cut, for one
                    case SessionOutput.Stderr(byte[] bytes) -> confirm(0, bytes.length);
                    case SessionOutput.Accepted _ -> {
                        // there is none
                    }
                    case SessionOutput.Ended ended -> {
                        return ended;
                    }
                }
            }
        }

        private void confirm(long stdout, long stderr) {
            heard = new OutputOffsets(heard.stdout() + stdout, heard.stderr() + stderr);
            session.send(new SessionInput.Confirmed(heard));
        }

        private byte[] begin(byte[] printed) {
            for (int at = 0; at < printed.length; at++) {
                if (printed[at] == MARK) {
                    begun = true;
                    return Arrays.copyOfRange(printed, at + 1, printed.length);
                }
            }
            return new byte[0];
        }

        @Override
        public void send(SessionInput input) {
            session.send(input);
        }

        @Override
        public void close() {
            session.send(new SessionInput.HangUp());
            session.close();
        }
    }

    /** Keeps the last bytes of what comes behind the mark. */
    private static final class Last extends OutputStream {

        private final byte[] kept;
        private long length;
        private boolean begun;

        Last(int most) {
            kept = new byte[most];
        }

        @Override
        public void write(int one) {
            if (begun) {
                kept[(int) (length++ % kept.length)] = (byte) one;
            } else {
                begun = one == MARK;
            }
        }

        /** What was cut begins with a whole line. */
        Output output() {
            boolean cut = length > kept.length;
            byte[] bytes = new byte[(int) Math.min(length, kept.length)];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = kept[(int) ((length - bytes.length + at) % kept.length)];
            }
            return new Output(cut ? wholeLines(bytes) : bytes, cut);
        }

        private static byte[] wholeLines(byte[] bytes) {
            for (int at = 0; at < bytes.length - 1; at++) {
                if (bytes[at] == '\n') {
                    return Arrays.copyOfRange(bytes, at + 1, bytes.length);
                }
            }
            return bytes;
        }
    }
}
