package zomg.usecase.file;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Function;
import zomg.model.file.BoxPath;
import zomg.model.file.FileInfo;
import zomg.model.file.FileListing;
import zomg.model.id.BoxRef;
import zomg.port.BoxFiles;
import zomg.port.Download;
import zomg.usecase.file.FileAccess.Reach;
import zomg.usecase.place.Places;

/** Shows, lists and reads files of a box. All refuse as {@link BoxFiles} and the box itself do. */
public final class ReadFiles {

    private final BoxFiles files;
    private final FileAccess access;

    public ReadFiles(BoxFiles files, FileAccess access) {
        this.files = files;
        this.access = access;
    }

    public FileInfo show(BoxRef ref, BoxPath path) {
        return access.within(ref, reach -> files.show(reach.box(), reach.project(), path));
    }

    public FileListing list(BoxRef ref, BoxPath path) {
        return access.within(ref, reach -> files.list(reach.box(), reach.project(), path));
    }

    /**
     * @return to be closed, which gives its place back
     */
    public Download read(BoxRef ref, BoxPath path) {
        return placed(ref, reach -> files.read(reach.box(), reach.project(), path));
    }

    /**
     * @return likewise
     */
    public Download pack(BoxRef ref, BoxPath path) {
        return placed(ref, reach -> files.pack(reach.box(), reach.project(), path));
    }

    private Download placed(BoxRef ref, Function<Reach, Download> begin) {
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
