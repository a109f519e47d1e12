package zomg.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import zomg.fixture.BoxFixtures;
import zomg.linux.pool.PoolDirectories;
import zomg.linux.pool.SystemVolumes.SystemVolume;
import zomg.model.box.Box;
import zomg.model.box.BoxConfig;
import zomg.model.box.BoxSpec;
import zomg.model.id.ProjectName;
import zomg.model.id.Uid;
import zomg.model.project.Project;

/** Objects as people would write them, in files beside this test. */
final class Rendered {

    static final Path POOL = Path.of("/var/lib/zomg/pool");
    static final Project PROJECT =
            Project.fresh(new Uid("proj22222222"), new ProjectName("shop"), BoxFixtures.NOW);
    static final List<SystemVolume> VOLUMES =
            List.of(
                    new SystemVolume(POOL.resolve("volumes/box-bin"), "/box/bin"),
                    new SystemVolume(POOL.resolve("volumes/box-all"), "/box/all"),
                    new SystemVolume(POOL.resolve("volumes/proj22222222-proj"), "/box/proj"),
                    new SystemVolume(POOL.resolve("volumes/proj22222222-home"), "/home"));

    private Rendered() {}

    static KubernetesConfig config() {
        return new KubernetesConfig(
                "ab2c",
                "zomg",
                Optional.of("zomg"),
                "node-1",
                "docker.io/zomg/runner:1",
                new PoolDirectories(POOL),
                Path.of("/mnt/pool"),
                KubernetesConfig.CGROUPS,
                1000,
                "example.org",
                false,
                Duration.ofSeconds(60));
    }

    static Box box(BoxConfig limits) {
        BoxSpec lavish = BoxFixtures.lavish();
        return Box.intended(
                new Uid("web222222222"),
                BoxFixtures.ref("shop", "web"),
                new BoxSpec(
                        lavish.base(),
                        limits,
                        lavish.environment(),
                        lavish.tags(),
                        lavish.port(),
                        lavish.grace(),
                        lavish.isolation(),
                        lavish.volumes()),
                Optional.empty(),
                BoxFixtures.NOW);
    }

    static void assertIs(HasMetadata object, String file) {
        assertThat(Serialization.asYaml(object)).isEqualTo(text(file));
    }

    static <T extends HasMetadata> T read(Class<T> kind, String file) {
        return Serialization.unmarshal(text(file), kind);
    }

    private static String text(String file) {
        try (InputStream bytes = Rendered.class.getResourceAsStream(file)) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
