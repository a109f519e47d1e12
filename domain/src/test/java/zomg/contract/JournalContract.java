package zomg.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static zomg.fixture.BoxFixtures.NOW;
import static zomg.fixture.BoxFixtures.in;
import static zomg.fixture.BoxFixtures.lavish;
import static zomg.fixture.BoxFixtures.named;
import static zomg.fixture.BoxFixtures.ref;
import static zomg.fixture.BoxFixtures.uid;
import static zomg.fixture.BoxFixtures.web;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import zomg.error.Refusal;
import zomg.fixture.Crowd;
import zomg.model.access.Role;
import zomg.model.access.Token;
import zomg.model.base.Base;
import zomg.model.base.Making;
import zomg.model.box.Box;
import zomg.model.box.BoxStatus;
import zomg.model.id.BaseAlias;
import zomg.model.id.BoxName;
import zomg.model.id.ProjectName;
import zomg.model.id.Uid;
import zomg.model.journal.Cause;
import zomg.model.journal.Entry;
import zomg.model.journal.Mark;
import zomg.model.journal.Span;
import zomg.model.operation.Operation;
import zomg.port.Bases;
import zomg.port.Boxes;
import zomg.port.Journal;
import zomg.port.Operations;
import zomg.port.Projects;
import zomg.port.Tokens;
import zomg.usecase.journal.VerifyJournal;

/** What the journal says of every store that shares it. */
public interface JournalContract {

    int ALL = 10_000;

    /** Empty when a test starts, the same one during a test; so are the stores. */
    Journal journal();

    Boxes boxes();

    Projects projects();

    Bases bases();

    Tokens tokens();

    Operations operations();

    @Test
    default void the_life_of_a_box_is_told_with_the_states_before_and_after() {
        Box box = boxes().add(web());
        Box running = boxes().replace(box.withStatus(BoxStatus.RUNNING, NOW));
        Box changed = boxes().replace(running.withSpec(lavish(), NOW));
        boxes().replace(changed.withStatus(BoxStatus.DELETING, NOW));
        boxes().forget(box.uid());

        assertThat(entries())
                .extracting(
                        entry -> entry.change().kind(),
                        entry -> entry.change().from().orElse("-"),
                        entry -> entry.change().to().orElse("-"))
                .containsExactly(
                        tuple("box.creating", "-", "creating"),
                        tuple("box.running", "creating", "running"),
                        tuple("box.updated", "running", "running"),
                        tuple("box.deleting", "running", "deleting"),
                        tuple("box.deleted", "deleting", "-"));
        assertThat(entries())
                .allSatisfy(
                        entry -> {
                            assertThat(entry.change().project())
                                    .contains(new ProjectName("default"));
                            assertThat(entry.change().box()).contains(new BoxName("web"));
                            assertThat(entry.change().uid()).contains(box.uid());
                        });
    }

    @Test
    default void projects_bases_and_tokens_are_told_of_once() {
        Base base =
                new Base(
                        uid(),
                        new BaseAlias("box-base"),
                        "1",
                        "zomg",
                        "Ubuntu 24.04",
                        Optional.empty(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        NOW);
        Token token = new Token("aaaaaaaaaaaa", "00", "ann", Role.ADMIN);

        for (int time = 1; time <= 2; time++) {
            projects().use(ProjectName.DEFAULT);
            bases().add(base, Making.UNKNOWN);
            tokens().issue(token);
        }

        assertThat(entries())
                .extracting(entry -> entry.change().kind())
                .containsExactly("project.created", "base.built", "token.issued");
    }

    @Test
    default void an_operation_is_told_of_when_it_is_accepted_and_when_it_ends() {
        Operation begun = OperationsContract.running(ref("web"), NOW);
        operations().add(begun);
        operations().update(begun.at(new Operation.Progress(10, "starting"), NOW));
        operations().update(begun.failed(new Operation.Failure("start_failed", "no tini"), NOW));
        operations().update(OperationsContract.running(ref("unknown"), NOW).succeeded(NOW));

        assertThat(entries())
                .extracting(
                        entry -> entry.change().kind(),
                        entry -> entry.change().object().orElse("-"),
                        entry -> entry.change().detail().orElse("-"))
                .containsExactly(
                        tuple("operation.accepted", begun.id().value(), "stop"),
                        tuple(
                                "operation.failed",
                                begun.id().value(),
                                "stop: start_failed: no tini"));
        assertThat(entries().getLast().change().box()).contains(new BoxName("web"));
    }

    @Test
    default void an_entry_says_why_and_by_whom_and_in_which_request() {
        Cause cause = Cause.request("r-1").by("ann");

        ScopedValue.where(Cause.CURRENT, cause).run(() -> boxes().add(web()));
        boxes().add(named("other"));

        assertThat(entries()).extracting(Entry::cause).containsExactly(cause, Cause.SERVER);
    }

    @Test
    default void what_was_not_done_is_not_told() {
        Box box = boxes().add(web());
        boxes().replace(box.withStatus(BoxStatus.RUNNING, NOW));

        assertThatThrownBy(() -> boxes().add(web())).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> boxes().replace(box.withStatus(BoxStatus.STOPPED, NOW)))
                .isInstanceOf(Refusal.class);
        boxes().forget(uid());

        assertThat(entries()).hasSize(2);
    }

    @Test
    default void a_reason_of_any_length_in_any_script_fits() {
        Box box = boxes().add(web());

        boxes().replace(box.failed("zażółć 日本語 \uD83D\uDC27 ".repeat(1000), NOW));

        assertThat(entries().getLast().change().kind()).isEqualTo("box.failed");
        assertThat(entries().getLast().change().detail().orElseThrow()).startsWith("zażółć 日本語");
        assertThat(new VerifyJournal(journal()).verify(0).broken()).isEmpty();
    }

    @Test
    default void many_writers_make_one_sequence_without_gaps_and_one_chain()
            throws InterruptedException {
        Crowd.Outcome<Box> outcome =
                Crowd.of(
                        16,
                        number -> {
                            Box box = boxes().add(named("box-" + number));
                            projects().use(new ProjectName("p" + number % 4));
                            Box running = boxes().replace(box.withStatus(BoxStatus.RUNNING, NOW));
                            boxes().forget(box.uid());
                            return running;
                        });

        assertThat(outcome.failures()).isEmpty();
        assertThat(entries())
                .extracting(Entry::id)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 16 * 3 + 4).boxed().toList());
        assertThat(journal().span()).isEqualTo(new Span(Mark.START, entries().getLast().mark()));
        assertThat(new VerifyJournal(journal()).verify(0).broken()).isEmpty();
        for (Box box : outcome.values()) {
            assertThat(entries())
                    .filteredOn(entry -> entry.change().uid().equals(Optional.of(box.uid())))
                    .extracting(entry -> entry.change().kind())
                    .containsExactly("box.creating", "box.running", "box.deleted");
        }
    }

    @Test
    default void entries_are_read_forward_and_backward_in_pages() {
        for (int number = 1; number <= 5; number++) {
            boxes().add(named("box-" + number));
        }

        assertThat(journal().after(2, Journal.Filter.NONE, 2))
                .extracting(Entry::id)
                .containsExactly(3L, 4L);
        assertThat(journal().after(5, Journal.Filter.NONE, 2)).isEmpty();
        assertThat(journal().before(4, Journal.Filter.NONE, 2))
                .extracting(Entry::id)
                .containsExactly(3L, 2L);
        assertThat(journal().before(Long.MAX_VALUE, Journal.Filter.NONE, 1))
                .extracting(Entry::id)
                .containsExactly(5L);
    }

    @Test
    default void entries_are_read_by_project_box_and_time() {
        boxes().add(in("default", "web"));
        boxes().add(in("shop", "web"));
        boxes().add(in("shop", "db"));
        Instant last = entries().getLast().at();
        Optional<ProjectName> shop = Optional.of(new ProjectName("shop"));
        Optional<BoxName> web = Optional.of(new BoxName("web"));

        assertThat(ids(new Journal.Filter(shop, Optional.empty(), Optional.empty())))
                .containsExactly(2L, 3L);
        assertThat(ids(new Journal.Filter(shop, web, Optional.empty()))).containsExactly(2L);
        assertThat(ids(new Journal.Filter(Optional.empty(), web, Optional.empty())))
                .containsExactly(1L, 2L);
        assertThat(
                        ids(
                                new Journal.Filter(
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.of(last.plusNanos(1)))))
                .isEmpty();
        assertThat(ids(new Journal.Filter(Optional.empty(), Optional.empty(), Optional.of(last))))
                .contains(3L);
    }

    @Test
    default void who_waits_is_told_at_once()
            throws ExecutionException, InterruptedException, TimeoutException {
        boxes().add(web());
        assertThat(journal().await(0, Duration.ZERO)).isTrue();
        assertThat(journal().await(1, Duration.ofMillis(1))).isFalse();
        CompletableFuture<Boolean> waiting =
                CompletableFuture.supplyAsync(() -> journal().await(1, Duration.ofSeconds(30)));

        boxes().add(named("other"));

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(ids(Journal.Filter.NONE)).containsExactly(1L, 2L);
    }

    @Test
    default void an_interrupted_thread_does_not_wait() {
        Thread.currentThread().interrupt();

        assertThat(journal().await(0, Duration.ofSeconds(30))).isFalse();

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    default void what_is_left_after_pruning_is_still_one_chain_that_goes_on() {
        Uid first = boxes().add(named("a")).uid();
        boxes().add(named("b"));
        boxes().forget(first);
        List<Entry> before = entries();

        assertThat(journal().prune(before.get(1).at().plusNanos(1))).isEqualTo(2);
        boxes().add(named("c"));

        assertThat(ids(Journal.Filter.NONE)).containsExactly(3L, 4L, 5L);
        assertThat(entries())
                .extracting(entry -> entry.change().kind())
                .containsExactly("box.deleted", "journal.pruned", "box.creating");
        assertThat(journal().span().anchor()).isEqualTo(before.get(1).mark());
        assertThat(new VerifyJournal(journal()).verify(0).broken()).isEmpty();
    }

    @Test
    default void pruning_without_anything_old_changes_nothing() {
        boxes().add(web());

        assertThat(journal().prune(Instant.EPOCH)).isZero();

        assertThat(ids(Journal.Filter.NONE)).containsExactly(1L);
    }

    private List<Entry> entries() {
        return journal().after(0, Journal.Filter.NONE, ALL);
    }

    private List<Long> ids(Journal.Filter filter) {
        return journal().after(0, filter, ALL).stream().map(Entry::id).toList();
    }
}
