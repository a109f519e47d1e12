package zomg.local;

import java.util.Optional;
import zomg.model.box.Box;
import zomg.port.BoxMounts;
import zomg.runner.VolumeMounts;

/** Data volumes of boxes that run on this machine. */
public final class LocalBoxMounts implements BoxMounts {

    private final LocalConfig config;
    private final LocalBoxEngine engine;
    private final VolumeMounts mounts;

    public LocalBoxMounts(LocalConfig config, LocalBoxEngine engine) {
        this.config = config;
        this.engine = engine;
        this.mounts = new VolumeMounts(config.pool());
    }

    @Override
    public void apply(Box box) {
        engine.init(box.uid()).ifPresent(init -> mounts.apply(place(config, init), box));
    }

    /** The runner sees the pool as we do. */
    static VolumeMounts.Place place(LocalConfig config, BoxInit init) {
        return new VolumeMounts.Place(
                init.process(),
                config.launcher(),
                plan -> plan.put("pid", init.pid()).put("start_time", init.startTime()),
                config.pool()::volume);
    }

    @Override
    public boolean areApplied(Box box) {
        Optional<BoxInit> init = engine.init(box.uid());
        return init.isEmpty() || mounts.areApplied(init.get().process(), box);
    }
}
