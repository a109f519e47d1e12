package zomg.linux.btrfs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import zomg.linux.btrfs.TreeSide.Node;
import zomg.linux.libc.FileDescriptor;
import zomg.linux.libc.Libc;

/** Whether two files hold the same: by where their bytes are, and by the bytes if that differs. */
final class ContentComparison {

    private static final int CHUNK = 128 * 1024;

    private final Libc libc;
    private long mayRead;

    /**
     * @param mostBytes that are read of either side in all; beyond that, what would have to be read
     *     differs
     */
    ContentComparison(Libc libc, long mostBytes) {
        this.libc = libc;
        this.mayRead = mostBytes;
    }

    boolean haveSameAttributes(Node one, Node other) {
        return attributes(one).equals(attributes(other));
    }

    private static Map<String, String> attributes(Node node) {
        return node.part() == null ? Map.of() : node.part().tree().attributes(node.number());
    }

    /**
     * @param inode of one of them: both have the same type and size, and are no directories
     */
    boolean areEqual(String path, Node one, Node other, Inode inode) {
        if (Arrays.equals(
                one.part().tree().digestOfExtents(one.number()),
                other.part().tree().digestOfExtents(other.number()))) {
            return true;
        }
        if (!inode.isRegular() || inode.size() > mayRead) {
            return false;
        }
        mayRead -= inode.size();
        return haveSameBytes(path, one, other);
    }

    private boolean haveSameBytes(String path, Node one, Node other) {
        try (FileDescriptor left = open(path, one);
                FileDescriptor right = open(path, other);
                FileChannel here = channel(left);
                FileChannel there = channel(right)) {
            ByteBuffer ofOne = ByteBuffer.allocate(CHUNK);
            ByteBuffer ofOther = ByteBuffer.allocate(CHUNK);
            do {
                fill(here, ofOne);
                fill(there, ofOther);
                if (!ofOne.equals(ofOther)) {
                    return false;
                }
            } while (ofOne.hasRemaining());
            return true;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private FileDescriptor open(String path, Node node) {
        String within = path.substring(node.part().path().length() + 1);
        return libc.openBeneath(
                node.part().top(), within.getBytes(StandardCharsets.ISO_8859_1), Libc.O_RDONLY);
    }

    private static FileChannel channel(FileDescriptor file) throws IOException {
        return FileChannel.open(Path.of("/proc/self/fd/" + file.number()), StandardOpenOption.READ);
    }

    private static void fill(FileChannel file, ByteBuffer buffer) throws IOException {
        buffer.clear();
        while (buffer.hasRemaining() && file.read(buffer) >= 0) {
            // until it is full, or the end has come
        }
        buffer.flip();
    }
}
