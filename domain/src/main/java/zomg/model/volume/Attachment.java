package zomg.model.volume;

import static java.util.Objects.requireNonNull;

import zomg.model.id.Uid;

/**
 * A data volume of a box, as its record has it.
 *
 * @param volume what is on disk; the name in {@code mount} is what people call it
 * @param owned whether the volume was made for this box alone, and goes with it
 */
public record Attachment(Uid volume, DataMount mount, boolean owned) {

    public Attachment {
        requireNonNull(volume, "volume");
        requireNonNull(mount, "mount");
    }
}
