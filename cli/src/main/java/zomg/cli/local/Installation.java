package zomg.cli.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import zomg.cli.support.Failure;
import zomg.cli.support.OwnFile;

/**
 * The folder that server and command run from: {@code bin cli support wlp bases}. A checkout has
 * the same things where the build leaves them.
 */
public record Installation(Path folder) {

    static final Path ROOT = Path.of("/opt/zomg");
    private static final Path PACKAGED = Path.of("/usr/lib/zomg");

    static final Path LINK = Path.of("/usr/local/bin/zomg");

    private static final String HOME_PROPERTY = "zomg.home";
    private static final Path DIST_IN_CHECKOUT = Path.of("cli/target/dist");

    /** Where this very command runs from. */
    public static Path home() {
        String home = System.getProperty(HOME_PROPERTY);
        if (home == null) {
            throw Failure.of("it does not know where it lies; start it by its script bin/zomg");
        }
        return Path.of(home);
    }

    /** Whether everything is in it; a checkout's is not. */
    boolean isWhole() {
        return Files.isExecutable(folder.resolve("wlp/bin/server"));
    }

    /**
     * Brings the folder to what this command came with.
     *
     * @return whether anything changed
     */
    boolean refresh(Path home) {
        if (folder.equals(home)) {
            return false;
        }
        Map<String, Path> parts = parts(home);
        try {
            if (isFresh(parts)) {
                return false;
            }
            replaceBy(parts);
            return true;
        } catch (IOException failed) {
            throw Failure.of("%s cannot be installed: %s".formatted(folder, failed));
        }
    }

    private static Map<String, Path> parts(Path home) {
        Map<String, Path> parts = new LinkedHashMap<>();
        if (new Installation(home).isWhole()) {
            for (String part : new String[] {"bin", "cli", "support", "wlp", "bases"}) {
                parts.put(part, home.resolve(part));
            }
            return parts;
        }
        if (!home.endsWith(DIST_IN_CHECKOUT)) {
            throw Failure.of("%s is not a whole installation of zomg".formatted(home));
        }
        Path checkout = home.resolve("../../..").normalize();
        parts.put("bin/zomg", home.resolve("bin/zomg"));
        parts.put("bin/zomg-server", home.resolve("bin/zomg-server"));
        parts.put("bin/zomg-runner", checkout.resolve("runner/target/zomg-runner"));
        parts.put("cli", home.resolve("cli"));
        parts.put("support", home.resolve("support"));
        parts.put("wlp", checkout.resolve("liberty/target/wlp"));
        parts.put("bases", checkout.resolve("bases"));
        for (Path part : parts.values()) {
            if (!Files.exists(part)) {
                throw Failure.of(
                        "%s is missing; build it: ./mvnw -DskipTests package".formatted(part));
            }
        }
        return parts;
    }

    private boolean isFresh(Map<String, Path> parts) throws IOException {
        for (Map.Entry<String, Path> part : parts.entrySet()) {
            if (!Tree.isCopied(part.getValue(), folder.resolve(part.getKey()))) {
                return false;
            }
        }
        return true;
    }

    /** Old and new change places by a rename, so that the folder is never half of each. */
    private void replaceBy(Map<String, Path> parts) throws IOException {
        Path next = folder.resolveSibling("." + folder.getFileName() + ".new");
        Path old = folder.resolveSibling("." + folder.getFileName() + ".old");
        Tree.delete(next);
        Tree.delete(old);
        OwnFile.makeFolder(next, "rwxr-xr-x");
        for (Map.Entry<String, Path> part : parts.entrySet()) {
            Tree.copy(part.getValue(), next.resolve(part.getKey()));
        }
        OwnFile.write(
                next.resolve("support/java-home"),
                System.getProperty("java.home") + "\n",
                OwnFile.PUBLIC);
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.move(folder, old);
        }
        Files.move(next, folder);
        Tree.delete(old);
    }

    /** What becomes the server. */
    Path server() {
        return folder.resolve("bin/zomg-server");
    }

    Path liberty() {
        return folder.resolve("wlp");
    }

    Path command() {
        return folder.resolve("bin/zomg");
    }

    /**
     * Makes {@code link} lead to this command.
     *
     * @return what stands there instead and is left alone, if so
     */
    Optional<String> link(Path link) {
        try {
            if (Files.exists(link, LinkOption.NOFOLLOW_LINKS) && !isOurs(link)) {
                return Optional.of(
                        "%s is not zomg's and was left as it is; the command is %s"
                                .formatted(link, command()));
            }
            Files.createDirectories(link.getParent());
            Path next = link.resolveSibling(".zomg.new");
            Files.deleteIfExists(next);
            Files.createSymbolicLink(next, command());
            Files.move(
                    next,
                    link,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            return Optional.empty();
        } catch (IOException failed) {
            return Optional.of("%s cannot be made: %s".formatted(link, failed.getMessage()));
        }
    }

    /** A link into any installation of ours, whatever its version. */
    private static boolean isOurs(Path link) throws IOException {
        return Files.isSymbolicLink(link) && Files.readSymbolicLink(link).startsWith(ROOT);
    }

    /** Whether a package of the distribution installed it, and {@code /usr/bin/zomg} with it. */
    boolean isPackaged() {
        return folder.equals(PACKAGED);
    }

    boolean isStandard() {
        return folder.startsWith(ROOT);
    }

    /** Takes the folder away, and the link if it leads here. */
    void remove(Path link) throws IOException {
        if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(command())) {
            Files.delete(link);
        }
        Tree.delete(folder);
    }
}
