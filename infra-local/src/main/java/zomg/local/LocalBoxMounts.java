package zomg.local;

import java.util.Optional;
import zomg.model.box.Box;
import zomg.port.BoxMounts;

/** Data volumes of boxes that run on this machine. */
public final class LocalBoxMounts implements BoxMounts {

    private final LocalBoxEngine engine;
    private final VolumeMounts mounts;

    public LocalBoxMounts(LocalConfig config, LocalBoxEngine engine) {
        this.engine = engine;
        this.mounts = new VolumeMounts(config);
    }

    @Override
    public void apply(Box box) {
        engine.init(box.uid()).ifPresent(init -> mounts.apply(init, box));
    }

    @Override
    public boolean areApplied(Box box) {
        Optional<BoxInit> init = engine.init(box.uid());
        return init.isEmpty() || mounts.areApplied(init.get(), box);
    }
}
