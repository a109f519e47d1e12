package zomg.cli.journal;

import io.avaje.jsonb.Jsonb;
import java.time.Duration;
import java.util.Optional;
import zomg.cli.client.JournalEntry;
import zomg.cli.support.ApiFailure;
import zomg.cli.support.Call;
import zomg.cli.support.EventReader;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.ProjectOption;
import zomg.cli.support.Times;
import zomg.cli.support.Unreachable;
import zomg.cli.support.Waiting;
import zomg.cli.syntax.Command;
import zomg.cli.syntax.Value;

public final class EventsCommand extends Command {

    static final String GOING_ON = "%s; following on after event %s";

    /** Longer than the server is silent. */
    private static final Duration SILENCE = Duration.ofSeconds(40);

    private static final int SERVER_ERROR = 500;
    private static final long FIRST_PAUSE_MILLIS = 500;
    private static final long LONGEST_PAUSE_MILLIS = 15_000;

    private final Value<Boolean> follow =
            flag("Go on with what happens from now on.", "-f", "--follow");
    private final Value<Long> after =
            longNumber(
                    "ID", "Only what happened after this event; 0: all that is kept.", "--after");
    private final Value<String> box = option("NAME", "Only of this box.", "--box");
    private final Value<Boolean> all =
            flag("Of all projects, and of the server itself.", "-a", "--all");
    private final ProjectOption project = new ProjectOption(this);
    private final JsonOption json = new JsonOption(this);

    private final Invocation invocation;

    public EventsCommand(Invocation invocation) {
        super(
                "events",
                "Show what happened, or what happens while it does.",
                new String[] {
                    "",
                    "Without --after, -f shows what happens from now on. It goes on after a broken",
                    "connection, without missing anything, until Ctrl-C.",
                    "",
                    "Examples:",
                    "  zomg events -f",
                    "  zomg events --after 0 --all --json"
                });
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Optional<String> start = after.find().map(String::valueOf).or(() -> start(follow.get()));
        EventReader events = new EventReader(start, this::show);
        if (follow.get()) {
            follow(events);
        } else {
            invocation.http().patient(SILENCE).lines(request(events), events::line);
        }
        return ExitCode.OK;
    }

    private static Optional<String> start(boolean follow) {
        return follow ? Optional.empty() : Optional.of("0");
    }

    /** Ends with Ctrl-C, or if there never was a connection, or the server says no. */
    private void follow(EventReader events) {
        long pause = FIRST_PAUSE_MILLIS;
        boolean connected = false;
        while (true) {
            String reason = "the server ended the stream";
            try {
                invocation.http().patient(SILENCE).lines(request(events), events::line);
            } catch (Unreachable broken) {
                connected |= events.lastId().isPresent();
                reason = reasonToGoOn(broken, connected);
            } catch (ApiFailure refused) {
                if (!connected || refused.status() < SERVER_ERROR) {
                    throw refused;
                }
                reason = refused.sentence();
            }
            connected = true;
            if (events.heardAnything()) {
                pause = FIRST_PAUSE_MILLIS;
            }
            invocation.terminal().err().println(GOING_ON.formatted(reason, last(events)));
            Waiting.pause(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        }
    }

    private static String reasonToGoOn(Unreachable broken, boolean connected) {
        if (!connected) {
            throw broken;
        }
        return broken.getMessage();
    }

    private static String last(EventReader events) {
        return events.lastId().orElse("0");
    }

    private Call request(EventReader events) {
        Call call =
                Call.of("GET", "/v1/events")
                        .query("follow", follow.get() ? null : false)
                        .query("project", all.get() ? null : invocation.project(project))
                        .query("box", box.get())
                        .header("Accept", "text/event-stream, application/problem+json");
        events.lastId().ifPresent(id -> call.header("Last-Event-ID", id));
        return call;
    }

    private void show(String data) {
        if (json.isSet()) {
            invocation.output().line(data);
            return;
        }
        JournalEntry entry = Jsonb.instance().type(JournalEntry.class).fromJson(data);
        invocation.output().line(sentence(entry));
    }

    private static String sentence(JournalEntry entry) {
        StringBuilder text =
                new StringBuilder(
                        "%s  %-16s  %s  %s"
                                .formatted(
                                        Times.toSeconds(entry.at()),
                                        entry.kind(),
                                        Subject.of(entry),
                                        entry.cause()));
        Optional.ofNullable(entry.actor()).ifPresent(actor -> text.append(" by ").append(actor));
        Optional.ofNullable(entry.requestId())
                .ifPresent(id -> text.append(" (").append(id).append(')'));
        Optional.ofNullable(entry.detail()).ifPresent(detail -> text.append(": ").append(detail));
        return text.toString();
    }
}
