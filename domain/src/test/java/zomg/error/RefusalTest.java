package zomg.error;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.Refusals.assertInvalid;
import static zomg.fixture.Refusals.assertRefused;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import zomg.model.access.Principal;
import zomg.model.access.Role;
import zomg.model.id.BoxName;
import zomg.model.id.ProjectName;

final class RefusalTest {

    @Test
    void wire_names_are_lower_case_words_of_their_own() {
        assertThat(Arrays.stream(ErrorCode.values()).map(ErrorCode::wireName))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z]+(_[a-z]+)*"));
    }

    @Test
    void bad_fields_of_one_kind_keep_their_code_and_of_two_kinds_are_a_bad_request() {
        Problems names = new Problems();
        names.check(() -> new BoxName("A"));
        names.check(() -> new ProjectName("B"));
        assertInvalid(ErrorCode.INVALID_NAME, names::refuseIfAny, "name", "project");

        names.add("port", "must be a number");

        assertInvalid(ErrorCode.INVALID_REQUEST, names::refuseIfAny, "name", "project", "port");
    }

    @Test
    void fields_are_reported_below_their_parent() {
        Problems problems = new Problems();

        problems.checkBelow("config", () -> new BoxName("A"));

        assertInvalid(ErrorCode.INVALID_NAME, problems::refuseIfAny, "config.name");
    }

    @Test
    void without_problems_nothing_is_refused() {
        Problems problems = new Problems();

        assertThat(problems.check(() -> new BoxName("a"))).contains(new BoxName("a"));

        assertThat(problems.isEmpty()).isTrue();
        problems.refuseIfAny();
    }

    @Test
    void a_role_includes_the_ones_before_it() {
        Principal developer = new Principal("ann", Role.DEVELOPER);

        developer.require(Role.VIEWER, "listing");
        developer.require(Role.DEVELOPER, "creating");

        assertThat(
                        assertRefused(
                                ErrorCode.ROLE_REQUIRED,
                                () -> developer.require(Role.ADMIN, "shutting down")))
                .hasMessage("shutting down needs the role admin; ann is developer");
    }
}
