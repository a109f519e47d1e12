package zomg.usecase.file;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.Function;
import zomg.model.file.BoxPath;
import zomg.model.file.FileInfo;
import zomg.model.file.FileListing;
import zomg.model.id.BoxRef;
import zomg.model.id.SnapshotName;
import zomg.model.id.Uid;
import zomg.port.BoxFiles;
import zomg.port.Download;
import zomg.port.SnapshotFiles;
import zomg.usecase.place.Places;
import zomg.usecase.snapshot.FindSnapshot;

/**
 * Shows, lists and reads files of a box, or of a snapshot of it. All refuse as {@link BoxFiles} and
 * the box itself do.
 */
public final class ReadFiles {

    private final BoxFiles files;
    private final SnapshotFiles kept;
    private final FileAccess access;
    private final FindSnapshot findSnapshot;

    public ReadFiles(
            BoxFiles files, SnapshotFiles kept, FileAccess access, FindSnapshot findSnapshot) {
        this.files = files;
        this.kept = kept;
        this.access = access;
        this.findSnapshot = findSnapshot;
    }

    /**
     * @param snapshot whose files are meant; empty for those of the box as it is
     * @throws zomg.error.Refusal SNAPSHOT_NOT_FOUND
     */
    public FileInfo show(BoxRef ref, Optional<SnapshotName> snapshot, BoxPath path) {
        return access.within(
                ref,
                reach ->
                        uid(reach, snapshot)
                                .map(uid -> kept.show(reach.box(), uid, path))
                                .orElseGet(() -> files.show(reach.box(), reach.project(), path)));
    }

    /** Likewise. */
    public FileListing list(BoxRef ref, Optional<SnapshotName> snapshot, BoxPath path) {
        return access.within(
                ref,
                reach ->
                        uid(reach, snapshot)
                                .map(uid -> kept.list(reach.box(), uid, path))
                                .orElseGet(() -> files.list(reach.box(), reach.project(), path)));
    }

    /**
     * Likewise.
     *
     * @return to be closed, which gives its place back
     */
    public Download read(BoxRef ref, Optional<SnapshotName> snapshot, BoxPath path) {
        return placed(
                ref,
                reach ->
                        uid(reach, snapshot)
                                .map(uid -> kept.read(reach.box(), uid, path))
                                .orElseGet(() -> files.read(reach.box(), reach.project(), path)));
    }

    /**
     * @return likewise
     */
    public Download pack(BoxRef ref, Optional<SnapshotName> snapshot, BoxPath path) {
        return placed(
                ref,
                reach ->
                        uid(reach, snapshot)
                                .map(uid -> kept.pack(reach.box(), uid, path))
                                .orElseGet(() -> files.pack(reach.box(), reach.project(), path)));
    }

    private Optional<Uid> uid(FileAccess.Reach reach, Optional<SnapshotName> snapshot) {
        return snapshot.map(name -> findSnapshot.whole(reach.box(), name).uid());
    }

    private Download placed(BoxRef ref, Function<FileAccess.Reach, Download> begin) {
        return access.keep(ref, (reach, place) -> new Placed(begin.apply(reach), place));
    }

    /** Gives its place back, once. */
    private static final class Placed implements Download {

        private final Download download;
        private final Places.Place place;

        Placed(Download download, Places.Place place) {
            this.download = download;
            this.place = place;
        }

        @Override
        public FileInfo info() {
            return download.info();
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            download.writeTo(out);
        }

        @Override
        public void close() {
            place.giveBack(download::close);
        }
    }
}
