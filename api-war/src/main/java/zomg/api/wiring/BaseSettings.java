package zomg.api.wiring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Stream;
import zomg.btrfs.Distributions;
import zomg.model.base.Recipe;
import zomg.model.base.Recipes;
import zomg.model.box.Environment;
import zomg.model.box.Isolation;
import zomg.model.id.BaseAlias;
import zomg.usecase.base.BuildBase;

/**
 * What bases are made of, and how.
 *
 * @param directory of the recipes
 * @param terms of all builds; imports may take as long
 */
record BaseSettings(Path directory, Distributions distributions, BuildBase.Terms terms) {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int MAX_CERTIFICATES = 64 * 1024;
    private static final BaseAlias OWN = new BaseAlias("box-base");
    private static final String RECIPE = ".sh";

    static BaseSettings read(SettingsReader reader, Path directory, Isolation isolation) {
        SequencedMap<String, String> variables = new LinkedHashMap<>();
        variables.put(
                "ZOMG_NPM_REGISTRY", reader.read(Setting.NPM_REGISTRY, BaseSettings::registry));
        reader.optional(Setting.EXTRA_CERTIFICATES, BaseSettings::certificates)
                .ifPresent(pem -> variables.put("ZOMG_EXTRA_CERTIFICATES", pem));
        return new BaseSettings(
                directory,
                Distributions.of(
                        reader.optional(Setting.BASE_SUITE, Function.identity()),
                        reader.optional(Setting.BASE_MIRROR, Function.identity()),
                        new Distributions.Mirrors(
                                reader.read(Setting.DEBIAN_MIRROR, BaseSettings::url),
                                reader.read(Setting.UBUNTU_MIRROR, BaseSettings::url)),
                        directory.resolve("keys")),
                new BuildBase.Terms(
                        reader.read(Setting.BASE_TIMEOUT, BaseSettings::timeout),
                        new Environment(variables),
                        isolation));
    }

    Recipes recipes() {
        try (Stream<Path> files = Files.list(directory)) {
            return new Recipes(
                    recipe(directory.resolve(OWN + RECIPE)),
                    files.filter(file -> file.toString().endsWith(RECIPE))
                            .sorted()
                            .map(BaseSettings::recipe)
                            .filter(recipe -> !recipe.alias().equals(OWN))
                            .toList());
        } catch (IOException missing) {
            throw new UncheckedIOException("the recipes of bases cannot be read", missing);
        }
    }

    private static Recipe recipe(Path file) {
        try {
            String name = file.getFileName().toString();
            return new Recipe(
                    new BaseAlias(name.substring(0, name.length() - RECIPE.length())),
                    Files.readString(file));
        } catch (IOException missing) {
            throw new UncheckedIOException("the recipe %s cannot be read".formatted(file), missing);
        }
    }

    private static Duration timeout(String text) {
        return SettingsReader.duration(text, SHORTEST, LONGEST);
    }

    /** Without a slash at the end. */
    private static String registry(String text) {
        String url = url(text);
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    private static String url(String text) {
        if (!text.matches("https?://[!-~]+") || URI.create(text).getHost() == null) {
            throw new IllegalArgumentException(text + " is not a URL of http or https");
        }
        return text;
    }

    private static String certificates(String text) {
        Path file = SettingsReader.path(text);
        try {
            String pem = Files.readString(file);
            if (pem.length() <= MAX_CERTIFICATES && pem.contains("-----BEGIN CERTIFICATE-----")) {
                return pem;
            }
            throw new IllegalArgumentException(
                    "%s does not hold certificates in PEM, %d bytes at most"
                            .formatted(file, MAX_CERTIFICATES));
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(file + " cannot be read", unreadable);
        }
    }
}
