package zomg.cli.file;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.cli.file.FileServer.entry;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import zomg.cli.CommandLineOf;
import zomg.cli.CommandLineOf.Outcome;
import zomg.tar.TarEntry;
import zomg.tar.TarEntry.Kind;
import zomg.tar.TarReader;

final class CopyCommandTest {

    @TempDir Path folder;

    private final FileServer server = new FileServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private CommandLineOf command() {
        return new CommandLineOf(folder).variable("ZOMG_URL", server.url());
    }

    private Outcome zomg(String... arguments) {
        return command().run(arguments);
    }

    private void succeeds(String... arguments) {
        assertThat(zomg(arguments)).isEqualTo(new Outcome(0, "", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cp", "put"})
    void a_file_goes_in_with_its_mode(String name) throws IOException {
        Files.writeString(folder.resolve("tool"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(
                folder.resolve("tool"), PosixFilePermissions.fromString("rwxr-x---"));

        succeeds(name, "./tool", "web:/usr/local/bin/tool");

        assertThat(server.at("/usr/local/bin/tool").mode()).isEqualTo("0750");
        assertThat(server.at("/usr/local/bin/tool").bytes()).asString().isEqualTo("#!/bin/sh\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cp", "get"})
    void a_file_comes_out_with_its_mode(String name) throws IOException {
        server.file("/var/log/app.log", "lines\n", "4711");

        succeeds(name, "web:/var/log/app.log", "./app.log");

        assertThat(folder.resolve("app.log")).hasContent("lines\n");
        assertThat(Files.getPosixFilePermissions(folder.resolve("app.log")))
                .isEqualTo(PosixFilePermissions.fromString("rwx--x--x"));
        assertThat(names(folder)).containsExactly("app.log");
    }

    @Test
    void a_directory_gets_what_is_copied() throws IOException {
        Files.createDirectory(folder.resolve("here"));
        Files.writeString(folder.resolve("file"), "1");
        server.directory("/srv");
        server.file("/etc/hosts", "2", "0644");

        succeeds("put", "file", "web:/srv");
        succeeds("put", "file", "web:/opt/");
        succeeds("get", "web:/etc/hosts", "here");

        assertThat(server.at("/srv/file").bytes()).asString().isEqualTo("1");
        assertThat(server.at("/opt/file").bytes()).asString().isEqualTo("1");
        assertThat(folder.resolve("here/hosts")).hasContent("2");
    }

    @Test
    void a_dash_is_standard_input_or_output() {
        server.file("/etc/motd", "welcome\n", "0644");

        assertThat(command().input("typed").run("put", "-", "web:/srv/typed").exitCode()).isZero();
        Outcome out = zomg("get", "web:/etc/motd", "-");

        assertThat(server.at("/srv/typed").bytes()).asString().isEqualTo("typed");
        assertThat(server.at("/srv/typed").mode()).isEmpty();
        assertThat(out).isEqualTo(new Outcome(0, "welcome\n", ""));
        assertThat(zomg("put", "-", "web:/srv/"))
                .isEqualTo(new Outcome(2, "", "Error: " + CopyCommand.NO_NAME + "\n"));
    }

    @ParameterizedTest
    @CsvSource({"a,b", "web:/a,other:/b", "-,-", "./web:/a,b", "-,./a"})
    void exactly_one_side_is_in_a_box(String source, String destination) {
        assertThat(zomg("cp", source, destination))
                .isEqualTo(new Outcome(2, "", "Error: " + CopyCommand.ONE_SIDE + "\n"));
    }

    @Test
    void a_directory_needs_r() throws IOException {
        Files.createDirectory(folder.resolve("d"));
        server.directory("/srv");

        String said = "Error: only files are supported (directories require -r)\n";
        assertThat(zomg("cp", "d", "web:/srv")).isEqualTo(new Outcome(1, "", said));
        assertThat(zomg("cp", "web:/srv", "d")).isEqualTo(new Outcome(1, "", said));
    }

    @Test
    void what_is_wrong_is_said() {
        server.refuse("/proc/meminfo");

        assertThat(zomg("get", "web:/nowhere", "x"))
                .isEqualTo(new Outcome(1, "", "Error: there is no /nowhere in the box\n"));
        assertThat(zomg("get", "web:/proc/meminfo", "x").err())
                .isEqualTo("Error: /proc/meminfo is not served\n");
        assertThat(zomg("put", "nowhere", "web:/srv/x").err())
                .startsWith("Error: there is no ")
                .endsWith("nowhere here\n");
        server.file("/etc/motd", "welcome\n", "0644");
        assertThat(zomg("get", "web:/etc/motd", "no/where").err())
                .startsWith("Error: there is no ")
                .endsWith("here\n");
    }

    @Test
    void what_was_cut_off_leaves_the_old_file_and_nothing_else() throws IOException {
        Files.writeString(folder.resolve("file"), "old");
        server.file("/srv/file", "much that is new", "0644");
        server.directory(
                "/srv/d",
                entry(Kind.DIRECTORY, "./", "", 0755, 0),
                entry(Kind.FILE, "a", "", 0644, 900));
        server.cutAt(9);

        Outcome outcome = zomg("get", "web:/srv/file", "file");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("Error: the connection to http://127.0.0.1:");
        assertThat(folder.resolve("file")).hasContent("old");
        assertThat(names(folder)).containsExactly("file");
        server.cutAt(3500);
        assertThat(zomg("get", "-r", "web:/srv/d", "d").exitCode()).isEqualTo(1);
        assertThat(names(folder.resolve("d"))).isEmpty();
    }

    @Test
    void a_directory_goes_in_whole() throws IOException {
        Path site = Files.createDirectories(folder.resolve("site"));
        Files.createDirectory(site.resolve("empty"));
        Files.createSymbolicLink(site.resolve("link"), Path.of("../é"));
        Path odd = NameBytes.path("odd \u00ff\n");
        Files.writeString(site.resolve(odd), "content");
        Files.setLastModifiedTime(
                site.resolve(odd), FileTime.from(Instant.parse("2020-01-02T03:04:05.6Z")));

        succeeds("cp", "-r", "site", "web:/srv/site");

        List<TarEntry> entries = entries(server.at("/srv/site").bytes());
        assertThat(entries)
                .extracting(TarEntry::name)
                .containsExactlyInAnyOrder("./", "empty/", "link", "odd \u00ff\n");
        assertThat(entries).allMatch(one -> one.uid() == 0 && one.gid() == 0);
        assertThat(entries)
                .filteredOn(one -> one.is(Kind.LINK))
                .singleElement()
                .extracting(one -> bytes(one.target()))
                .isEqualTo("../é".getBytes(StandardCharsets.UTF_8));
        assertThat(entries)
                .filteredOn(one -> one.is(Kind.FILE))
                .singleElement()
                .extracting(TarEntry::modified)
                .isEqualTo(Instant.parse("2020-01-02T03:04:05.6Z"));
        server.directory("/opt");
        succeeds("put", "-r", "site", "web:/opt");
        assertThat(server.at("/opt/site")).isNotNull();
    }

    @Test
    void a_directory_comes_out_whole() throws IOException {
        server.directory(
                "/srv/d",
                entry(Kind.DIRECTORY, "./", "", 0750, 0),
                entry(Kind.DIRECTORY, "sub", "", 0500, 0),
                entry(Kind.FILE, "sub/file", "", 0640, 300_000),
                entry(Kind.LINK, "sub/link", "../../elsewhere", 0777, 0),
                entry(Kind.DIRECTORY, "empty", "", 0755, 0),
                entry(Kind.FILE, "odd \u00ff\n", "", 0644, 1));

        Files.createDirectory(folder.resolve("other"));

        succeeds("cp", "-r", "web:/srv/d", "d");
        succeeds("get", "-r", "web:/srv/d", "other");

        Path top = folder.resolve("d");
        assertThat(top.resolve("sub/file")).hasSize(300_000);
        assertThat(Files.getPosixFilePermissions(top.resolve("sub")))
                .isEqualTo(PosixFilePermissions.fromString("r-x------"));
        assertThat(Files.getPosixFilePermissions(top.resolve("sub/file")))
                .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
        assertThat(Files.getLastModifiedTime(top.resolve("sub")).toInstant())
                .isEqualTo(Instant.ofEpochSecond(1_000_000_000, 5_000));
        assertThat(Files.readSymbolicLink(top.resolve("sub/link"))).hasToString("../../elsewhere");
        assertThat(Files.exists(top.resolve(NameBytes.path("odd \u00ff\n")))).isTrue();
        assertThat(Files.getPosixFilePermissions(top))
                .isEqualTo(PosixFilePermissions.fromString("rwxr-x---"));
        assertThat(names(folder.resolve("other"))).containsExactly("d");
        Files.setPosixFilePermissions(
                top.resolve("sub"), PosixFilePermissions.fromString("rwx------"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "a/../../evil", "/evil", ".."})
    void no_name_leads_out_of_the_directory(String name) throws IOException {
        server.directory(
                "/srv/d",
                entry(Kind.DIRECTORY, "./", "", 0755, 0),
                entry(Kind.FILE, name, "", 0644, 1));

        Outcome outcome = zomg("get", "-r", "web:/srv/d", "d");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("leads out of the directory");
        assertThat(names(folder)).containsExactly("d");
        assertThat(names(folder.resolve("d"))).isEmpty();
    }

    @Test
    void nothing_goes_through_a_link_whoever_made_it() throws IOException {
        Files.createDirectory(folder.resolve("victim"));
        server.directory(
                "/srv/d",
                entry(Kind.DIRECTORY, "./", "", 0755, 0),
                entry(Kind.LINK, "way", "../victim", 0777, 0),
                entry(Kind.FILE, "way/evil", "", 0644, 1));
        assertThat(zomg("get", "-r", "web:/srv/d", "d").err()).contains("is no directory here");

        Files.createSymbolicLink(folder.resolve("d/old"), folder.resolve("victim"));
        for (TarEntry through :
                List.of(
                        entry(Kind.FILE, "old/evil", "", 0644, 1),
                        entry(Kind.DIRECTORY, "old/evil", "", 0755, 0),
                        entry(Kind.LINK, "old/evil", "x", 0777, 0),
                        entry(Kind.DIRECTORY, "old", "", 0755, 0))) {
            server.directory("/srv/d", through);
            assertThat(zomg("get", "-r", "web:/srv/d", ".").err()).contains("is no directory here");
        }

        assertThat(names(folder.resolve("victim"))).isEmpty();
    }

    @Test
    void what_is_no_file_here_is_written_to_and_stays() {
        server.file("/etc/motd", "welcome\n", "0644");

        succeeds("get", "web:/etc/motd", "/dev/null");

        assertThat(Files.isRegularFile(Path.of("/dev/null"), LinkOption.NOFOLLOW_LINKS)).isFalse();
    }

    private static byte[] bytes(String latin) {
        return latin.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    private static List<TarEntry> entries(byte[] archive) throws IOException {
        TarReader tar = new TarReader(new ByteArrayInputStream(archive));
        List<TarEntry> all = new ArrayList<>();
        for (Optional<TarEntry> next = tar.next(); next.isPresent(); next = tar.next()) {
            all.add(next.get());
        }
        return all;
    }
}
