package zomg.api.box;

import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.model.box.BoxConfig;
import zomg.model.box.Cpus;
import zomg.model.box.Memory;
import zomg.model.space.Storage;

/** Limits of a box on the wire. */
@Schema(
        name = "BoxConfig",
        description = "What a box may use of the machine; what is absent is not limited.")
public record BoxConfigJson(
        Optional<Cpus> cpus, Optional<Memory> ramMb, Optional<Storage> storageGb) {

    static BoxConfigJson of(BoxConfig config) {
        return new BoxConfigJson(config.cpus(), config.memory(), config.storage());
    }

    BoxConfig toConfig() {
        return new BoxConfig(cpus, ramMb, storageGb);
    }
}
