package zomg.btrfs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import zomg.model.id.Uid;

/**
 * Says which ready root became whose, on disk before it is given its new name: a power cut can take
 * a name back that btrfs has not committed yet, but not what was written here.
 */
final class TakenRoots {

    /** When it is time to commit the names, and to begin anew. */
    private static final long LONG = 1 << 20;

    /** One line: the box's uid, a blank, where the root was, as a path below the ready ones. */
    record Taken(Uid root, String ready) {

        String line() {
            return "%s %s\n".formatted(root, ready);
        }
    }

    private final Path file;
    private long length;

    TakenRoots(Path file) {
        this.file = file;
    }

    /**
     * @throws IOException if it may not be on disk; what it says must not be done then, and never
     *     after
     */
    void add(Taken taken) throws IOException {
        try (FileChannel channel = append(taken)) {
            channel.force(false);
        }
    }

    /** Lines follow each other; their ways to the disk are side by side. */
    private synchronized FileChannel append(Taken taken) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            ByteBuffer line = ByteBuffer.wrap(taken.line().getBytes(StandardCharsets.US_ASCII));
            long end = length;
            while (line.hasRemaining()) {
                end += channel.write(line, end);
            }
            length = end;
            return channel;
        } catch (IOException failure) {
            channel.close();
            throw failure;
        }
    }

    synchronized boolean isLong() {
        return length > LONG;
    }

    /** A line that was cut off is of a root that has its old name still. */
    synchronized List<Taken> all() throws IOException {
        List<Taken> all = new ArrayList<>();
        if (Files.exists(file)) {
            String text = Files.readString(file, StandardCharsets.US_ASCII);
            for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
                int blank = line.indexOf(' ');
                all.add(new Taken(new Uid(line.substring(0, blank)), line.substring(blank + 1)));
            }
        }
        return all;
    }

    /** To be called when all names are committed. */
    synchronized void clear() throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.truncate(0);
            channel.force(true);
        }
        length = 0;
    }
}
