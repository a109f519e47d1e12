package zomg.model.project;

import zomg.model.box.BoxConfig;
import zomg.model.box.Cpus;
import zomg.model.box.Memory;
import zomg.model.space.Storage;

/**
 * What boxes reserve, running or not: their number and the sums of their limits. A box without a
 * limit adds nothing to its sum.
 *
 * @param cpus in thousandths
 * @param memory in MiB
 * @param storage in GiB
 */
public record Usage(long boxes, long cpus, long memory, long storage) {

    public static final Usage NONE = new Usage(0, 0, 0, 0);

    /** Of one box. */
    public static Usage of(BoxConfig config) {
        return new Usage(
                1,
                config.cpus().map(Cpus::thousandths).orElse(0),
                config.memory().map(Memory::mebibytes).orElse(0),
                config.storage().map(Storage::gibibytes).orElse(0));
    }

    public Usage plus(Usage other) {
        return new Usage(
                boxes + other.boxes,
                cpus + other.cpus,
                memory + other.memory,
                storage + other.storage);
    }
}
