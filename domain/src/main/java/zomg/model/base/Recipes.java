package zomg.model.base;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Optional;
import zomg.model.id.BaseAlias;

/**
 * The recipes that come with the server.
 *
 * @param own of the base that it builds itself, on a bare distribution
 * @param others that are built on that when somebody asks for them
 */
public record Recipes(Recipe own, List<Recipe> others) {

    public Recipes {
        others = List.copyOf(others);
    }

    /** What others there are, for people. */
    public String names() {
        return others.stream().map(recipe -> recipe.alias().value()).collect(joining(", "));
    }

    /** What can be asked for under this name. */
    public Optional<Recipe> find(BaseAlias alias) {
        return others.stream().filter(recipe -> recipe.alias().equals(alias)).findAny();
    }
}
