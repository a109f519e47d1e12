package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of boxes, through the command and over HTTP. */
@ExtendWith(Instance.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FilesIT {

    /** More than any buffer in between; as much as wanted with -Dzomg.it.megabytes=1024. */
    private static final int MEGABYTES = Integer.getInteger("zomg.it.megabytes", 48);

    private final Instance zomg;
    private String box;

    FilesIT(Instance zomg) {
        this.zomg = zomg;
    }

    @BeforeAll
    void create() {
        box = zomg.created();
    }

    private Shell.Result zomg(Path folder, String... arguments) {
        return zomg.zomgIn(folder, Map.of(), arguments);
    }

    private String inBox(String... command) {
        String[] all = new String[command.length + 3];
        all[0] = "exec";
        all[1] = box;
        all[2] = "--";
        System.arraycopy(command, 0, all, 3, command.length);
        return zomg.zomg(all).ok().strip();
    }

    private String files(String path) {
        return "/v1/projects/default/boxes/%s/files?path=%s".formatted(box, path);
    }

    @Test
    void a_large_file_is_the_same_on_both_sides(@TempDir Path folder) throws IOException {
        Path large = folder.resolve("large");
        byte[] megabyte = new byte[1 << 20];
        Random random = new Random(7);
        try (OutputStream out = Files.newOutputStream(large)) {
            for (int i = 0; i < MEGABYTES; i++) {
                random.nextBytes(megabyte);
                out.write(megabyte);
            }
        }
        Files.setPosixFilePermissions(large, PosixFilePermissions.fromString("rwx-w-r--"));
        String hash = zomg.host("sha256sum", large.toString()).ok().split(" ", 2)[0];

        zomg(folder, "put", "large", box + ":/srv/large").ok();
        zomg(folder, "get", box + ":/srv/large", "back").ok();

        assertThat(inBox("sha256sum", "/srv/large")).startsWith(hash);
        assertThat(inBox("stat", "-c", "%a %u:%g", "/srv/large")).isEqualTo("724 0:0");
        assertThat(zomg.host("sha256sum", folder.resolve("back").toString()).ok()).startsWith(hash);
        assertThat(Files.getPosixFilePermissions(folder.resolve("back")))
                .isEqualTo(PosixFilePermissions.fromString("rwx-w-r--"));
    }

    @Test
    void a_directory_there_and_back_is_the_same(@TempDir Path folder) {
        String list = "find %s -mindepth 1 -printf '%%P|%%m|%%y|%%l|%%T@\\n' | sort | cat -v";
        zomg.host(
                        "sh",
                        "-c",
                        "cd '%s' && mkdir -p tree/empty tree/d/e && echo 1 >tree/d/e/f && chmod 600 tree/d/e/f && ln -s ../nowhere tree/d/link && touch -d 2001-02-03 tree/d && printf x >\"$(printf 'tree/odd \\377\\n\"$HOME')\""
                                .formatted(folder))
                .ok();

        zomg(folder, "cp", "-r", "tree", box + ":/srv/tree").ok();
        zomg(folder, "cp", "-r", box + ":/srv/tree", "back").ok();

        String here = zomg.host("sh", "-c", list.formatted(folder.resolve("tree"))).ok();
        assertThat(inBox("sh", "-c", list.formatted("/srv/tree"))).isEqualTo(here.strip());
        assertThat(zomg.host("sh", "-c", list.formatted(folder.resolve("back"))).ok())
                .isEqualTo(here);
        assertThat(inBox("find", "/srv/tree", "!", "-user", "root")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 1000000", "Transfer-Encoding: chunked"})
    void a_body_that_is_cut_off_leaves_the_old_file_and_nothing_else(String length)
            throws IOException {
        inBox("sh", "-c", "rm -rf /srv/cut && mkdir /srv/cut && echo old >/srv/cut/file");
        URI server = URI.create(zomg.url());
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            String head =
                    "PUT %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Type:"
                            + " application/octet-stream\r\n%s\r\n\r\n%s";
            boolean isChunked = length.endsWith("chunked");
            String body = isChunked ? "3e8\r\n" + "x".repeat(1000) + "\r\n" : "x".repeat(1000);
            socket.getOutputStream()
                    .write(
                            head.formatted(
                                            files("/srv/cut/file"),
                                            server.getAuthority(),
                                            zomg.token(),
                                            length,
                                            body)
                                    .getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            assertThat(socket.getInputStream().readNBytes(12)).asString().doesNotContain(" 2");
        }

        assertThat(inBox("sh", "-c", "ls -A /srv/cut; cat /srv/cut/file")).isEqualTo("file\nold");
    }

    @Test
    void a_stopped_box_is_read_and_written_and_runs_on_what_was_written(@TempDir Path folder)
            throws IOException {
        Files.writeString(folder.resolve("file"), "written while it slept\n");
        String sleeper = zomg.created();
        zomg.zomg("stop", sleeper).ok();

        zomg(folder, "put", "file", sleeper + ":/srv/file").ok();
        assertThat(zomg(folder, "get", sleeper + ":/etc/passwd", "-").ok()).contains("root:");
        assertThat(zomg(folder, "put", "file", sleeper + ":/tmp/file").err())
                .contains("is no file or directory on a disk of the box");
        zomg.zomg("resume", sleeper).ok();

        assertThat(zomg.zomg("exec", sleeper, "--", "cat", "/srv/file").ok())
                .isEqualTo("written while it slept");
    }

    @Test
    void what_is_the_kernels_is_refused_also_in_a_privileged_box() {
        String privileged = zomg.created("--privileged");
        zomg.zomg("exec", privileged, "--", "ln", "-sfn", "/proc/sys", "/srv/way").ok();

        for (String path : List.of("/proc/sys/kernel/hostname", "/srv/way/kernel/hostname")) {
            Shell.Result read = zomg.zomg("get", privileged + ":" + path, "-");
            assertThat(read.err()).startsWith("Error: " + path + " is no file or directory on");
            assertThat(read.out()).isEmpty();
        }
        assertThat(zomg.zomg("get", "-r", privileged + ":/proc/sys", "-").exit()).isEqualTo(1);
    }

    @Test
    void a_directory_is_listed() {
        inBox("sh", "-c", "mkdir -p /srv/list && cd /srv/list && touch a && ln -sf a b");

        HttpResponse<String> answer =
                zomg.call("GET", files("/srv/list").replace("/files?", "/files/list?"), "");

        assertThat(answer.body())
                .contains(
                        "\"name\":\"a\",\"type\":\"file\"",
                        "\"type\":\"link\"",
                        "\"target\":\"a\"");
    }
}
