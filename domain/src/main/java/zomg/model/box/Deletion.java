package zomg.model.box;

import java.util.Optional;

/** What became of a box that was to be deleted. */
public enum Deletion {
    /** Nobody deletes it. */
    ACTIVE,
    DELETING,
    /** There is no such box, if there ever was. */
    DELETED,
    /** It was tried often enough for now. */
    FAILED;

    public static Deletion of(Optional<Box> box) {
        return box.map(
                        found ->
                                switch (found.status()) {
                                    case DELETING ->
                                            found.failure().isPresent() ? FAILED : DELETING;
                                    case FAILED, CREATING, RUNNING, STOPPING, STOPPED, RESUMING ->
                                            ACTIVE;
                                })
                .orElse(DELETED);
    }
}
