package zomg.usecase.file;

import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;
import zomg.model.file.BoxPath;
import zomg.model.file.FileMode;
import zomg.model.id.BoxRef;
import zomg.model.request.KeyedRequest;
import zomg.port.BoxFiles;
import zomg.port.KeyedRequests;
import zomg.usecase.file.FileAccess.Reach;

/** Writes and deletes files of a box. All refuse as {@link BoxFiles} and the box itself do. */
public final class ChangeFiles {

    private final BoxFiles files;
    private final FileAccess access;
    private final KeyedRequests requests;

    public ChangeFiles(BoxFiles files, FileAccess access, KeyedRequests requests) {
        this.files = files;
        this.access = access;
        this.requests = requests;
    }

    /**
     * @param mode empty for that of the file it replaces, else 0644
     */
    public void write(BoxRef ref, BoxPath path, Optional<FileMode> mode, InputStream content) {
        inPlace(ref, reach -> files.write(reach.box(), reach.project(), path, mode, content));
    }

    public void delete(BoxRef ref, BoxPath path) {
        inPlace(ref, reach -> files.delete(reach.box(), reach.project(), path));
    }

    public void unpack(BoxRef ref, BoxPath path, InputStream archive) {
        inPlace(ref, reach -> files.unpack(reach.box(), reach.project(), path, archive));
    }

    private void inPlace(BoxRef ref, Consumer<Reach> work) {
        boolean unused =
                access.within(
                        ref,
                        reach -> {
                            KeyedRequest.current().ifPresent(requests::begin);
                            work.accept(reach);
                            return true;
                        });
    }
}
