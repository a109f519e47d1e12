package zomg.model.volume;

import static java.util.Objects.requireNonNull;

import zomg.model.id.VolumeName;

/**
 * What is asked for of a box and a data volume of its project.
 *
 * @param readOnly the box cannot write to it, whatever its root does
 */
public record DataMount(VolumeName name, MountPath path, boolean readOnly) {

    public DataMount {
        requireNonNull(name, "name");
        requireNonNull(path, "path");
    }
}
