package zomg.cli.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.cli.CommandLineOf;
import zomg.cli.CommandLineOf.Outcome;
import zomg.cli.RecordedServer;

class JournalCommandsTest {

    private static final String RUNNING =
            """
            {"id":2,"at":"2026-01-01T00:00:00.375214251Z","kind":"box.running","project":"default",\
            "box":"web","uid":"kq3v5m2xw4ta","from":"creating","to":"running","cause":"createBox",\
            "actor":"root","request_id":"r-1","previous_hash":"00","hash":"11"}""";

    private static final String ISSUED =
            """
            {"id":1,"at":"2026-01-01T00:00:00Z","kind":"token.issued","subject":"root",\
            "detail":"aaaaaaaaaaaa as ADMIN","cause":"start","previous_hash":"00","hash":"11"}""";

    private static final String STREAM =
            "id: 0\n\nid: 1\nevent: token.issued\ndata: %s\n\n:\n\nid: 2\nevent: box.running\ndata: %s\n\n"
                    .formatted(ISSUED, RUNNING);

    private static final String REFUSED =
            """
            {"type":"about:blank","title":"No","status":401,"detail":"no such token",\
            "code":"unauthenticated","request_id":"r-2"}""";

    @TempDir Path folder;

    private final RecordedServer server = new RecordedServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private CommandLineOf zomg() {
        return new CommandLineOf(folder).server(server);
    }

    @Test
    void events_that_happened_are_shown_as_sentences_or_as_they_came() {
        server.with("GET /v1/events?follow=false", 200, "text/event-stream", STREAM);

        assertThat(zomg().run("events", "-a").out())
                .isEqualTo(
                        """
                        2026-01-01T00:00:00Z  token.issued      root  start: aaaaaaaaaaaa as ADMIN
                        2026-01-01T00:00:00Z  box.running       default:web  createBox by root (r-1)
                        """);
        assertThat(server.last().headers()).containsEntry("Last-event-id", "0");
        assertThat(zomg().run("events", "-a", "--json").out())
                .isEqualTo(ISSUED + "\n" + RUNNING + "\n");
    }

    @Test
    void events_are_asked_for_by_project_box_and_place() {
        String request = "GET /v1/events?follow=false&project=shop&box=web";
        server.with(request, 200, "text/event-stream", "id: 41\n\n");

        Outcome outcome = zomg().run("events", "-p", "shop", "--box", "web", "--after", "41");

        assertThat(outcome.exitCode()).isZero();
        assertThat(server.last().headers()).containsEntry("Last-event-id", "41");
    }

    @Test
    void who_follows_goes_on_after_the_last_event_and_says_so() throws IOException {
        List<String> places = new ArrayList<>();
        HttpServer breaking =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        breaking.createContext("/", exchange -> answer(exchange, places));
        breaking.start();
        try {
            Outcome outcome =
                    zomg().variable(
                                    "ZOMG_URL",
                                    "http://127.0.0.1:" + breaking.getAddress().getPort())
                            .run("events", "-f", "-a", "--json");

            assertThat(places).containsExactly("none", "2", "2");
            assertThat(outcome.out()).isEqualTo(ISSUED + "\n" + RUNNING + "\n");
            assertThat(outcome.err())
                    .contains("the server ended the stream; following on after event 2\n")
                    .contains("Error: no such token");
            assertThat(outcome.exitCode()).isEqualTo(1);
        } finally {
            breaking.stop(0);
        }
    }

    /** Breaks off after two events, then in the middle, and refuses at last. */
    private static void answer(HttpExchange exchange, List<String> places) throws IOException {
        String place = exchange.getRequestHeaders().getFirst("Last-Event-ID");
        places.add(place == null ? "none" : place);
        boolean last = places.size() == 3;
        byte[] body =
                switch (places.size()) {
                    case 1 -> STREAM.getBytes(StandardCharsets.UTF_8);
                    case 2 -> ":\n\n".getBytes(StandardCharsets.UTF_8);
                    default -> REFUSED.getBytes(StandardCharsets.UTF_8);
                };
        exchange.getResponseHeaders()
                .set("Content-Type", last ? "application/problem+json" : "text/event-stream");
        exchange.sendResponseHeaders(last ? 401 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Test
    void who_cannot_even_begin_to_follow_is_told_why() {
        Outcome outcome = zomg().variable("ZOMG_URL", "http://127.0.0.1:1").run("events", "-f");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("Error: nobody answers at");
    }

    @Test
    void the_audit_is_a_table_over_all_pages_that_are_wanted() {
        server.on(
                "GET /v1/audit?max_results=2&project=default",
                200,
                "{\"entries\":[%s],\"has_more\":true,\"next_continuation_token\":\"2\"}"
                        .formatted(RUNNING));

        Outcome outcome = zomg().run("audit", "-n", "2");

        assertThat(outcome.out())
                .contains("ID\tTIME\tEVENT\tOF\tCAUSE\tACTOR\tREQUEST")
                .contains(
                        "2\t2026-01-01T00:00:00Z\tbox.running\tdefault:web\tcreateBox\troot\tr-1");
        assertThat(zomg().run("audit", "-n", "0").exitCode()).isEqualTo(2);
    }
}
