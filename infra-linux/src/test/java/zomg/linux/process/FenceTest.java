package zomg.linux.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.linux.libc.Libc;

class FenceTest {

    @TempDir Path folder;

    private Process holder;

    private Fence fence(Duration patience) {
        return new Fence(folder.resolve("fence"), new Libc(), patience);
    }

    /** A program that holds the fence until its input ends. */
    private void held() throws IOException {
        Files.createFile(folder.resolve("fence"));
        holder =
                new ProcessBuilder(
                                "flock",
                                "--shared",
                                folder.resolve("fence").toString(),
                                "sh",
                                "-c",
                                "echo held; exec cat")
                        .start();
        BufferedReader output = holder.inputReader(StandardCharsets.UTF_8);
        assertThat(output.readLine()).isEqualTo("held");
    }

    @AfterEach
    void end() throws InterruptedException {
        if (holder != null) {
            holder.descendants().forEach(ProcessHandle::destroyForcibly);
            holder.destroyForcibly().waitFor();
        }
    }

    @Test
    void where_nothing_is_behind_it_a_server_passes_at_once() {
        assertThatCode(() -> fence(Duration.ZERO).prepare()).doesNotThrowAnyException();

        assertThat(folder.resolve("fence")).exists();
    }

    @Test
    void a_server_waits_until_what_is_behind_it_has_ended()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        held();

        CompletableFuture<Void> passed =
                CompletableFuture.runAsync(() -> fence(Duration.ofSeconds(20)).prepare());
        assertThatThrownBy(() -> passed.get(200, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
        holder.getOutputStream().close();

        passed.get(10, TimeUnit.SECONDS);
    }

    @Test
    void who_holds_it_for_too_long_is_named() throws IOException {
        held();

        Fence fence = fence(Duration.ofMillis(50));
        assertThatThrownBy(fence::prepare)
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal ->
                                assertThat(refusal.code()).isEqualTo(ErrorCode.ENGINE_UNAVAILABLE))
                .hasMessageContaining("flock (pid %d)".formatted(holder.pid()))
                .hasMessageContaining("cat (pid ");
        assertThat(fence.isOurs()).isFalse();
    }

    @Test
    void a_server_does_not_wait_for_what_it_started_itself() throws IOException {
        Fence fence = fence(Duration.ZERO);
        fence.prepare();
        Files.delete(folder.resolve("fence"));
        held();

        assertThatCode(fence::prepare).doesNotThrowAnyException();
    }
}
