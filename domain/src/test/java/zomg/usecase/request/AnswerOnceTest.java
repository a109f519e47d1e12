package zomg.usecase.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static zomg.fixture.BoxFixtures.ref;
import static zomg.fixture.Refusals.assertRefused;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.fixture.BoxFixtures;
import zomg.fixture.UseCases;
import zomg.memory.InMemoryMachine;
import zomg.model.box.Box;
import zomg.model.box.BoxStatus;
import zomg.model.exec.ExecEnd;
import zomg.model.exec.ExecRequest;
import zomg.model.id.BoxRef;
import zomg.model.request.Answer;
import zomg.model.request.KeyedRequest;
import zomg.usecase.request.AnswerOnce.Outcome;

final class AnswerOnceTest {

    private static final KeyedRequest.Key KEY = KeyedRequest.Key.of("ann", "1");
    private static final String CREATE = "POST web";
    private static final BoxRef WEB = ref("web");

    private final InMemoryMachine machine = new InMemoryMachine();
    private final UseCases zomg = new UseCases(machine);
    private final AnswerOnce once = zomg.answerOnce();

    @Test
    void a_success_is_answered_again_as_it_was_and_done_once() {
        Outcome first = once.answer(KEY, CREATE, this::create);
        Outcome second = once.answer(KEY, CREATE, this::create);

        assertThat(first.replayed()).isFalse();
        assertThat(second).isEqualTo(new Outcome(first.answer(), true));
        assertThat(machine.engine().starts(web().uid())).isEqualTo(1);
    }

    @Test
    void a_key_is_for_one_request() {
        once.answer(KEY, CREATE, this::create);

        assertRefused(
                ErrorCode.IDEMPOTENCY_KEY_REUSED,
                () -> once.answer(KEY, "POST other", this::create));
    }

    @Test
    void keys_of_two_people_are_two_keys() {
        once.answer(KEY, CREATE, this::create);

        Outcome other = once.answer(KeyedRequest.Key.of("bob", "1"), CREATE, () -> answer(200, ""));

        assertThat(other.replayed()).isFalse();
    }

    @Test
    void a_refusal_is_judged_anew() {
        zomg.create(WEB);
        Answer refused = once.answer(KEY, CREATE, this::create).answer();
        zomg.deleteBox().delete(WEB, true);

        Answer made = once.answer(KEY, CREATE, this::create).answer();

        assertThat(refused.status()).isEqualTo(409);
        assertThat(made.status()).isEqualTo(201);
    }

    @Test
    void a_create_that_failed_and_undid_itself_is_tried_anew() {
        machine.engine().failNextStart(new IllegalStateException("no"));
        Answer failed = once.answer(KEY, CREATE, this::create).answer();

        Answer made = once.answer(KEY, CREATE, this::create).answer();

        assertThat(failed.status()).isEqualTo(500);
        assertThat(made.status()).isEqualTo(201);
    }

    @Test
    void while_it_is_worked_on_it_is_not_begun_again() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        Thread first =
                Thread.ofPlatform()
                        .start(
                                () ->
                                        once.answer(
                                                KEY,
                                                CREATE,
                                                () -> {
                                                    begun.countDown();
                                                    await(mayEnd);
                                                    return create();
                                                }));
        await(begun);

        assertRefused(ErrorCode.REQUEST_IN_PROGRESS, () -> once.answer(KEY, CREATE, this::create));
        assertRefused(
                ErrorCode.IDEMPOTENCY_KEY_REUSED, () -> once.answer(KEY, "other", this::create));

        mayEnd.countDown();
        first.join();
        assertThat(once.answer(KEY, CREATE, this::create).replayed()).isTrue();
    }

    @Test
    void a_box_that_was_made_before_the_server_died_is_answered() {
        Box made = unanswered();

        Answer answer = afterTheRestart().answer(KEY, CREATE, this::create).answer();

        assertThat(answer.body()).isEqualTo(made.uid().value());
        assertThat(machine.engine().starts(made.uid())).isEqualTo(1);
    }

    @Test
    void a_box_that_was_made_and_deleted_since_is_not_made_again() {
        unanswered();
        zomg.deleteBox().delete(WEB, true);

        Answer answer = afterTheRestart().answer(KEY, CREATE, this::create).answer();

        assertThat(answer.body()).isEqualTo("ANSWER_LOST");
        assertThat(machine.boxes().find(WEB)).isEmpty();
    }

    @Test
    void a_box_that_was_only_begun_is_made_anew() {
        KeyedRequest died = attempt();
        Box intended =
                ScopedValue.where(KeyedRequest.CURRENT, died)
                        .call(() -> machine.boxes().add(BoxFixtures.web()));
        zomg.reconcile().repair();

        Answer answer = afterTheRestart().answer(KEY, CREATE, this::create).answer();

        assertThat(answer.status()).isEqualTo(201);
        assertThat(web().uid()).isNotEqualTo(intended.uid());
        assertThat(once.answer(KEY, CREATE, this::create)).isEqualTo(new Outcome(answer, true));
    }

    @Test
    void what_was_done_to_a_box_before_the_server_died_is_not_done_again() {
        zomg.create(WEB);
        ScopedValue.where(KeyedRequest.CURRENT, attempt()).run(() -> zomg.stopBox().stop(WEB));
        zomg.resumeBox().resume(WEB);

        assertRefused(
                ErrorCode.ANSWER_LOST,
                () ->
                        afterTheRestart()
                                .answer(KEY, CREATE, () -> ok(() -> zomg.stopBox().stop(WEB))));

        assertThat(web().status()).isEqualTo(BoxStatus.RUNNING);
    }

    @Test
    void a_command_that_may_have_run_does_not_run_again() {
        zomg.create(WEB);
        once.answer(
                KEY,
                CREATE,
                () -> {
                    ok(() -> zomg.execInBox().run(WEB, ExecRequest.of("true")));
                    return answer(500, "");
                });

        assertRefused(
                ErrorCode.ANSWER_LOST,
                () -> once.answer(KEY, CREATE, () -> answer(200, "ran twice")));
    }

    @Test
    void a_command_that_was_killed_for_its_time_has_run() {
        zomg.create(WEB);
        machine.processes().playNext("", new ExecEnd.TimedOut());

        Answer first = once.answer(KEY, CREATE, this::exec).answer();

        assertThat(first.status()).isEqualTo(504);
        assertThat(once.answer(KEY, CREATE, this::exec)).isEqualTo(new Outcome(first, true));
    }

    @Test
    void a_command_that_was_refused_may_be_tried_again() {
        Answer refused = once.answer(KEY, CREATE, this::exec).answer();
        zomg.create(WEB);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(once.answer(KEY, CREATE, this::exec).answer().status()).isEqualTo(200);
    }

    @Test
    void a_key_that_is_none_is_refused() {
        assertThatThrownBy(() -> KeyedRequest.Key.of("ann", "two words"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Idempotency-Key");
        assertThatThrownBy(() -> KeyedRequest.Key.of("ann", "x".repeat(256)))
                .isInstanceOf(Refusal.class);
    }

    private Box web() {
        return machine.boxes().find(WEB).orElseThrow();
    }

    /** What a server that died had done, without a word to its client. */
    private Box unanswered() {
        return ScopedValue.where(KeyedRequest.CURRENT, attempt()).call(() -> zomg.create(WEB));
    }

    private KeyedRequest attempt() {
        return new KeyedRequest(KEY, CREATE, machine.ids().next(), Optional.empty());
    }

    private AnswerOnce afterTheRestart() {
        return new UseCases(machine).answerOnce();
    }

    private Answer create() {
        return ok(
                201,
                () ->
                        zomg.createBox()
                                .create(
                                        UseCases.fromBase(WEB),
                                        machine.ids().next(),
                                        KeyedRequest.current().flatMap(KeyedRequest::earlier))
                                .uid()
                                .value());
    }

    private Answer exec() {
        return ok(() -> zomg.execInBox().run(WEB, ExecRequest.of("true")).exitCode());
    }

    private static Answer ok(Supplier<?> work) {
        return ok(200, work);
    }

    private static Answer ok(int status, Supplier<?> work) {
        try {
            return answer(status, work.get().toString());
        } catch (Refusal refusal) {
            return answer(
                    refusal.code() == ErrorCode.EXEC_TIMEOUT ? 504 : 409, refusal.code().name());
        } catch (IllegalStateException fault) {
            return answer(500, fault.toString());
        }
    }

    private static Answer answer(int status, String body) {
        return new Answer(status, Map.of(), body);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
