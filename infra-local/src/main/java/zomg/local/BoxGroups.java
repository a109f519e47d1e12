package zomg.local;

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
    public void release() {
        cgroups.removeParent();
    }
}
