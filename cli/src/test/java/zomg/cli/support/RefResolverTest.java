package zomg.cli.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefResolverTest {

    private static final Optional<String> NO_OPTION = Optional.empty();

    @TempDir Path folder;

    private RefResolver in(Path place, Map<String, String> variables) {
        return new RefResolver(new Environment(variables, place, folder));
    }

    @Test
    void the_project_is_the_option_the_variable_the_git_root_or_the_default() throws IOException {
        Path deep = Files.createDirectories(folder.resolve("my-shop/src/main"));
        Files.createDirectory(folder.resolve("my-shop/.git"));
        Map<String, String> variable = Map.of("ZOMG_PROJECT", "from-variable");

        assertThat(in(deep, variable).project(Optional.of("from-option"))).isEqualTo("from-option");
        assertThat(in(deep, variable).project(NO_OPTION)).isEqualTo("from-variable");
        assertThat(in(deep, Map.of()).project(NO_OPTION)).isEqualTo("my-shop");
        assertThat(in(folder, Map.of("ZOMG_PROJECT", "")).project(NO_OPTION)).isEqualTo("default");
    }

    @Test
    void a_worktree_has_a_git_file_and_is_a_root_too() throws IOException {
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Files.writeString(tree.resolve(".git"), "gitdir: /elsewhere\n");

        assertThat(in(tree, Map.of()).project(NO_OPTION)).isEqualTo("tree");
    }

    @ParameterizedTest
    @ValueSource(strings = {"My_Shop", "a--b", "-a", "shop.git"})
    void a_git_root_that_is_no_project_name_is_not_used(String name) throws IOException {
        Path root = Files.createDirectories(folder.resolve(name));
        Files.createDirectory(root.resolve(".git"));

        assertThat(in(root, Map.of()).project(NO_OPTION)).isEqualTo("default");
    }

    @ParameterizedTest
    @CsvSource({
        "web,current,web",
        "shop:web,shop,web",
        "shop.web,shop,web",
        "shop:web.x,shop,web.x",
        "a.b:c,a.b,c"
    })
    void a_ref_names_project_and_box_colon_first(String ref, String project, String name) {
        BoxRef box = in(folder, Map.of()).box(ref, Optional.of("current"));

        assertThat(box).isEqualTo(new BoxRef(project, name, ref));
    }

    @Test
    void a_dot_is_the_box_that_this_runs_in() {
        Map<String, String> inside = Map.of("ZOMG_PROJECT", "shop", "BOX_NAME", "web");

        assertThat(in(folder, inside).box(".", NO_OPTION))
                .isEqualTo(new BoxRef("shop", "web", "."));
        assertThatThrownBy(() -> in(folder, Map.of("ZOMG_PROJECT", "shop")).box(".", NO_OPTION))
                .isInstanceOf(Failure.class)
                .hasMessage(RefResolver.OUTSIDE_A_BOX);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ":", "shop:", ":web", "a/b", "..", "shop:..", "a%2fb", "a;b", "a\nb"})
    void what_a_path_would_change_is_refused(String ref) {
        assertThatThrownBy(() -> in(folder, Map.of()).box(ref, NO_OPTION))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.exitCode()).isEqualTo(2));
    }
}
