package zomg.usecase.base;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.uid;
import static zomg.fixture.Refusals.assertRefused;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.fixture.UseCases;
import zomg.memory.InMemoryMachine;
import zomg.model.base.Base;
import zomg.model.base.BaseReference;
import zomg.model.base.Making;
import zomg.model.base.Recipe;
import zomg.model.exec.ExecEnd;
import zomg.model.id.BaseAlias;
import zomg.model.id.Uid;

/** What is kept of what a build prints, and of how a base was made. */
final class BuildLogTest {

    private static final Recipe RECIPE = new Recipe(new BaseAlias("mine"), "apt-get install hello");
    private static final BaseReference MINE = BaseReference.parse("mine");
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int ENOUGH = 1 << 20;

    private final InMemoryMachine machine = new InMemoryMachine();
    private final UseCases zomg = new UseCases(machine);
    private final BuildBase buildBase = zomg.buildBase();
    private final ReadBuildLog readBuildLog = zomg.readBuildLog();

    @Test
    void the_whole_log_can_be_read_after_the_build() {
        machine.processes().playNext("installing\nhello\n", new ExecEnd.Exited(0));
        Uid build = uid();

        Base base = buildBase.build(build, RECIPE, BaseReference.DEFAULT, "root");

        assertThat(readBuildLog.find(MINE, Optional.empty())).isEqualTo(build);
        ReadBuildLog.Part part = read(build, 0);
        assertThat(new String(part.piece().bytes(), UTF_8))
                .isEqualTo(
                        """
                        zomg: building mine on box-base:1
                        installing
                        hello
                        zomg: %s is built
                        """
                                .formatted(base.reference()));
        assertThat(part.isLast()).isTrue();
    }

    @Test
    void so_can_that_of_a_build_that_failed() {
        machine.processes().playNext("E: no\n", new ExecEnd.Exited(100));
        Uid build = uid();

        assertRefused(
                ErrorCode.BUILD_FAILED,
                () -> buildBase.build(build, RECIPE, BaseReference.DEFAULT, "root"));

        assertThat(text(build))
                .contains("E: no\n")
                .endsWith("zomg: the script of base mine failed with exit status 100:\n");
        assertThat(readBuildLog.find(RECIPE.reference(), Optional.empty())).isEqualTo(build);
    }

    @Test
    void a_script_may_take_as_long_as_is_set_and_is_told_what_is_set() {
        machine.processes().playNext("", new ExecEnd.TimedOut());

        assertThat(
                        assertRefused(
                                ErrorCode.BUILD_FAILED,
                                () ->
                                        buildBase.build(
                                                uid(), RECIPE, BaseReference.DEFAULT, "root")))
                .hasMessageContaining("600 s (zomg.base-timeout)");

        assertThat(machine.processes().requests().getLast().timeout())
                .isEqualTo(Duration.ofMinutes(10));
        assertThat(machine.processes().requests().getLast().environment().variables())
                .containsEntry("HTTP_PROXY", "proxy:80");
    }

    @Test
    void the_script_and_what_it_did_without_are_kept_with_the_base() {
        machine.processes()
                .playNext(
                        "get\nzomg:missing code: no answer\nzomg:missing  gh\n",
                        new ExecEnd.Exited(0));

        Base base = buildBase.build(uid(), RECIPE, BaseReference.DEFAULT, "root");

        assertThat(machine.bases().making(base.uid()))
                .isEqualTo(
                        new Making(Optional.of(RECIPE.script()), List.of("code: no answer", "gh")));
    }

    @Test
    void what_was_never_built_has_no_log() {
        assertRefused(ErrorCode.LOG_NOT_FOUND, () -> readBuildLog.find(MINE, Optional.empty()));
        assertRefused(ErrorCode.LOG_NOT_FOUND, () -> readBuildLog.find(MINE, Optional.of(uid())));
        assertRefused(
                ErrorCode.LOG_NOT_FOUND,
                () -> readBuildLog.read(MINE, uid(), 0, ENOUGH, Duration.ZERO));
    }

    /** Who reads in the middle of it gets what is there, waits, and gets what comes. */
    @Test
    void a_log_is_followed_until_the_build_is_over()
            throws ExecutionException, InterruptedException, TimeoutException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        machine.processes()
                .duringEachRun(
                        () -> {
                            begun.countDown();
                            await(gate);
                        });
        machine.processes().playNext("hello\n", new ExecEnd.Exited(0));
        Uid build = uid();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            Future<Base> built =
                    threads.submit(
                            () -> buildBase.build(build, RECIPE, BaseReference.DEFAULT, "root"));
            await(begun);
            ReadBuildLog.Part first = read(build, 0);
            ReadBuildLog.Part nothing =
                    readBuildLog.read(
                            MINE, build, first.piece().end(), ENOUGH, Duration.ofMillis(20));
            Future<ReadBuildLog.Part> next = threads.submit(() -> read(build, first.piece().end()));

            assertThat(first.isLast()).isFalse();
            assertThat(nothing.piece().bytes()).isEmpty();
            assertThat(nothing.isLast()).isFalse();
            assertThat(next.isDone()).isFalse();
            gate.countDown();
            ReadBuildLog.Part part = next.get(20, TimeUnit.SECONDS);
            StringBuilder rest = new StringBuilder();
            rest.append(new String(part.piece().bytes(), UTF_8));
            while (!part.isLast()) {
                part = read(build, part.piece().end());
                rest.append(new String(part.piece().bytes(), UTF_8));
            }
            assertThat(rest).contains("hello\n").endsWith(" is built\n");
            built.get(20, TimeUnit.SECONDS);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private ReadBuildLog.Part read(Uid build, long offset) {
        return readBuildLog.read(MINE, build, offset, ENOUGH, LONG);
    }

    private String text(Uid build) {
        return new String(read(build, 0).piece().bytes(), UTF_8);
    }
}
