package zomg.model.volume;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import zomg.error.InvalidInput;

/**
 * Where a box has a data volume: absolute, in one spelling only, and apart from what every box has
 * already.
 */
public record MountPath(String value) implements Comparable<MountPath> {

    private static final String FIELD = "path";
    private static final int MAX_LENGTH = 1_000;
    private static final int MAX_COMPONENT_BYTES = 255;
    private static final List<String> TAKEN =
            List.of("/proc", "/sys", "/dev", "/run", "/etc", "/volumes", "/home", "/box");

    /** Slashes at the end, and several of them in a row, are dropped. */
    public MountPath {
        if (!value.startsWith("/")) {
            throw refused("must be absolute");
        }
        if (value.length() > MAX_LENGTH) {
            throw refused("must have at most %d characters".formatted(MAX_LENGTH));
        }
        if (value.chars().anyMatch(Character::isISOControl) || !isText(value)) {
            throw refused("must not have control characters");
        }
        List<String> components =
                Arrays.stream(value.split("/")).filter(one -> !one.isEmpty()).toList();
        if (components.isEmpty()) {
            throw refused("must not be /");
        }
        if (components.contains(".") || components.contains("..")) {
            throw refused("must not have . or .. in it");
        }
        if (components.stream().anyMatch(MountPath::isTooLong)) {
            throw refused("must not have a name above %d bytes".formatted(MAX_COMPONENT_BYTES));
        }
        value = components.stream().collect(Collectors.joining("/", "/", ""));
        for (String taken : TAKEN) {
            if (isAtOrBelow(value, taken)) {
                throw refused("must not be %s or below it".formatted(taken));
            }
        }
    }

    private static InvalidInput refused(String rule) {
        return InvalidInput.field(FIELD, rule);
    }

    /** Half a surrogate pair has no bytes in any path. */
    private static boolean isText(String value) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(value);
    }

    private static boolean isTooLong(String component) {
        return component.getBytes(StandardCharsets.UTF_8).length > MAX_COMPONENT_BYTES;
    }

    private static boolean isAtOrBelow(String path, String directory) {
        return path.equals(directory) || path.startsWith(directory + "/");
    }

    /** Whether what is mounted here hides what is mounted there. */
    public boolean isAbove(MountPath other) {
        return !equals(other) && isAtOrBelow(other.value, value);
    }

    @Override
    public int compareTo(MountPath other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
