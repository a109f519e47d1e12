package zomg.api.wiring;

import java.util.List;
import zomg.port.BoxEnds;
import zomg.port.BoxEngine;
import zomg.port.BoxFiles;
import zomg.port.BoxFreezer;
import zomg.port.BoxMounts;
import zomg.port.BoxNetwork;
import zomg.port.BoxProcesses;
import zomg.port.BoxStarts;
import zomg.port.EngineReadiness;
import zomg.port.HostRoutes;
import zomg.port.MachinePart;
import zomg.port.ProjectVolumes;
import zomg.port.SnapshotFiles;

/**
 * The adapters that run boxes. They know each other; nobody else knows which they are.
 *
 * @param parts what it needs besides records and pool, in the order in which it is set up
 * @param ends what is to be done when nobody needs it any more, in this order
 */
record Engine(
        BoxEngine boxes,
        BoxStarts boxStarts,
        EngineReadiness readiness,
        BoxEnds boxEnds,
        BoxProcesses processes,
        BoxFiles files,
        SnapshotFiles snapshotFiles,
        BoxNetwork network,
        BoxFreezer freezer,
        BoxMounts mounts,
        ProjectVolumes projectVolumes,
        HostRoutes routes,
        List<MachinePart> parts,
        List<Runnable> ends)
        implements AutoCloseable {

    @Override
    public void close() {
        ends.forEach(Runnable::run);
    }
}
