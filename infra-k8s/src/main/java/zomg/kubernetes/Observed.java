package zomg.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Locale;

/** What there is in the cluster under a name that we need. */
sealed interface Observed {

    record Absent() implements Observed {}

    /**
     * @param leaving whether it is about to go, and only waits for what is in it
     */
    record Ours(boolean leaving) implements Observed {}

    /**
     * Somebody else's.
     *
     * @param what kind and name, for a person
     */
    record Foreign(String what) implements Observed {}

    /**
     * @param object null if there is none
     */
    static Observed of(String instance, HasMetadata object) {
        if (object == null) {
            return new Absent();
        }
        return Labels.areOurs(instance, object)
                ? new Ours(object.getMetadata().getDeletionTimestamp() != null)
                : new Foreign(
                        "%s %s"
                                .formatted(
                                        object.getKind().toLowerCase(Locale.ROOT),
                                        object.getMetadata().getName()));
    }
}
