package zomg.runner;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import zomg.model.file.FileInfo;
import zomg.port.Download;
import zomg.runner.FilesCall.Said;
import zomg.tar.TarWriter;

/** An archive that is made while it leaves. */
final class ArchiveDownload implements Download {

    private static final int BUFFER = 64 * 1024;

    private final FilesCall call;
    private final FileItem top;

    /** Owns the call, which has said nothing yet. */
    ArchiveDownload(FilesCall call) {
        this.call = call;
        this.top = call.item();
    }

    @Override
    public FileInfo info() {
        return top.toInfo();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        TarWriter tar = new TarWriter(new BufferedOutputStream(out, BUFFER));
        tar.entry(top.entry());
        while (true) {
            switch (call.next()) {
                case Said.Item(FileItem item) -> tar.entry(item.entry());
                case Said.Bytes(byte[] bytes, int length) -> tar.write(bytes, 0, length);
                case Said.Done() -> {
                    tar.finish();
                    return;
                }
            }
        }
    }

    @Override
    public void close() {
        call.close();
    }
}
