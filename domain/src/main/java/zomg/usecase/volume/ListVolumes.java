package zomg.usecase.volume;

import java.util.List;
import java.util.Optional;
import zomg.error.ErrorCode;
import zomg.error.InvalidInput;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.id.ProjectName;
import zomg.model.id.VolumeRef;
import zomg.model.volume.Volume;
import zomg.port.Volumes;

/** Lists data volumes in pages and shows one. Those that belong to a box are nobody else's. */
public final class ListVolumes {

    public static final int MAX_PAGE = 1000;

    /**
     * One page.
     *
     * @param next after which the next page goes on; empty at the end
     */
    public record Page(List<Volume> volumes, Optional<VolumeRef> next) {}

    /** A volume and the boxes that have it. */
    public record Use(Volume volume, List<Box> boxes) {}

    private final Volumes volumes;

    public ListVolumes(Volumes volumes) {
        this.volumes = volumes;
    }

    /**
     * @param project empty for all
     * @param limit volumes on one page, 1 to {@value #MAX_PAGE}
     */
    public Page list(Optional<ProjectName> project, Optional<VolumeRef> after, int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw InvalidInput.field("max_results", "must be from 1 to %d".formatted(MAX_PAGE));
        }
        List<Volume> found = volumes.list(new Volumes.Query(project, false, after, limit + 1));
        List<Volume> page = List.copyOf(found.subList(0, Math.min(limit, found.size())));
        return new Page(
                page, found.size() > limit ? Optional.of(page.getLast().ref()) : Optional.empty());
    }

    /**
     * @throws Refusal VOLUME_NOT_FOUND
     */
    public Use show(VolumeRef ref) {
        Volume volume = find(volumes, ref);
        return new Use(volume, volumes.boxesWith(volume.uid()));
    }

    static Volume find(Volumes volumes, VolumeRef ref) {
        return volumes.find(ref)
                .filter(Volume::isPublic)
                .orElseThrow(
                        () ->
                                new Refusal(
                                        ErrorCode.VOLUME_NOT_FOUND,
                                        "there is no volume %s in project %s"
                                                .formatted(ref.name(), ref.project())));
    }
}
