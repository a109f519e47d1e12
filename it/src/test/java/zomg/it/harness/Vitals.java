package zomg.it.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import zomg.it.Instance;

/**
 * What the server's process holds at one moment.
 *
 * @param ownKiB that are resident and of no file: what it shares with the cache of its files, the
 *     kernel takes back when it needs it
 * @param heapKiB that is used right after a full collection
 */
public record Vitals(long residentKiB, long ownKiB, long heapKiB, long threads, long descriptors) {

    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern OWN = Pattern.compile("RssAnon:\\s+(\\d+) kB");
    private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");

    public static Vitals of(Instance instance) throws IOException {
        long pid = instance.pid();
        String jcmd = Path.of(System.getProperty("java.home"), "bin/jcmd").toString();
        instance.host(jcmd, Long.toString(pid), "GC.run").ok();
        String heap = instance.host(jcmd, Long.toString(pid), "GC.heap_info").ok();
        Path process = Path.of("/proc", Long.toString(pid));
        String status = Files.readString(process.resolve("status"));
        return new Vitals(
                sum(RESIDENT, status),
                sum(OWN, status),
                sum(USED, heap),
                count(process.resolve("task")),
                count(process.resolve("fd")));
    }

    private static long sum(Pattern pattern, String text) {
        long sum = 0;
        for (Matcher matcher = pattern.matcher(text); matcher.find(); ) {
            sum += Long.parseLong(matcher.group(1));
        }
        return sum;
    }

    private static long count(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.count();
        }
    }

    @Override
    public String toString() {
        return "rss %d MiB, %d MiB of it its own, heap after gc %.1f MiB, %d threads, %d descriptors"
                .formatted(
                        residentKiB / 1024, ownKiB / 1024, heapKiB / 1024.0, threads, descriptors);
    }
}
