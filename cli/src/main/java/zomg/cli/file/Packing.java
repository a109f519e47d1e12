package zomg.cli.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import zomg.tar.TarEntry;
import zomg.tar.TarEntry.Kind;
import zomg.tar.TarWriter;

/**
 * Puts a directory of this machine into an archive. Users of this machine mean nothing in a box, so
 * that all of it is its root's.
 */
final class Packing {

    static final String LEFT_OUT = "zomg: left out, as it is no file, directory or link: %s";

    private static final int CHUNK = 256 * 1024;

    private final TarWriter tar;
    private final Progress progress;
    private final PrintStream say;
    private final byte[] chunk = new byte[CHUNK];

    private Packing(OutputStream out, Progress progress, PrintStream say) {
        this.tar = new TarWriter(out);
        this.progress = progress;
        this.say = say;
    }

    /**
     * @param say where a person is told what is left out
     */
    static void pack(Path top, OutputStream out, Progress progress, PrintStream say)
            throws IOException {
        Packing packing = new Packing(out, progress, say);
        packing.directory(top, "");
        packing.tar.finish();
    }

    private void directory(Path place, String name) throws IOException {
        tar.entry(entry(Kind.DIRECTORY, place, name.isEmpty() ? "." : name, "", 0));
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(place)) {
            for (Path entry : entries) {
                String own = NameBytes.of(entry.getFileName());
                one(entry, name.isEmpty() ? own : name + "/" + own);
            }
        }
    }

    private void one(Path place, String name) throws IOException {
        BasicFileAttributes seen =
                Files.readAttributes(place, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (seen.isSymbolicLink()) {
            String target = NameBytes.of(Files.readSymbolicLink(place));
            tar.entry(entry(Kind.LINK, place, name, target, 0));
        } else if (seen.isDirectory()) {
            directory(place, name);
        } else if (seen.isRegularFile()) {
            file(place, name, seen.size());
        } else {
            say.println(LEFT_OUT.formatted(place));
        }
    }

    /** As much as was announced: a file may become longer or shorter meanwhile. */
    private void file(Path place, String name, long size) throws IOException {
        try (InputStream in = Files.newInputStream(place)) {
            tar.entry(entry(Kind.FILE, place, name, "", size));
            for (long left = size; left > 0; ) {
                int want = (int) Math.min(left, CHUNK);
                int count = in.read(chunk, 0, want);
                if (count < 0) {
                    Arrays.fill(chunk, (byte) 0);
                    count = want;
                }
                tar.write(chunk, 0, count);
                progress.add(count);
                left -= count;
            }
        }
    }

    private static TarEntry entry(Kind type, Path place, String name, String target, long size)
            throws IOException {
        return new TarEntry(
                type,
                name,
                target,
                LocalFile.mode(place),
                0,
                0,
                size,
                Files.getLastModifiedTime(place, LinkOption.NOFOLLOW_LINKS).toInstant());
    }
}
