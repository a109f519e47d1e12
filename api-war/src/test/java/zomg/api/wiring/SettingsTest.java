package zomg.api.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.db.Password;
import zomg.db.PostgresConfig;
import zomg.model.box.BoxConfig;
import zomg.model.box.BoxDefaults;
import zomg.model.box.Cpus;
import zomg.model.box.GracePeriod;
import zomg.model.box.IsolationLevels;
import zomg.model.box.Memory;
import zomg.model.network.Domains;
import zomg.model.network.Host;
import zomg.model.space.Storage;

class SettingsTest {

    private final Map<String, String> given = new HashMap<>(Map.of("zomg.install-dir", "/opt/z"));

    @Test
    void what_is_not_given_has_its_default() {
        Settings settings = read();

        assertThat(settings.state().path()).isEqualTo(Path.of("/var/lib/zomg"));
        assertThat(settings.pool().existing()).isEmpty();
        assertThat(settings.pool().imageBytes()).isEqualTo(20L << 30);
        assertThat(settings.local().subnet().toString()).isEqualTo("10.66.0.0/16");
        assertThat(settings.local().firstHostId()).isEqualTo(2_000_000_000L);
        assertThat(settings.local().domain()).isEqualTo("localhost");
        assertThat(settings.runner()).isEqualTo(Path.of("/opt/z/bin/zomg-runner"));
        assertThat(settings.busyPatience()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void what_is_given_counts() {
        given.putAll(
                Map.of(
                        "zomg.pool", "/srv/btrfs",
                        "zomg.pool-size", "512M",
                        "zomg.allowed-hosts", "a.example, b.example",
                        "zomg.domain", "lab.example"));

        Settings settings = read();

        assertThat(settings.pool().pool()).isEqualTo(Path.of("/srv/btrfs"));
        assertThat(settings.pool().imageBytes()).isEqualTo(512L << 20);
        assertThat(settings.door().hosts()).isEqualTo(Set.of("a.example", "b.example"));
        assertThat(settings.door().domain()).isEqualTo("lab.example");
        assertThat(settings.domains())
                .isEqualTo(new Domains(new Host("lab.example"), new Host("lab.example")));
    }

    @Test
    void hosts_are_published_under_another_domain_if_one_is_given() {
        given.putAll(Map.of("zomg.domain", "lab.example", "zomg.publish-domain", "apps.example"));

        assertThat(read().domains())
                .isEqualTo(new Domains(new Host("lab.example"), new Host("apps.example")));

        given.put("zomg.publish-domain", "d".repeat(60) + ".e".repeat(65));
        assertThatIllegalArgumentException()
                .isThrownBy(this::read)
                .withMessageContaining("zomg.publish-domain is wrong");
    }

    @Test
    void new_boxes_have_no_limits_but_those_that_are_set() {
        assertThat(read().defaults())
                .isEqualTo(
                        new BoxDefaults(
                                BoxConfig.UNLIMITED, GracePeriod.DEFAULT, IsolationLevels.ALL));
        given.putAll(
                Map.of(
                        "zomg.default-cpus", "500m",
                        "zomg.default-memory", "2G",
                        "zomg.default-storage", "10G",
                        "zomg.default-grace", "30"));

        assertThat(read().defaults())
                .isEqualTo(
                        new BoxDefaults(
                                new BoxConfig(
                                        Optional.of(new Cpus(500)),
                                        Optional.of(new Memory(2048)),
                                        Optional.of(new Storage(10))),
                                new GracePeriod(30),
                                IsolationLevels.ALL));

        given.putAll(Map.of("zomg.default-cpus", "many", "zomg.default-storage", "0G"));
        assertThatIllegalArgumentException()
                .isThrownBy(this::read)
                .withMessageContaining("zomg.default-cpus is wrong: cpus must be")
                .withMessageContaining("zomg.default-storage is wrong: storage_gb must be");
    }

    @Test
    void records_are_in_a_file_unless_a_database_is_named(@TempDir Path folder) throws IOException {
        assertThat(read().database()).isEmpty();
        Path file = Files.writeString(folder.resolve("password"), "canary\n");
        given.putAll(
                Map.of(
                        "zomg.database-url", "jdbc:postgresql://db.example/zomg",
                        "zomg.database-user", "zomg",
                        "zomg.database-password-file", file.toString()));

        PostgresConfig database = read().database().orElseThrow();

        assertThat(database.url()).isEqualTo("jdbc:postgresql://db.example/zomg");
        assertThat(database.user()).contains("zomg");
        assertThat(database.password()).contains(new Password("canary"));
        assertThat(read().toString()).doesNotContain("canary");
    }

    @Test
    void everything_that_is_wrong_is_said_at_once() {
        given.clear();
        given.putAll(
                Map.of(
                        "zomg.state-dir", "relative",
                        "zomg.pool-size", "20",
                        "zomg.database-url", "jdbc:postgresql://ann:canary@db/zomg",
                        "zomg.database-password-file", "/no/such/file",
                        "zomg.subnet", "10.66.0.0",
                        "zomg.first-host-id", "5",
                        "zomg.insecure", "maybe",
                        "zomg.domain", "-x",
                        "zomg.busy-patience", "30"));

        assertThatIllegalArgumentException()
                .isThrownBy(this::read)
                .withMessageContainingAll(
                        "zomg.install-dir must be set",
                        "zomg.state-dir is wrong: relative is not an absolute path",
                        "zomg.pool-size is wrong: 20 is not a size such as 20G",
                        "zomg.database-url is wrong: user and password have settings of their own",
                        "zomg.database-password-file is wrong: /no/such/file cannot be read",
                        "zomg.subnet is wrong",
                        "zomg.first-host-id is wrong: 5 is not a number from 65536 to 4000000000",
                        "zomg.insecure is wrong",
                        "zomg.domain is wrong",
                        "zomg.busy-patience is wrong");
    }

    @Test
    void without_encryption_the_server_of_a_machine_listens_on_loopback_alone() {
        given.put("zomg.http-host", "0.0.0.0");

        assertThatIllegalArgumentException()
                .isThrownBy(this::read)
                .withMessageContaining(
                        "zomg.http-host is wrong: 0.0.0.0 would be reached by others");
    }

    @Test
    void every_setting_is_in_the_documentation_with_its_variable_and_default() throws IOException {
        List<String> documented =
                Files.readAllLines(Path.of("../docs/configuration.md")).stream()
                        .filter(line -> line.startsWith("| `zomg."))
                        .map(SettingsTest::withoutMeaning)
                        .toList();

        assertThat(documented)
                .containsExactlyElementsOf(
                        Arrays.stream(Setting.values()).map(SettingsTest::row).toList());
    }

    private static String withoutMeaning(String row) {
        return row.substring(0, row.lastIndexOf(" | "));
    }

    private static String row(Setting setting) {
        return "| `%s` | `%s` | %s"
                .formatted(
                        setting.key(),
                        setting.key().toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"),
                        setting.defaultValue().map("`%s`"::formatted).orElse("–"));
    }

    @Test
    void resolvers_are_tried_in_their_order() {
        given.put("zomg.resolv-conf", "/b,/a");

        assertThat(read().local().resolvConfs()).isEqualTo(List.of(Path.of("/b"), Path.of("/a")));
    }

    private Settings read() {
        return Settings.read(key -> Optional.ofNullable(given.get(key)));
    }
}
