package zomg.usecase.file;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import zomg.model.file.BoxPath;
import zomg.model.file.FileInfo;
import zomg.model.file.FileListing;
import zomg.model.id.BoxRef;
import zomg.port.BoxFiles;
import zomg.port.Download;
import zomg.usecase.file.FileAccess.Reach;

/** Shows, lists and reads files of a box. All refuse as {@link BoxFiles} and the box itself do. */
public final class ReadFiles {

    private final BoxFiles files;
    private final FileAccess access;

    public ReadFiles(BoxFiles files, FileAccess access) {
        this.files = files;
        this.access = access;
    }

    public FileInfo show(BoxRef ref, BoxPath path) {
        return inPlace(ref, reach -> files.show(reach.box(), reach.project(), path));
    }

    public FileListing list(BoxRef ref, BoxPath path) {
        return inPlace(ref, reach -> files.list(reach.box(), reach.project(), path));
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

    private <T> T inPlace(BoxRef ref, Function<Reach, T> work) {
        Reach reach = access.reach(ref);
        access.enter();
        try {
            return work.apply(reach);
        } finally {
            access.leave();
        }
    }

    private Download placed(BoxRef ref, Function<Reach, Download> begin) {
        Reach reach = access.reach(ref);
        access.enter();
        try {
            return new Placed(begin.apply(reach));
        } catch (RuntimeException | Error failure) {
            access.leave();
            throw failure;
        }
    }

    /** Gives its place back, once. */
    private final class Placed implements Download {

        private final Download download;
        private final AtomicBoolean closed = new AtomicBoolean();

        Placed(Download download) {
            this.download = download;
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
            if (closed.compareAndSet(false, true)) {
                try {
                    download.close();
                } finally {
                    access.leave();
                }
            }
        }
    }
}
