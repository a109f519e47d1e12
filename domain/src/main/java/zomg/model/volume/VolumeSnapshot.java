package zomg.model.volume;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import zomg.error.InvalidInput;
import zomg.model.id.SnapshotName;
import zomg.model.id.Uid;
import zomg.model.id.VolumeRef;

/**
 * What was in a data volume at one instant, as it is recorded.
 *
 * @param volume what it is of; {@code of} is what people call that
 * @param status as of a volume; a snapshot is never restoring
 */
public record VolumeSnapshot(
        Uid uid,
        Uid volume,
        VolumeRef of,
        SnapshotName name,
        Optional<String> description,
        VolumeStatus status,
        Instant createdAt) {

    /** So many a volume has at most. */
    public static final int MOST = 1_000;

    private static final int MAX_DESCRIPTION = 1_000;

    public VolumeSnapshot {
        requireNonNull(uid, "uid");
        requireNonNull(volume, "volume");
        requireNonNull(of, "of");
        requireNonNull(name, "name");
        requireNonNull(status, "status");
        if (description.filter(text -> !isText(text)).isPresent()) {
            throw InvalidInput.field("description", "must be text");
        }
        if (description.filter(text -> text.length() > MAX_DESCRIPTION).isPresent()) {
            throw InvalidInput.field(
                    "description", "must have at most %d characters".formatted(MAX_DESCRIPTION));
        }
        if (description
                .filter(text -> text.chars().anyMatch(Character::isISOControl))
                .isPresent()) {
            throw InvalidInput.field("description", "must not have control characters");
        }
    }

    /** Half a surrogate pair is in no encoding. */
    private static boolean isText(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    public VolumeSnapshot withStatus(VolumeStatus next) {
        return new VolumeSnapshot(uid, volume, of, name, description, next, createdAt);
    }

    public boolean is(VolumeStatus wanted) {
        return status == wanted;
    }
}
