package zomg.model.journal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One change in the journal.
 *
 * @param id one more than that of the entry before
 * @param previous the hash of the entry before
 * @param hash sha256 of all the rest in lower-case hex; who changes, drops or inserts an entry has
 *     to write all later ones anew
 */
public record Entry(long id, Instant at, Change change, Cause cause, String previous, String hash) {

    /** The entry of what changed after {@code last}. */
    public static Entry after(Mark last, Instant at, Change change, Cause cause) {
        long id = last.id() + 1;
        return new Entry(id, at, change, cause, last.hash(), hash(id, at, change, cause, last));
    }

    public Mark mark() {
        return new Mark(id, hash);
    }

    /** Whether it is as it was written, and what was written after {@code last}. */
    public boolean follows(Mark last) {
        return id == last.id() + 1
                && previous.equals(last.hash())
                && hash.equals(hash(id, at, change, cause, last));
    }

    private static String hash(long id, Instant at, Change change, Cause cause, Mark last) {
        String content =
                Stream.of(
                                Optional.of(last.hash()),
                                Optional.of(id),
                                Optional.of(at),
                                Optional.of(change.kind()),
                                change.project(),
                                change.box(),
                                change.object(),
                                change.uid(),
                                change.from(),
                                change.to(),
                                change.detail(),
                                Optional.of(cause.reason()),
                                cause.actor(),
                                cause.requestId())
                        .map(Entry::canonical)
                        .collect(Collectors.joining());
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(content.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }

    /** With its length, so that no two contents are written alike. */
    private static String canonical(Optional<?> part) {
        return part.map(Object::toString)
                .map(text -> "%d:%s".formatted(text.length(), text))
                .orElse("-");
    }
}
