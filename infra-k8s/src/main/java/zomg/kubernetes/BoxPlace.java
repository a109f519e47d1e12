package zomg.kubernetes;

import java.nio.file.Path;
import zomg.linux.pool.SystemVolumes.SystemVolume;
import zomg.model.id.Uid;

/** Where a box's container has what the pool keeps for it; zomg-runner knows these places. */
final class BoxPlace {

    static final String ETC = "/zomg/etc";
    static final String TMP = "/zomg/tmp";
    static final String DATA = "/zomg/data";

    /** In {@link #ETC}. */
    static final String PLAN = "plan";

    private static final String SYSTEM = "/zomg/system";

    private BoxPlace() {}

    /** As the last name of where boxes have it. */
    static String nameOf(SystemVolume volume) {
        return Path.of(volume.point()).getFileName().toString();
    }

    static String of(SystemVolume volume) {
        return SYSTEM + "/" + nameOf(volume);
    }

    static Path ofData(Uid volume) {
        return Path.of(DATA, volume.value());
    }
}
