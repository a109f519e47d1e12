package zomg.runner;

import java.nio.file.Files;
import java.nio.file.Path;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.linux.pool.PoolDirectories;
import zomg.model.box.Box;
import zomg.model.volume.Attachment;

/** The data volumes that are attached to boxes, for plans that mount them. */
public record DataVolumes(PoolDirectories pool) {

    /** Adds all of a box's, in their order. */
    public void bind(RunnerPlan plan, Box box) {
        box.spec().volumes().all().forEach(one -> bind(plan, one));
    }

    /**
     * @throws Refusal MOUNT_FAILED if its disk is gone
     */
    public void bind(RunnerPlan plan, Attachment one) {
        bind(plan, one, disk(one));
    }

    /**
     * @param from where the runner has its disk
     * @throws Refusal MOUNT_FAILED if it is gone
     */
    public void bind(RunnerPlan plan, Attachment one, Path from) {
        Path unused = disk(one);
        plan.bind(from, one.mount().path().value(), one.mount().readOnly());
    }

    /**
     * @throws Refusal MOUNT_FAILED if it is gone
     */
    public Path disk(Attachment one) {
        Path disk = pool.volume(one.volume());
        if (!Files.isDirectory(disk)) {
            throw new Refusal(
                    ErrorCode.MOUNT_FAILED,
                    "the disk of volume %s is gone; detach it".formatted(one.mount().name()));
        }
        return disk;
    }
}
