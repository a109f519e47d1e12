package zomg.it.harness;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a server says that there is. */
record Records(
        List<JsonObject> boxes,
        Set<String> bases,
        Set<String> snapshots,
        Set<String> volumes,
        Set<String> volumeSnapshots) {

    static Records read(Client client) throws IOException {
        List<JsonObject> boxes = boxes(client);
        Set<String> bases = new TreeSet<>();
        client.get("/v1/bases")
                .getJsonArray("bases")
                .getValuesAs(JsonObject.class)
                .forEach(base -> bases.add(base.getString("id")));
        Set<String> snapshots = new TreeSet<>();
        for (JsonObject box : boxes) {
            client.get(
                            "/v1/projects/%s/boxes/%s/snapshots"
                                    .formatted(box.getString("project"), box.getString("name")))
                    .getJsonArray("snapshots")
                    .getValuesAs(JsonObject.class)
                    .forEach(snapshot -> snapshots.add(snapshot.getString("id")));
        }
        Set<String> volumes = new TreeSet<>();
        Set<String> volumeSnapshots = new TreeSet<>();
        for (JsonObject volume : volumesOf(client, "-")) {
            volumes.add(volume.getString("id"));
            client.get(
                            "/v1/projects/%s/data/%s/snapshots"
                                    .formatted(
                                            volume.getString("project"), volume.getString("name")))
                    .getJsonArray("snapshots")
                    .getValuesAs(JsonObject.class)
                    .forEach(snapshot -> volumeSnapshots.add(snapshot.getString("id")));
        }
        return new Records(boxes, bases, snapshots, volumes, volumeSnapshots);
    }

    /** Of all projects. */
    static List<JsonObject> boxes(Client client) throws IOException {
        List<JsonObject> boxes = new ArrayList<>();
        String next = "";
        do {
            JsonObject page = client.get("/v1/projects/-/boxes" + next);
            boxes.addAll(page.getJsonArray("boxes").getValuesAs(JsonObject.class));
            next =
                    page.getBoolean("has_more")
                            ? "?continuation_token=" + page.getString("next_continuation_token")
                            : "";
        } while (!next.isEmpty());
        return boxes;
    }

    /** Of a project; those that belong to a box are not among them. */
    static List<JsonObject> volumesOf(Client client, String project) throws IOException {
        return client.get("/v1/projects/%s/data".formatted(project))
                .getJsonArray("volumes")
                .getValuesAs(JsonObject.class);
    }

    /** By name. */
    Map<String, JsonObject> boxesOf(String project) {
        Map<String, JsonObject> named = new HashMap<>();
        boxes.stream()
                .filter(box -> box.getString("project").equals(project))
                .forEach(box -> named.put(box.getString("name"), box));
        return named;
    }

    /** What must be on the machine by these. */
    Traces.Expected expected() {
        Set<String> all = new TreeSet<>();
        Set<String> running = new TreeSet<>();
        for (JsonObject box : boxes) {
            all.add(box.getString("id"));
            if (box.getString("status").equals("running")) {
                running.add(box.getString("id"));
            }
        }
        return new Traces.Expected(bases, all, running, snapshots, volumes, volumeSnapshots);
    }

    /** Deletes all boxes and volumes of a project; one line for each that cannot be. */
    List<String> deleteAll(Client client, String project) throws IOException {
        List<String> kept = new ArrayList<>();
        for (String name : boxesOf(project).keySet()) {
            delete(client, "/v1/projects/%s/boxes/%s?force=true".formatted(project, name), kept);
        }
        for (JsonObject volume : volumesOf(client, project)) {
            delete(
                    client,
                    "/v1/projects/%s/data/%s".formatted(project, volume.getString("name")),
                    kept);
        }
        return kept;
    }

    private static void delete(Client client, String path, List<String> kept) throws IOException {
        Client.Answer answer = client.call("DELETE", path, "");
        if (answer.status() != 200) {
            kept.add("%s cannot be deleted: %s".formatted(path, answer));
        }
    }
}
