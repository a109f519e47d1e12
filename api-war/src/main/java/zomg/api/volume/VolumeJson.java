package zomg.api.volume;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.model.box.Box;
import zomg.model.id.BoxName;
import zomg.model.id.ProjectName;
import zomg.model.id.Uid;
import zomg.model.id.VolumeName;
import zomg.model.space.Storage;
import zomg.model.volume.DataMount;
import zomg.model.volume.MountPath;
import zomg.model.volume.Volume;
import zomg.model.volume.VolumeStatus;
import zomg.usecase.volume.ListVolumes;

/** A data volume on the wire. */
@Schema(
        name = "Volume",
        description = "A disk of a project, apart from the roots of its boxes.",
        requiredProperties = {"id", "name", "project", "status", "created_at", "updated_at"})
public record VolumeJson(
        Uid id,
        VolumeName name,
        ProjectName project,
        VolumeStatus status,
        Instant createdAt,
        Instant updatedAt,
        @Schema(description = "What it was copied from.", examples = "copy of datasets")
                Optional<String> origin,
        @Schema(description = "How much may be kept in it; absent if there is no limit.")
                Optional<Storage> storageGb,
        @Schema(description = "The boxes that have it, running or not; not in lists of volumes.")
                Optional<List<UseJson>> attachedTo) {

    /** Which box has a volume, and where. */
    @Schema(
            name = "VolumeUse",
            description = "A box that has the volume.",
            requiredProperties = {"box", "path", "read_only"})
    public record UseJson(
            BoxName box,
            MountPath path,
            @Schema(description = "Whether the box cannot write to it.", examples = "false")
                    boolean readOnly) {

        private static UseJson of(Box box, Volume volume) {
            DataMount mount = box.spec().volumes().find(volume.ref().name()).orElseThrow().mount();
            return new UseJson(box.ref().name(), mount.path(), mount.readOnly());
        }
    }

    /** One page of a list of volumes. */
    @Schema(
            name = "VolumePage",
            description = "Volumes in the order of their projects and names.",
            requiredProperties = {"volumes", "has_more"})
    public record PageJson(
            List<VolumeJson> volumes,
            boolean hasMore,
            @Schema(description = "Asks for the next page; absent on the last one.")
                    Optional<VolumeToken> nextContinuationToken) {

        static PageJson of(ListVolumes.Page page) {
            return new PageJson(
                    page.volumes().stream().map(VolumeJson::of).toList(),
                    page.next().isPresent(),
                    page.next().map(VolumeToken::new));
        }
    }

    static VolumeJson of(Volume volume) {
        return of(volume, Optional.empty());
    }

    static VolumeJson of(ListVolumes.Use use) {
        return of(
                use.volume(),
                Optional.of(
                        use.boxes().stream().map(box -> UseJson.of(box, use.volume())).toList()));
    }

    private static VolumeJson of(Volume volume, Optional<List<UseJson>> uses) {
        return new VolumeJson(
                volume.uid(),
                volume.ref().name(),
                volume.ref().project(),
                volume.status(),
                volume.createdAt(),
                volume.updatedAt(),
                volume.origin(),
                volume.storage(),
                uses);
    }
}
