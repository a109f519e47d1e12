package zomg.cli.inject;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import zomg.cli.support.Environment;
import zomg.cli.support.Failure;

/**
 * What the caller has here.
 *
 * @param key the private one; its public one is beside it
 */
record Credentials(Path auth, Path config, Path key, Optional<Path> gitConfig) {

    static final String NO_AUTH = "there is no codex auth %s; name one with --codex-auth";
    static final String NO_CONFIG = "there is no codex config %s; name one with --codex-toml";
    static final String NO_KEY =
            "there is no ssh key in %s (id_ed25519, id_rsa, id_ecdsa); name one with --ssh-key";
    static final String NO_SUCH_KEY = "there is no ssh key %s";
    static final String NO_PUBLIC_KEY = "there is no public key %s beside the ssh key";

    private static final List<String> KEYS = List.of("id_ed25519", "id_rsa", "id_ecdsa");
    private static final String PUB = ".pub";

    /**
     * @throws Failure with all that is missing
     */
    static Credentials find(
            Environment environment,
            Optional<String> auth,
            Optional<String> config,
            Optional<String> key) {
        Path codex = environment.home().resolve(".codex");
        Path ssh = environment.home().resolve(".ssh");
        Path authFile = named(environment, auth).orElse(codex.resolve("auth.json"));
        Path configFile = named(environment, config).orElse(codex.resolve("config.toml"));
        Optional<Path> keyFile =
                named(environment, key)
                        .or(
                                () ->
                                        KEYS.stream()
                                                .map(ssh::resolve)
                                                .filter(Files::isRegularFile)
                                                .findFirst());
        List<String> problems = new ArrayList<>();
        require(authFile, NO_AUTH, problems);
        require(configFile, NO_CONFIG, problems);
        if (keyFile.isEmpty()) {
            problems.add(NO_KEY.formatted(ssh));
        } else {
            require(keyFile.get(), NO_SUCH_KEY, problems);
            require(publicOf(keyFile.get()), NO_PUBLIC_KEY, problems);
        }
        if (!problems.isEmpty()) {
            throw Failure.of(String.join("; ", problems));
        }
        return new Credentials(authFile, configFile, keyFile.get(), gitConfig(environment));
    }

    private static Optional<Path> named(Environment environment, Optional<String> path) {
        return path.map(environment.workingDirectory()::resolve);
    }

    private static void require(Path file, String otherwise, List<String> problems) {
        if (!Files.isRegularFile(file)) {
            problems.add(otherwise.formatted(file));
        }
    }

    private static Path publicOf(Path key) {
        return key.resolveSibling(key.getFileName() + PUB);
    }

    /** Where git itself would look. */
    private static Optional<Path> gitConfig(Environment environment) {
        Path home = environment.home();
        return Stream.of(
                        environment
                                .variable("GIT_CONFIG_GLOBAL")
                                .map(environment.workingDirectory()::resolve),
                        environment
                                .variable("XDG_CONFIG_HOME")
                                .map(folder -> Path.of(folder).resolve("git/config")),
                        Optional.of(home.resolve(".config/git/config")),
                        Optional.of(home.resolve(".gitconfig")))
                .flatMap(Optional::stream)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** Where the key goes. */
    String keyInBox() {
        return "/root/.ssh/" + key.getFileName();
    }

    List<Parcel> parcels() {
        List<Parcel> parcels = new ArrayList<>();
        parcels.add(Parcel.of("codex auth", auth, "/root/.codex/auth.json", Parcel.PRIVATE));
        parcels.add(Parcel.of("codex config", config, "/root/.codex/codex.toml", Parcel.PRIVATE));
        parcels.add(Parcel.of("ssh key", key, keyInBox(), Parcel.PRIVATE));
        parcels.add(Parcel.of("public key", publicOf(key), keyInBox() + PUB, Parcel.PUBLIC));
        gitConfig.ifPresent(
                file ->
                        parcels.add(
                                Parcel.of("git config", file, "/root/.gitconfig", Parcel.PUBLIC)));
        return parcels;
    }
}
