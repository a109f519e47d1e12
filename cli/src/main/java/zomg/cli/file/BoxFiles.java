package zomg.cli.file;

import java.util.Optional;
import java.util.OptionalLong;
import zomg.cli.file.Side.InBox;
import zomg.cli.support.Call;
import zomg.cli.support.Http;
import zomg.cli.support.Transfers;

/** The routes of the contract whose bodies are no JSON. */
final class BoxFiles {

    private static final String BYTES = "application/octet-stream";
    private static final String TAR = "application/x-tar";
    private static final String FILES = "/v1/projects/{project}/boxes/{name}/files";
    private static final String ARCHIVE = "/v1/projects/{project}/boxes/{name}/archive";

    private final Transfers transfers;

    BoxFiles(Http http) {
        this.transfers = new Transfers(http);
    }

    /** Empty if there is none, or nothing is said of it: then who reads or writes it hears why. */
    Optional<FileFacts> show(InBox place) {
        return transfers.head(call("HEAD", FILES, place), FileFacts::of);
    }

    /** Gives the bytes of a file to {@code reader}, with what the answer says of it. */
    void read(InBox place, Transfers.Reading<FileFacts> reader) {
        transfers.read(call("GET", FILES, place).header("Accept", BYTES), FileFacts::of, reader);
    }

    void pack(InBox place, Transfers.Reading<FileFacts> reader) {
        transfers.read(call("GET", ARCHIVE, place).header("Accept", TAR), FileFacts::of, reader);
    }

    void write(InBox place, Optional<Integer> mode, OptionalLong size, Transfers.Writing writer) {
        Call call = call("PUT", FILES, place);
        mode.ifPresent(bits -> call.query("mode", "%04o".formatted(bits)));
        transfers.write(call, BYTES, size, writer);
    }

    void unpack(InBox place, Transfers.Writing writer) {
        transfers.write(call("PUT", ARCHIVE, place), TAR, OptionalLong.empty(), writer);
    }

    private static Call call(String method, String route, InBox place) {
        Call call =
                Call.of(method, route)
                        .path("project", place.box().project())
                        .path("name", place.box().name())
                        .query("path", place.path());
        place.snapshot().ifPresent(name -> call.query("snapshot", name));
        return call;
    }
}
