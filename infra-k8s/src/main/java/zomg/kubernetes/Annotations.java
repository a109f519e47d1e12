package zomg.kubernetes;

import zomg.model.box.BoxConfig;

/** What people may read on our objects. */
final class Annotations {

    /** What the box may use now; the pod's template has what it could use when it started. */
    static final String LIMITS = "zomg/limits";

    private static final String NONE = "none";

    private Annotations() {}

    static String limits(BoxConfig config) {
        return "cpu=%s memory=%s"
                .formatted(
                        config.cpus().map(cpus -> cpus.thousandths() + "m").orElse(NONE),
                        config.memory().map(memory -> memory.mebibytes() + "Mi").orElse(NONE));
    }
}
