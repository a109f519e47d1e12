package zomg.local;

import java.util.Optional;
import zomg.linux.cgroup.Cgroups;
import zomg.port.MachinePart;

/** The parent of the boxes' control groups. */
public final class BoxGroups implements MachinePart {

    private final Cgroups cgroups;

    public BoxGroups(Cgroups cgroups) {
        this.cgroups = cgroups;
    }

    @Override
    public String name() {
        return "groups";
    }

    @Override
    public void prepare() {
        cgroups.createParent();
    }

    @Override
    public Optional<String> fault() {
        return cgroups.hasParent()
                ? Optional.empty()
                : Optional.of("the parent of the boxes' control groups is gone");
    }

    @Override
    public void release() {
        cgroups.removeParent();
    }
}
