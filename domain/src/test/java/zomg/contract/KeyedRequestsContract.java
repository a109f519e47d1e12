package zomg.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static zomg.fixture.BoxFixtures.NOW;
import static zomg.fixture.BoxFixtures.named;
import static zomg.fixture.BoxFixtures.ref;
import static zomg.fixture.BoxFixtures.uid;
import static zomg.fixture.BoxFixtures.web;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.box.BoxStatus;
import zomg.model.id.ProjectName;
import zomg.model.request.Answer;
import zomg.model.request.Begun;
import zomg.model.request.KeyedRequest;
import zomg.port.Boxes;
import zomg.port.KeyedRequests;
import zomg.port.KeyedRequests.Known;
import zomg.port.Projects;

/**
 * What all records of requests with an Idempotency-Key do, and the stores whose changes they note.
 */
public interface KeyedRequestsContract {

    AtomicInteger KEYS = new AtomicInteger();

    /** Empty when a test starts, the same one during a test; so are the stores. */
    KeyedRequests requests();

    Boxes boxes();

    Projects projects();

    @Test
    default void what_nobody_asked_for_is_not_known() {
        boxes().add(web());

        assertThat(requests().find(request().key())).isEmpty();
    }

    @Test
    default void the_change_of_a_record_is_noted_with_it() {
        KeyedRequest request = request();

        Box box = within(request, () -> boxes().add(web()));
        Begun created = begun(request);
        within(request, () -> projects().use(new ProjectName("other")));
        within(request, () -> boxes().replace(box.withStatus(BoxStatus.RUNNING, NOW)));
        Begun running = begun(request);

        assertThat(created)
                .isEqualTo(new Begun(request.attempt(), Optional.of(box.uid()), false, true));
        assertThat(running)
                .isEqualTo(new Begun(request.attempt(), Optional.of(box.uid()), true, true));
        assertThat(requests().find(request.key()).orElseThrow().fingerprint())
                .isEqualTo(request.fingerprint());
    }

    @Test
    default void a_box_that_is_taken_apart_is_not_whole_any_more() {
        KeyedRequest request = request();
        Box box = within(request, () -> boxes().add(web()));
        Box running =
                within(request, () -> boxes().replace(box.withStatus(BoxStatus.RUNNING, NOW)));

        within(request, () -> boxes().replace(running.withStatus(BoxStatus.DELETING, NOW)));

        assertThat(begun(request).whole()).isFalse();
    }

    @Test
    default void a_change_of_a_box_that_was_there_makes_none() {
        Box box = boxes().add(web());
        KeyedRequest request = request();

        within(request, () -> boxes().replace(box.withStatus(BoxStatus.RUNNING, NOW)));

        assertThat(begun(request))
                .isEqualTo(new Begun(request.attempt(), Optional.empty(), false, true));
    }

    @Test
    default void what_was_refused_is_not_noted() {
        boxes().add(web());
        KeyedRequest request = request();

        assertThatThrownBy(() -> within(request, () -> boxes().add(web())))
                .isInstanceOf(Refusal.class);

        assertThat(requests().find(request.key())).isEmpty();
    }

    @Test
    default void a_change_by_another_attempt_is_refused_and_not_made() {
        KeyedRequest first = request();
        within(first, () -> boxes().add(web()));
        KeyedRequest second =
                new KeyedRequest(first.key(), first.fingerprint(), uid(), Optional.empty());

        assertThatThrownBy(() -> within(second, () -> boxes().add(named("other"))))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal ->
                                assertThat(refusal.code())
                                        .isEqualTo(ErrorCode.REQUEST_IN_PROGRESS));

        assertThat(boxes().find(ref("other"))).isEmpty();
        assertThat(begun(first).attempt()).isEqualTo(first.attempt());
    }

    @Test
    default void an_attempt_that_goes_on_where_another_ended_may_change() {
        KeyedRequest first = request();
        within(first, () -> boxes().add(web()));
        KeyedRequest second =
                new KeyedRequest(
                        first.key(), first.fingerprint(), uid(), Optional.of(begun(first)));

        Box made = within(second, () -> boxes().add(named("other")));

        assertThat(begun(second))
                .isEqualTo(new Begun(second.attempt(), Optional.of(made.uid()), false, true));
    }

    @Test
    default void what_no_record_tells_of_is_begun_by_saying_so() {
        KeyedRequest request = request();

        requests().begin(request);

        assertThat(begun(request)).isEqualTo(Begun.unrecorded(request.attempt()));
        KeyedRequest other =
                new KeyedRequest(request.key(), request.fingerprint(), uid(), Optional.empty());
        assertThatThrownBy(() -> requests().begin(other)).isInstanceOf(Refusal.class);
    }

    @Test
    default void an_answer_is_found_as_it_was_given() {
        KeyedRequest request = request();
        within(request, () -> boxes().add(web()));
        Answer answer =
                new Answer(
                        201,
                        Map.of("Location", "/v1/projects/default/boxes/web", "ETag", "\"a=\\n\""),
                        "{\"name\":\"web\",\"say\":\"zażółć 日本語 \uD83D\uDC27\\n\"}");

        requests().answer(request, answer);

        assertThat(requests().find(request.key()).flatMap(Known::answer)).contains(answer);
        assertThat(begun(request).box()).isPresent();
    }

    @Test
    default void an_answer_may_come_before_the_first_change() {
        KeyedRequest request = request();
        Answer accepted = new Answer(202, Map.of(), "{}");

        requests().answer(request, accepted);
        Box box = within(request, () -> boxes().add(web()));

        assertThat(requests().find(request.key()).flatMap(Known::answer)).contains(accepted);
        assertThat(begun(request).box()).contains(box.uid());
    }

    @Test
    default void an_answer_that_is_too_large_is_not_kept_but_what_was_begun_is() {
        KeyedRequest request = request();
        requests().begin(request);

        requests().answer(request, new Answer(200, Map.of(), "x".repeat(1_000_000)));

        assertThat(requests().find(request.key()).orElseThrow().answer()).isEmpty();
    }

    @Test
    default void what_another_attempt_says_does_not_count() {
        KeyedRequest request = request();
        requests().begin(request);
        KeyedRequest other =
                new KeyedRequest(request.key(), request.fingerprint(), uid(), Optional.empty());

        requests().answer(other, new Answer(200, Map.of(), "{}"));
        requests().release(other);

        assertThat(requests().find(request.key()))
                .contains(
                        new Known(
                                request.fingerprint(),
                                Begun.unrecorded(request.attempt()),
                                Optional.empty()));
    }

    @Test
    default void what_is_released_can_be_begun_again() {
        KeyedRequest request = request();
        requests().begin(request);

        requests().release(request);
        requests().release(request);

        assertThat(requests().find(request.key())).isEmpty();
        requests()
                .begin(
                        new KeyedRequest(
                                request.key(), request.fingerprint(), uid(), Optional.empty()));
    }

    @Test
    default void what_is_old_is_forgotten_and_the_newest_of_many_are_kept() {
        KeyedRequest first = request();
        KeyedRequest second = request();
        KeyedRequest third = request();
        requests().begin(first);
        requests().begin(second);
        requests().answer(third, new Answer(200, Map.of(), "{}"));

        requests().forget(Instant.EPOCH, 2);

        assertThat(requests().find(first.key())).isEmpty();
        assertThat(requests().find(second.key())).isPresent();
        assertThat(requests().find(third.key())).isPresent();

        requests().forget(Instant.parse("2200-01-01T00:00:00Z"), 2);

        assertThat(requests().find(third.key())).isEmpty();
    }

    private Begun begun(KeyedRequest request) {
        return requests().find(request.key()).orElseThrow().begun();
    }

    private static KeyedRequest request() {
        return new KeyedRequest(
                KeyedRequest.Key.of("ann", "key-" + KEYS.incrementAndGet()),
                KeyedRequest.digest("POST"),
                uid(),
                Optional.empty());
    }

    private static <T> T within(
            KeyedRequest request, ScopedValue.CallableOp<T, RuntimeException> work) {
        return ScopedValue.where(KeyedRequest.CURRENT, request).call(work);
    }
}
