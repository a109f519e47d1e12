package zomg.usecase.diff;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import zomg.model.box.Box;
import zomg.model.diff.ChangedPath;

/** What a box sees something else on than its root: no snapshot of the root has that. */
record Covered(Set<ChangedPath> paths) {

    private static final Set<ChangedPath> OF_EVERY_BOX =
            Stream.of(
                            "/home",
                            "/box",
                            "/proc",
                            "/sys",
                            "/dev",
                            "/run",
                            "/tmp",
                            "/etc/hosts",
                            "/etc/resolv.conf",
                            "/etc/boxes-env")
                    .map(ChangedPath::of)
                    .collect(Collectors.toUnmodifiableSet());

    static Covered of(Box box) {
        return new Covered(
                Stream.concat(
                                OF_EVERY_BOX.stream(),
                                box.spec().volumes().all().stream()
                                        .map(volume -> volume.mount().path().value())
                                        .map(ChangedPath::of))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** The place that a path is at or below, if it is at one. */
    Optional<ChangedPath> over(ChangedPath path) {
        return paths.stream().filter(path::isWithin).findFirst();
    }
}
