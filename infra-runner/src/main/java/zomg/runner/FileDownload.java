package zomg.runner;

import java.io.IOException;
import java.io.OutputStream;
import zomg.model.file.FileInfo;
import zomg.port.Download;
import zomg.runner.FilesCall.Said;

/** The bytes of one file. */
final class FileDownload implements Download {

    private final FilesCall call;
    private final FileInfo info;

    /** Owns the call, which has said nothing yet. */
    FileDownload(FilesCall call) {
        this.call = call;
        this.info = call.item().toInfo();
    }

    @Override
    public FileInfo info() {
        return info;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        while (true) {
            switch (call.next()) {
                case Said.Bytes(byte[] bytes, int length) -> out.write(bytes, 0, length);
                case Said.Done() -> {
                    return;
                }
                case Said.Item _ -> throw new RunnerFailed("a second item");
            }
        }
    }

    @Override
    public void close() {
        call.close();
    }
}
