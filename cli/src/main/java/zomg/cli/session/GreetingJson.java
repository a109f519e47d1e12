package zomg.cli.session;

import io.avaje.jsonb.Json;

/** What the server says on the channel of control; null where it says something newer. */
@Json
record GreetingJson(Session session) {

    @Json
    record Session(String id) {}
}
