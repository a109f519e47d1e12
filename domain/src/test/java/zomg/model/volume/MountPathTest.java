package zomg.model.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.Refusals.assertInvalid;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import zomg.error.ErrorCode;
import zomg.model.id.VolumeName;

final class MountPathTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "srv",
                "./srv",
                "/",
                "//",
                "/proc",
                "/proc/x",
                "/sys",
                "/dev/shm",
                "/run",
                "/etc",
                "/etc/",
                "//etc//x",
                "/volumes",
                "/home/me",
                "/box/proj",
                "/srv/..",
                "/srv/../etc",
                "/./srv",
                "/srv/\n",
                "/srv/\u0000",
                "/srv/\uD800"
            })
    void what_cannot_be_a_mount_path_is_refused(String path) {
        assertInvalid(ErrorCode.INVALID_REQUEST, () -> new MountPath(path), "path");
    }

    @ParameterizedTest
    @CsvSource({
        "/srv, /srv",
        "/srv/, /srv",
        "//srv///data//, /srv/data",
        "/procs, /procs",
        "/boxes/x, /boxes/x",
        "/a b/ü, /a b/ü",
        "/..., /..."
    })
    void a_path_has_one_spelling(String given, String kept) {
        assertThat(new MountPath(given).value()).isEqualTo(kept);
    }

    @Test
    void long_paths_and_long_names_are_refused() {
        new MountPath("/" + "x".repeat(255));
        assertInvalid(
                ErrorCode.INVALID_REQUEST, () -> new MountPath("/" + "x".repeat(256)), "path");
        assertInvalid(
                ErrorCode.INVALID_REQUEST, () -> new MountPath("/" + "ü".repeat(128)), "path");
        assertInvalid(ErrorCode.INVALID_REQUEST, () -> new MountPath("/x".repeat(501)), "path");
    }

    @Test
    void a_path_is_above_what_it_would_hide() {
        assertThat(new MountPath("/srv").isAbove(new MountPath("/srv/data"))).isTrue();
        assertThat(new MountPath("/srv").isAbove(new MountPath("/srv"))).isFalse();
        assertThat(new MountPath("/srv").isAbove(new MountPath("/srvs"))).isFalse();
        assertThat(new MountPath("/srv/data").isAbove(new MountPath("/srv"))).isFalse();
    }

    @Test
    void each_volume_and_each_path_is_there_once() {
        assertInvalid(
                ErrorCode.INVALID_REQUEST,
                () -> new DataMounts(List.of(mount("a", "/x"), mount("a", "/y"))),
                "data_mounts");
        assertInvalid(
                ErrorCode.INVALID_REQUEST,
                () -> new DataMounts(List.of(mount("a", "/x"), mount("b", "/x/"))),
                "data_mounts");
        assertInvalid(
                ErrorCode.INVALID_REQUEST,
                () -> new DataMounts(Collections.nCopies(33, mount("a", "/x"))),
                "data_mounts");
    }

    private static DataMount mount(String name, String path) {
        return new DataMount(new VolumeName(name), new MountPath(path), false);
    }
}
