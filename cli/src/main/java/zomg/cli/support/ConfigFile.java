package zomg.cli.support;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** The user's settings of the command, in YAML; what else stands in the file stays as it is. */
public final class ConfigFile {

    static final String NAME = "config.yaml";
    static final String FOREIGN = "%s belongs to another user and is not used";
    static final String UNREADABLE = "%s cannot be read: %s";
    static final String NO_MAP = "it is not a list of settings";
    static final String NO_TEXT = "%s must be one text";

    private static final String FOLDER = ".zomg";
    private static final int ROOT = 0;

    private final Path path;
    private final boolean found;

    /** Comments, if there is nothing else in the file: the parser forgets those. */
    private final String comments;

    private final MappingNode settings;

    private ConfigFile(Path path, boolean found, String comments, MappingNode settings) {
        this.path = path;
        this.found = found;
        this.comments = comments;
        this.settings = settings;
    }

    /**
     * Of {@code $ZOMG_SETUP_DIR}, else the nearest one in {@code .zomg} of the working directory or
     * a folder above it, else of the user's config directory. It need not be there.
     */
    public static ConfigFile of(Environment environment) {
        Optional<Path> own =
                environment
                        .variable("ZOMG_SETUP_DIR")
                        .map(folder -> environment.workingDirectory().resolve(folder))
                        .map(folder -> folder.resolve(NAME));
        if (own.isPresent()) {
            return read(own.get(), false, environment);
        }
        for (Path folder = environment.workingDirectory();
                folder != null;
                folder = folder.getParent()) {
            Path file = folder.resolve(FOLDER).resolve(NAME);
            if (Files.exists(file)) {
                return read(file, true, environment);
            }
        }
        return read(userFolder(environment).resolve(NAME), false, environment);
    }

    private static Path userFolder(Environment environment) {
        return environment
                .variable("XDG_CONFIG_HOME")
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElseGet(() -> environment.home().resolve(".config"))
                .resolve("zomg");
    }

    private static ConfigFile read(Path path, boolean found, Environment environment) {
        if (!Files.exists(path)) {
            return new ConfigFile(path, found, "", none());
        }
        try {
            requireOwn(path, environment);
            String text = Files.readString(path);
            Optional<Node> document =
                    new Compose(LoadSettings.builder().setParseComments(true).build())
                            .composeString(text)
                            .filter(node -> !node.getTag().equals(Tag.COMMENT));
            return document.isPresent()
                    ? new ConfigFile(path, found, "", mapping(path, document.get()))
                    : new ConfigFile(path, found, text, none());
        } catch (MarkedYamlEngineException malformed) {
            int line = malformed.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            throw Failure.of(
                    UNREADABLE.formatted(path, malformed.getProblem() + " in line " + line));
        } catch (IOException | YamlEngineException unreadable) {
            throw Failure.of(UNREADABLE.formatted(path, unreadable.getMessage()));
        }
    }

    /** Whoever can put a file above the working directory must not choose our server. */
    private static void requireOwn(Path path, Environment environment) throws IOException {
        int owner = (Integer) Files.getAttribute(path, "unix:uid");
        int home = (Integer) Files.getAttribute(environment.home(), "unix:uid");
        boolean isCallers =
                environment
                        .variable("SUDO_UID")
                        .filter(uid -> uid.equals(Integer.toString(owner)))
                        .isPresent();
        if (owner != ROOT && owner != home && !isCallers) {
            throw Failure.of(FOREIGN.formatted(path));
        }
    }

    private static MappingNode mapping(Path path, Node document) {
        if (document instanceof MappingNode mapping) {
            return mapping;
        }
        throw Failure.of(UNREADABLE.formatted(path, NO_MAP));
    }

    private static MappingNode none() {
        return new MappingNode(Tag.MAP, new ArrayList<>(), FlowStyle.BLOCK);
    }

    public Path path() {
        return path;
    }

    /** Whether it was come upon above the working directory; the user may not know of it. */
    boolean isFound() {
        return found;
    }

    public Optional<String> get(ConfigKey key) {
        for (NodeTuple setting : settings.getValue()) {
            if (is(setting, key)) {
                return Optional.of(text(setting, key)).filter(value -> !value.isEmpty());
            }
        }
        return Optional.empty();
    }

    private String text(NodeTuple setting, ConfigKey key) {
        if (setting.getValueNode() instanceof ScalarNode scalar) {
            return Tag.NULL.equals(scalar.getTag()) ? "" : scalar.getValue();
        }
        throw Failure.of(UNREADABLE.formatted(path, NO_TEXT.formatted(key)));
    }

    private static boolean is(NodeTuple setting, ConfigKey key) {
        return setting.getKeyNode() instanceof ScalarNode name && key.isNamed(name.getValue());
    }

    /** All that are set, in their usual order. */
    public Map<ConfigKey, String> all() {
        Map<ConfigKey, String> all = new EnumMap<>(ConfigKey.class);
        for (ConfigKey key : ConfigKey.values()) {
            get(key).ifPresent(value -> all.put(key, value));
        }
        return all;
    }

    /** Where the API is, if the file says so. */
    Optional<String> url() {
        return get(ConfigKey.API_URL)
                .or(() -> get(ConfigKey.ZOMG_DOMAIN).map("https://api."::concat));
    }

    public void set(ConfigKey key, String value) {
        ScalarNode text = new ScalarNode(Tag.STR, value, ScalarStyle.PLAIN);
        List<NodeTuple> rows = settings.getValue();
        for (int row = 0; row < rows.size(); row++) {
            if (is(rows.get(row), key)) {
                rows.set(row, new NodeTuple(rows.get(row).getKeyNode(), text));
                write();
                return;
            }
        }
        rows.add(new NodeTuple(new ScalarNode(Tag.STR, key.toString(), ScalarStyle.PLAIN), text));
        write();
    }

    /** Writes nothing if it is not set. */
    public void unset(ConfigKey key) {
        if (settings.getValue().removeIf(setting -> is(setting, key))) {
            write();
        }
    }

    /** Readable for its owner alone, because it may hold a token. */
    private void write() {
        StringWriter text = new StringWriter().append(comments);
        if (!settings.getValue().isEmpty()) {
            DumpSettings asWritten =
                    DumpSettings.builder()
                            .setDumpComments(true)
                            .setDefaultFlowStyle(FlowStyle.BLOCK)
                            .build();
            new Dump(asWritten).dumpNode(settings, new Into(text));
        }
        try {
            // Where a link leads to a collection of such files, the link stays.
            Path file = Files.exists(path) ? path.toRealPath() : path;
            if (!Files.exists(file.getParent())) {
                OwnFile.makeFolder(file.getParent(), "rwx------");
            }
            OwnFile.write(file, text.toString(), OwnFile.PRIVATE);
        } catch (IOException failed) {
            throw Failure.of("%s cannot be written: %s".formatted(path, failed.getMessage()));
        }
    }

    private record Into(StringWriter text) implements StreamDataWriter {

        @Override
        public void write(String part) {
            text.write(part);
        }

        @Override
        public void write(String part, int offset, int length) {
            text.write(part, offset, length);
        }
    }
}
