package zomg.linux.cgroup;

import java.util.OptionalInt;
import java.util.OptionalLong;
import zomg.model.box.BoxConfig;

/**
 * What the processes of a group may use together.
 *
 * @param memoryBytes empty for no limit
 * @param cpuThousandths a weight against other groups, in thousandths of a processor, not a cap
 */
public record Limits(OptionalLong memoryBytes, OptionalInt cpuThousandths, int processes) {

    public static Limits of(BoxConfig wanted, int processes) {
        return new Limits(
                wanted.memory()
                        .map(memory -> OptionalLong.of(memory.bytes()))
                        .orElseGet(OptionalLong::empty),
                wanted.cpus()
                        .map(cpus -> OptionalInt.of(cpus.thousandths()))
                        .orElseGet(OptionalInt::empty),
                processes);
    }
}
