package zomg.memory;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.exec.ExecEnd;
import zomg.model.exec.ExecRequest;
import zomg.model.exec.OutputOffsets;
import zomg.model.exec.SessionInfo;
import zomg.model.exec.SessionInput;
import zomg.model.exec.SessionOutput;
import zomg.model.exec.SessionPosition;
import zomg.model.exec.SessionTerms;
import zomg.model.id.Uid;
import zomg.port.Session;

/** Sessions of one machine. What was confirmed is gone; {@code cat} says what it hears. */
final class InMemorySessions {

    private final Map<Uid, Command> commands = new LinkedHashMap<>();

    Session open(Uid id, ExecRequest request, SessionTerms terms, int pid) {
        Command command = new Command(id, limited(request, terms), terms, false, pid);
        commands.put(id, command);
        return command.join(OutputOffsets.START);
    }

    private static ExecRequest limited(ExecRequest request, SessionTerms terms) {
        return terms.limit().map(request::within).orElse(request);
    }

    void start(Uid id, ExecRequest request, int pid) {
        commands.put(id, new Command(id, request, SessionTerms.PIPES, true, pid));
    }

    Session join(Uid id, Optional<OutputOffsets> has) {
        Command command =
                Optional.ofNullable(commands.get(id))
                        .filter(one -> one.terms.isListed() && !one.background)
                        .orElseThrow(
                                () -> new Refusal(ErrorCode.SESSION_NOT_FOUND, "no such session"));
        return command.join(has.orElse(command.confirmed));
    }

    List<SessionInfo> list() {
        return commands.values().stream()
                .filter(one -> one.terms.isListed())
                .map(Command::info)
                .toList();
    }

    private static final class Command {

        private final Uid id;
        private final ExecRequest request;
        private final SessionTerms terms;
        private final boolean background;
        private final int pid;
        private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
        private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
        private OutputOffsets confirmed = OutputOffsets.START;
        private long stdin;
        private Optional<ExecEnd> end = Optional.empty();
        private Optional<Client> client = Optional.empty();

        Command(Uid id, ExecRequest request, SessionTerms terms, boolean background, int pid) {
            this.id = id;
            this.request = request;
            this.terms = terms;
            this.background = background;
            this.pid = pid;
            if (!isEndless()) {
                end = Optional.of(InMemoryBoxProcesses.play(request, stdout, stderr));
            }
        }

        private boolean isEndless() {
            String name = request.command().getFirst();
            return name.equals("cat") || (background && name.equals("sleep"));
        }

        synchronized Client join(OutputOffsets from) {
            if (from.stdout() < confirmed.stdout()
                    || from.stdout() > stdout.size()
                    || from.stderr() < confirmed.stderr()
                    || from.stderr() > stderr.size()) {
                throw new Refusal(ErrorCode.SESSION_OUTPUT_GONE, "it is not there any more");
            }
            client.ifPresent(Client::takenOver);
            Client now = new Client(this, new SessionPosition(stdin, from));
            client = Optional.of(now);
            now.hear(new SessionOutput.Stdout(rest(stdout, from.stdout())));
            now.hear(new SessionOutput.Stderr(rest(stderr, from.stderr())));
            end.ifPresent(how -> now.hear(new SessionOutput.Ended(how)));
            return now;
        }

        private static byte[] rest(ByteArrayOutputStream all, long from) {
            return Arrays.copyOfRange(all.toByteArray(), (int) from, all.size());
        }

        synchronized void send(SessionInput input) {
            switch (input) {
                case SessionInput.Bytes(byte[] bytes) -> {
                    stdin += bytes.length;
                    stdout.writeBytes(bytes);
                    client.ifPresent(one -> one.hear(new SessionOutput.Stdout(bytes)));
                }
                case SessionInput.End() -> end(new ExecEnd.Exited(0));
                case SessionInput.HangUp() -> end(new ExecEnd.Signalled(1));
                case SessionInput.Confirmed(OutputOffsets heard) -> confirmed = heard;
                case SessionInput.Signal _, SessionInput.Resize _ -> {
                    // nothing that is played hears them
                }
            }
        }

        private void end(ExecEnd how) {
            if (end.isEmpty()) {
                end = Optional.of(how);
                client.ifPresent(one -> one.hear(new SessionOutput.Ended(how)));
            }
        }

        synchronized SessionInfo info() {
            return new SessionInfo(
                    id,
                    request.command(),
                    request.user(),
                    terms.terminal().isPresent(),
                    background,
                    Instant.EPOCH,
                    pid,
                    end);
        }
    }

    private static final class Client implements Session {

        private final Command command;
        private final SessionPosition position;
        private final BlockingQueue<Optional<SessionOutput>> outputs = new LinkedBlockingQueue<>();

        Client(Command command, SessionPosition position) {
            this.command = command;
            this.position = position;
        }

        private void hear(SessionOutput output) {
            boolean nothing =
                    output instanceof SessionOutput.Stdout(byte[] out) && out.length == 0
                            || output instanceof SessionOutput.Stderr(byte[] err)
                                    && err.length == 0;
            if (!nothing) {
                outputs.add(Optional.of(output));
            }
        }

        private void takenOver() {
            outputs.add(Optional.empty());
        }

        @Override
        public Uid id() {
            return command.id;
        }

        @Override
        public SessionPosition position() {
            return position;
        }

        @Override
        public SessionOutput next() {
            try {
                return outputs.take()
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                ErrorCode.SESSION_TAKEN_OVER,
                                                "another client has come"));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        }

        @Override
        public void send(SessionInput input) {
            command.send(input);
        }

        @Override
        public void close() {
            // it runs on
        }
    }
}
