package zomg.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The resolvers that boxes are told of: the host's own, and where the host names a stub on its
 * loopback, which no box can reach, those that the stub forwards to.
 */
final class Resolver {

    private static final int MAX_SERVERS = 3;

    private final List<Path> files;

    /**
     * @param files in the form of resolv.conf; the first that names a reachable resolver counts
     */
    Resolver(List<Path> files) {
        this.files = List.copyOf(files);
    }

    /** Addresses that a box can ask; empty if none is known. */
    List<String> servers() {
        return files.stream()
                .filter(Files::isReadable)
                .map(Resolver::reachable)
                .filter(servers -> !servers.isEmpty())
                .findFirst()
                .orElseGet(List::of);
    }

    /** The content of a box's resolv.conf: names with a dot are external, and tried first. */
    String contentFor(String project) {
        StringBuilder content = new StringBuilder();
        servers().forEach(server -> content.append("nameserver ").append(server).append('\n'));
        content.append("search %s.boxes boxes %s\n".formatted(project, project));
        content.append("options ndots:1\n");
        return content.toString();
    }

    private static List<String> reachable(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .map(line -> Arrays.asList(line.strip().split("\\s+", 3)))
                    .filter(words -> words.size() > 1 && words.getFirst().equals("nameserver"))
                    .map(words -> words.get(1))
                    .filter(Resolver::isReachableFromBoxes)
                    .distinct()
                    .limit(MAX_SERVERS)
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Boxes have IPv4 only, and a loopback of their own. */
    private static boolean isReachableFromBoxes(String address) {
        if (!address.matches("[0-9.]+")) {
            return false;
        }
        try {
            InetAddress parsed = InetAddress.getByName(address);
            return !parsed.isLoopbackAddress() && !parsed.isAnyLocalAddress();
        } catch (UnknownHostException malformed) {
            return false;
        }
    }
}
