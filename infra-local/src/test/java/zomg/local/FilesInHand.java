package zomg.local;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import zomg.model.box.Box;
import zomg.model.file.BoxPath;
import zomg.model.file.FileInfo;
import zomg.model.project.Project;
import zomg.port.BoxFiles;
import zomg.port.Download;
import zomg.tar.TarEntry;
import zomg.tar.TarEntry.Kind;
import zomg.tar.TarWriter;

/** Files of boxes as texts and arrays. */
record FilesInHand(BoxFiles files, Project project) {

    void write(Box box, String path, String content) {
        files.write(
                box,
                project,
                path(path),
                Optional.empty(),
                new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
    }

    String read(Box box, String path) {
        return text(files.read(box, project, path(path)));
    }

    List<String> list(Box box, String path) {
        return files.list(box, project, path(path)).entries().stream().map(FileInfo::name).toList();
    }

    byte[] pack(Box box, String path) {
        return bytes(files.pack(box, project, path(path)));
    }

    void unpack(Box box, String path, byte[] archive) {
        files.unpack(box, project, path(path), new ByteArrayInputStream(archive));
    }

    private static String text(Download download) {
        return new String(bytes(download), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Download download) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (download) {
            download.writeTo(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    static TarEntry file(String name, long uid, long gid) {
        return new TarEntry(Kind.FILE, name, "", 0644, uid, gid, 0, Instant.EPOCH);
    }

    static byte[] archive(TarEntry entry) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            TarWriter tar = new TarWriter(bytes);
            tar.entry(entry);
            byte[] zeros = new byte[1 << 20];
            for (long left = entry.size(); left > 0; left -= zeros.length) {
                tar.write(zeros, 0, zeros.length);
            }
            tar.finish();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    static BoxPath path(String text) {
        return BoxPath.parse(text);
    }
}
