package zomg.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.cli.support.Failure;

class InstallationTest {

    @TempDir Path folder;

    private Path checkout;
    private Path dist;
    private Installation installation;

    @BeforeEach
    void a_built_checkout() throws IOException {
        checkout = folder.resolve("checkout");
        dist = checkout.resolve("cli/target/dist");
        file("cli/target/dist/bin/zomg", "rwxrwxr-x");
        file("cli/target/dist/bin/zomg-server", "rwxrwxr-x");
        file("cli/target/dist/cli/cli.jar", "rw-rw-rw-");
        file("cli/target/dist/support/find-jdk.sh", "rw-r--r--");
        file("runner/target/zomg-runner", "rwxr-xr-x");
        file("liberty/target/wlp/bin/server", "rwxr-x---");
        file("bases/box-base.sh", "rw-r-----");
        installation = new Installation(folder.resolve("opt/0.1"));
    }

    private Path file(String name, String permissions) throws IOException {
        Path file = checkout.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, name);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void a_checkout_is_collected_from_where_the_build_leaves_things() {
        assertThat(installation.refresh(dist)).isTrue();

        assertThat(installation.folder().resolve("bin/zomg")).isExecutable();
        assertThat(installation.folder().resolve("bin/zomg-runner")).isExecutable();
        assertThat(installation.folder().resolve("cli/cli.jar")).isRegularFile();
        assertThat(installation.server()).isExecutable();
        assertThat(installation.folder().resolve("bases/box-base.sh")).isRegularFile();
        assertThat(installation.folder().resolve("support/java-home"))
                .hasContent(System.getProperty("java.home"));
    }

    @Test
    void what_was_installed_is_for_all_to_read_and_for_nobody_to_change() throws IOException {
        installation.refresh(dist);

        assertThat(permissions("cli/cli.jar")).isEqualTo("rw-r--r--");
        assertThat(permissions("bin/zomg")).isEqualTo("rwxr-xr-x");
        assertThat(permissions("wlp/bin/server")).isEqualTo("rwxr-xr-x");
        assertThat(permissions("bases/box-base.sh")).isEqualTo("rw-r--r--");
        assertThat(permissions("wlp")).isEqualTo("rwxr-xr-x");
    }

    @Test
    void the_same_build_is_not_installed_twice() {
        installation.refresh(dist);

        assertThat(installation.refresh(dist)).isFalse();
    }

    @Test
    void another_build_takes_the_place_of_the_old_one() throws IOException {
        installation.refresh(dist);
        Files.delete(dist.resolve("cli/cli.jar"));
        file("cli/target/dist/cli/cli-2.jar", "rw-r--r--");

        assertThat(installation.refresh(dist)).isTrue();

        assertThat(installation.folder().resolve("cli"))
                .isDirectoryContaining("glob:**cli-2.jar")
                .isDirectoryNotContaining("glob:**cli.jar");
        assertThat(installation.folder().getParent()).isDirectoryNotContaining("glob:**/.*");
    }

    @Test
    void an_installation_installs_itself_elsewhere_but_not_onto_itself() {
        installation.refresh(dist);
        Installation other = new Installation(folder.resolve("other"));

        assertThat(installation.refresh(installation.folder())).isFalse();
        assertThat(other.refresh(installation.folder())).isTrue();
        assertThat(other.server()).isExecutable();
    }

    @Test
    void a_missing_part_is_named() throws IOException {
        Path runner = checkout.resolve("runner/target/zomg-runner");
        Files.delete(runner);

        assertThatThrownBy(() -> installation.refresh(dist))
                .isInstanceOf(Failure.class)
                .hasMessage(runner + " is missing; build it: ./mvnw -DskipTests package");
        assertThat(installation.folder()).doesNotExist();
    }

    @Test
    void a_foreign_file_is_not_linked_over() throws IOException {
        Path link = folder.resolve("bin/zomg");
        Files.createDirectories(link.getParent());
        Files.writeString(link, "mine");

        assertThat(installation.link(link))
                .contains(
                        "%s is not zomg's and was left as it is; the command is %s"
                                .formatted(link, installation.command()));
        assertThat(link).hasContent("mine");
    }

    @Test
    void a_link_is_made_and_moved_to_another_version() throws IOException {
        Path link = folder.resolve("bin/zomg");
        Installation old = new Installation(Installation.ROOT.resolve("0.0"));

        assertThat(old.link(link)).isEmpty();
        assertThat(installation.link(link)).isEmpty();

        assertThat(Files.readSymbolicLink(link)).isEqualTo(installation.command());
    }

    @Test
    void removing_takes_the_link_only_if_it_leads_here() throws IOException {
        Path link = folder.resolve("bin/zomg");
        installation.refresh(dist);
        installation.link(link);

        new Installation(folder.resolve("other")).remove(link);
        assertThat(Files.isSymbolicLink(link)).isTrue();

        installation.remove(link);
        assertThat(Files.isSymbolicLink(link)).isFalse();
        assertThat(installation.folder()).doesNotExist();
    }

    private String permissions(String name) throws IOException {
        return PosixFilePermissions.toString(
                Files.getPosixFilePermissions(installation.folder().resolve(name)));
    }
}
