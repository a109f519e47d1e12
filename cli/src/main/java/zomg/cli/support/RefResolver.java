package zomg.cli.support;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which project and which box is meant. */
public final class RefResolver {

    static final String OUTSIDE_A_BOX =
            "\".\" is the box that this runs in, but ZOMG_PROJECT and BOX_NAME are not set";

    private static final String PROJECT_VARIABLE = "ZOMG_PROJECT";
    private static final String BOX_VARIABLE = "BOX_NAME";
    private static final String DEFAULT_PROJECT = "default";
    private static final int MAX_PROJECT = 58;
    private static final Pattern PROJECT = Pattern.compile("[a-z0-9](?:-?[a-z0-9])*");

    /** The server says what a good name is; these would not even reach it as what they are. */
    private static final Pattern NOT_A_NAME = Pattern.compile("|\\.\\.?|.*[/\\\\%;\\p{Cntrl}].*");

    private final Environment environment;

    public RefResolver(Environment environment) {
        this.environment = environment;
    }

    /**
     * The option, ZOMG_PROJECT, the name of the git repository's root folder if it can be one, or
     * {@code default}.
     */
    public String project(Optional<String> option) {
        return option.or(() -> environment.variable(PROJECT_VARIABLE))
                .map(name -> checked("project", name))
                .or(this::gitProject)
                .orElse(DEFAULT_PROJECT);
    }

    /** {@code name}, {@code project:name}, {@code project.name} or {@code .}. */
    public BoxRef box(String ref, Optional<String> projectOption) {
        if (ref.equals(".")) {
            return here();
        }
        int colon = ref.indexOf(':');
        int split = colon >= 0 ? colon : ref.indexOf('.');
        if (split < 0) {
            return new BoxRef(project(projectOption), checked("box", ref), ref);
        }
        return new BoxRef(
                checked("project", ref.substring(0, split)),
                checked("box", ref.substring(split + 1)),
                ref);
    }

    /** {@code name} or {@code project:name}. */
    public VolumeRef volume(String ref, Optional<String> projectOption) {
        int colon = ref.indexOf(':');
        return colon < 0
                ? new VolumeRef(project(projectOption), checked("volume", ref))
                : new VolumeRef(
                        checked("project", ref.substring(0, colon)),
                        checked("volume", ref.substring(colon + 1)));
    }

    private BoxRef here() {
        Optional<String> project = environment.variable(PROJECT_VARIABLE);
        Optional<String> name = environment.variable(BOX_VARIABLE);
        if (project.isEmpty() || name.isEmpty()) {
            throw Failure.usage(OUTSIDE_A_BOX);
        }
        return new BoxRef(checked("project", project.get()), checked("box", name.get()), ".");
    }

    private static String checked(String what, String name) {
        if (NOT_A_NAME.matcher(name).matches()) {
            throw Failure.usage("\"%s\" is not the name of a %s".formatted(name, what));
        }
        return name;
    }

    private Optional<String> gitProject() {
        for (Path folder = environment.workingDirectory();
                folder != null;
                folder = folder.getParent()) {
            // a file in worktrees and submodules
            if (Files.exists(folder.resolve(".git"))) {
                return Optional.ofNullable(folder.getFileName())
                        .map(Path::toString)
                        .filter(
                                name ->
                                        name.length() <= MAX_PROJECT
                                                && PROJECT.matcher(name).matches());
            }
        }
        return Optional.empty();
    }
}
