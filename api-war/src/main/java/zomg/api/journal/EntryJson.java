package zomg.api.journal;

import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.model.id.BoxName;
import zomg.model.id.ProjectName;
import zomg.model.id.Uid;
import zomg.model.journal.Cause;
import zomg.model.journal.Change;
import zomg.model.journal.Entry;

/** One entry of the journal on the wire, the data of an event too. */
@Schema(
        name = "JournalEntry",
        description = "One change, why it happened and who asked for it.",
        requiredProperties = {"id", "at", "kind", "cause", "previous_hash", "hash"})
public record EntryJson(
        @Schema(description = "One more than that of the entry before.", examples = "42") long id,
        Instant at,
        @Schema(description = "What happened, as noun and participle.", examples = "box.running")
                String kind,
        Optional<ProjectName> project,
        Optional<BoxName> box,
        @Schema(
                        description =
                                "What it is about if that is no box: a base, a token's owner.",
                        examples = "box-base")
                Optional<String> subject,
        Optional<Uid> uid,
        @Schema(description = "The status before; of a box.", examples = "creating")
                Optional<String> from,
        @Schema(description = "The status since; of a box.", examples = "running")
                Optional<String> to,
        @Schema(description = "More for people.", examples = "config, tags")
                Optional<String> detail,
        @Schema(
                        description =
                                "Why it happened: the operationId of the request that it was done"
                                        + " for, or what the server did it for by itself.",
                        examples = "createBox")
                String cause,
        @Schema(description = "Who asked for it; absent if nobody did.", examples = "root")
                Optional<String> actor,
        @Schema(
                        description = "What the log says of the same work under.",
                        examples = "kq3v5m2xw4ta")
                Optional<String> requestId,
        @Schema(
                        description = "The hash of the entry before.",
                        examples =
                                "0000000000000000000000000000000000000000000000000000000000000000")
                String previousHash,
        @Schema(
                        description = "SHA-256 of all the rest.",
                        examples =
                                "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
                String hash) {

    static EntryJson of(Entry entry) {
        Change change = entry.change();
        Cause cause = entry.cause();
        return new EntryJson(
                entry.id(),
                entry.at(),
                change.kind(),
                change.project(),
                change.box(),
                change.object(),
                change.uid(),
                change.from(),
                change.to(),
                change.detail(),
                cause.reason(),
                cause.actor(),
                cause.requestId(),
                entry.previous(),
                entry.hash());
    }
}
