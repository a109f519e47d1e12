package zomg.model.id;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/** Names one data volume everywhere: project and name together. */
public record VolumeRef(ProjectName project, VolumeName name) implements Comparable<VolumeRef> {

    private static final Comparator<VolumeRef> ORDER =
            Comparator.comparing(VolumeRef::project).thenComparing(VolumeRef::name);

    public VolumeRef {
        requireNonNull(project, "project");
        requireNonNull(name, "name");
    }

    @Override
    public int compareTo(VolumeRef other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return project + ":" + name;
    }
}
