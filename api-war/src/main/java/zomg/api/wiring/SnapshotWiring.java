package zomg.api.wiring;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import zomg.port.BoxEngine;
import zomg.port.Boxes;
import zomg.port.EngineReadiness;
import zomg.port.IdSource;
import zomg.port.RootStore;
import zomg.port.SnapshotStore;
import zomg.port.Snapshots;
import zomg.usecase.box.BoxTurns;
import zomg.usecase.box.OneInstant;
import zomg.usecase.box.ShowBox;
import zomg.usecase.box.StartBox;
import zomg.usecase.box.StoppedMeanwhile;
import zomg.usecase.setup.SnapshotCheck;
import zomg.usecase.snapshot.CreateSnapshot;
import zomg.usecase.snapshot.DeleteSnapshot;
import zomg.usecase.snapshot.FindSnapshot;
import zomg.usecase.snapshot.ReplaceDisks;
import zomg.usecase.snapshot.RestoreSnapshot;
import zomg.usecase.snapshot.TakeSnapshot;
import zomg.usecase.volume.BoxVolumeSnapshots;

/** What is done with snapshots. */
@Dependent
public class SnapshotWiring {

    @Produces
    @Singleton
    TakeSnapshot takeSnapshot(
            Snapshots snapshots,
            SnapshotStore store,
            BoxVolumeSnapshots volumes,
            OneInstant oneInstant,
            IdSource ids,
            InstantSource clock) {
        return new TakeSnapshot(snapshots, store, volumes, oneInstant, ids, clock);
    }

    @Produces
    @Singleton
    FindSnapshot findSnapshot(ShowBox showBox, Snapshots snapshots, BoxVolumeSnapshots volumes) {
        return new FindSnapshot(showBox, snapshots, volumes);
    }

    @Produces
    @Singleton
    CreateSnapshot createSnapshot(ShowBox showBox, TakeSnapshot takeSnapshot, BoxTurns turns) {
        return new CreateSnapshot(showBox, takeSnapshot, turns);
    }

    @Produces
    @Singleton
    DeleteSnapshot deleteSnapshot(
            ShowBox showBox, Snapshots snapshots, TakeSnapshot takeSnapshot, BoxTurns turns) {
        return new DeleteSnapshot(showBox, snapshots, takeSnapshot, turns);
    }

    @Produces
    @Singleton
    RestoreSnapshot restoreSnapshot(
            Boxes boxes,
            Snapshots snapshots,
            RootStore roots,
            BoxVolumeSnapshots volumes,
            ReplaceDisks replaceDisks,
            StoppedMeanwhile stopped,
            StartBox startBox,
            ShowBox showBox,
            FindSnapshot findSnapshot,
            TakeSnapshot takeSnapshot,
            BoxTurns turns,
            InstantSource clock) {
        return new RestoreSnapshot(
                boxes,
                snapshots,
                roots,
                volumes,
                replaceDisks,
                stopped,
                startBox,
                showBox,
                findSnapshot,
                takeSnapshot,
                turns,
                clock);
    }

    @Produces
    @Singleton
    StoppedMeanwhile stoppedMeanwhile(
            Boxes boxes,
            BoxEngine engine,
            EngineReadiness readiness,
            StartBox startBox,
            BoxTurns turns,
            InstantSource clock) {
        return new StoppedMeanwhile(boxes, engine, readiness, startBox, turns, clock);
    }

    @Produces
    @Singleton
    ReplaceDisks replaceDisks(
            Boxes boxes,
            Snapshots snapshots,
            SnapshotStore store,
            RootStore roots,
            BoxVolumeSnapshots volumes,
            BoxEngine engine,
            StoppedMeanwhile stopped,
            InstantSource clock) {
        return new ReplaceDisks(boxes, snapshots, store, roots, volumes, engine, stopped, clock);
    }

    @Produces
    @Singleton
    SnapshotCheck snapshotCheck(
            Snapshots snapshots,
            SnapshotStore store,
            TakeSnapshot takeSnapshot,
            ReplaceDisks replaceDisks) {
        return new SnapshotCheck(snapshots, store, takeSnapshot, replaceDisks);
    }
}
