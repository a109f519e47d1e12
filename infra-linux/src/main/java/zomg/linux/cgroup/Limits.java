package zomg.linux.cgroup;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What the processes of a group may use together.
 *
 * @param memoryBytes empty for no limit
 * @param cpuThousandths a weight against other groups, in thousandths of a processor, not a cap
 */
public record Limits(OptionalLong memoryBytes, OptionalInt cpuThousandths, int processes) {}
