package zomg.linux.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import zomg.linux.libc.FileDescriptor;
import zomg.linux.libc.Libc;
import zomg.linux.libc.Spawning;

@Timeout(60)
class ChildTest {

    private static final int AT_ONCE = 1_000_001;

    private final Libc libc = new Libc();

    private Child child(String... argv) throws IOException {
        return Child.start(new Spawning(libc), List.of(argv));
    }

    @Test
    void what_it_is_sent_it_reads_and_what_it_writes_is_read() throws IOException {
        byte[] sent = new byte[3_000_000];
        new Random(7).nextBytes(sent);
        try (Child cat = child("/bin/cat")) {
            CompletableFuture<Void> sending =
                    CompletableFuture.runAsync(
                            () -> {
                                try (OutputStream input = cat.input()) {
                                    // More at once than there is memory for outside of the heap
                                    input.write(sent, 0, AT_ONCE);
                                    new ByteArrayInputStream(sent, AT_ONCE, sent.length - AT_ONCE)
                                            .transferTo(input);
                                } catch (IOException failure) {
                                    throw new UncheckedIOException(failure);
                                }
                                cat.closeInput();
                            });
            assertThat(cat.output().readAllBytes()).isEqualTo(sent);
            sending.join();
        }
    }

    @Test
    void it_has_no_descriptor_of_ours() throws Throwable {
        try (FileDescriptor ours = libc.open("/etc/passwd", Libc.O_RDONLY)) {
            inherit(ours);
            String ofChild = "/proc/self/fd/" + ours.number();
            try (Child child = child("/bin/sh", "-c", "cat " + ofChild + " || echo none")) {
                assertThat(new String(child.output().readAllBytes(), UTF_8)).isEqualTo("none\n");
            }
        }
    }

    /** As what other code of this JVM opens may be. */
    @SuppressWarnings("restricted")
    private static void inherit(FileDescriptor file) throws Throwable {
        Linker linker = Linker.nativeLinker();
        MethodHandle fcntl =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("fcntl"),
                        FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
                        Linker.Option.firstVariadicArg(2));
        assertThat((int) fcntl.invokeExact(file.number(), 2, 0)).isZero();
    }

    @Test
    void it_has_no_signal_blocked_and_no_variable_of_ours() throws IOException {
        try (Child child = child("/bin/sh", "-c", "grep SigBlk /proc/self/status; /usr/bin/env")) {
            assertThat(new String(child.output().readAllBytes(), UTF_8))
                    .contains("SigBlk:\t0000000000000000")
                    .contains("PATH=/usr/sbin:/usr/bin:/sbin:/bin")
                    .doesNotContain("HOME=");
        }
    }

    @Test
    void a_program_that_is_missing_is_told() {
        assertThatThrownBy(() -> child("/nowhere/zomg-runner"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/nowhere/zomg-runner");
    }

    @Test
    void what_it_does_not_hear_any_more_is_told() throws IOException {
        try (Child deaf = child("/bin/true")) {
            assertThat(deaf.output().read()).isNegative();
            assertThatThrownBy(() -> deaf.input().write(new byte[100_000]))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void nobody_writes_for_ever_to_one_that_reads_nothing() throws IOException {
        try (Child deaf = child("/bin/sleep", "1000")) {
            deaf.input().write(new byte[64 * 1024]); // as much as a pipe holds
            CompletableFuture<Boolean> writing =
                    CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    deaf.input().write(1);
                                    return true;
                                } catch (IOException broken) {
                                    return false;
                                }
                            });
            deaf.closeInput();
            assertThat(writing.join()).isFalse();
        }
    }

    @Test
    void nothing_is_left_of_one_that_was_closed() throws IOException {
        Child child = child("/bin/cat");
        child.close();

        assertThat(ProcessHandle.current().children().map(ProcessHandle::info))
                .noneMatch(info -> info.command().filter("/bin/cat"::equals).isPresent());
        child.kill(); // of nobody else, whatever its pid is by now
    }
}
