package zomg.model.volume;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import zomg.error.InvalidInput;
import zomg.model.id.VolumeName;

/** The data mounts of one box: each volume once, each path once. */
public record DataMounts(List<DataMount> mounts) {

    public static final int MOST = 32;

    public static final DataMounts NONE = new DataMounts(List.of());

    private static final String FIELD = "data_mounts";

    public DataMounts {
        mounts = List.copyOf(mounts);
        if (mounts.size() > MOST) {
            throw InvalidInput.field(FIELD, "must be at most %d".formatted(MOST));
        }
        requireOnce(mounts.stream().map(DataMount::name), "the volume %s");
        requireOnce(mounts.stream().map(DataMount::path), "the path %s");
    }

    private static void requireOnce(Stream<?> values, String what) {
        List<?> all = values.toList();
        Optional<?> twice =
                all.stream().filter(one -> all.indexOf(one) != all.lastIndexOf(one)).findFirst();
        if (twice.isPresent()) {
            throw InvalidInput.field(
                    FIELD, "must not have %s twice".formatted(what.formatted(twice.get())));
        }
    }

    public List<VolumeName> names() {
        return mounts.stream().map(DataMount::name).toList();
    }
}
