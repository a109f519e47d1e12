package zomg.cli.session;

import io.avaje.jsonb.Json;

/** What the server says on the channel of control; null where it says something else. */
@Json
record GreetingJson(Session session, Ack ack) {

    /**
     * @param stdin how many bytes of input it has taken since it began
     * @param stdout where its output begins that comes now
     */
    @Json
    record Session(String id, long stdin, long stdout, long stderr) {}

    /** How much of the input it has taken. */
    @Json
    record Ack(long stdin) {}
}
