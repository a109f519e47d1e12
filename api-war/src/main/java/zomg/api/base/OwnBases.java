package zomg.api.base;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import zomg.api.security.Caller;
import zomg.model.access.Role;
import zomg.model.base.Recipe;
import zomg.model.id.BaseAlias;

/** The base that the server itself builds: boxes of everybody start from what has its name. */
@Dependent
public class OwnBases {

    private final Recipe recipe;

    @Inject
    public OwnBases(Recipe recipe) {
        this.recipe = recipe;
    }

    /**
     * @throws zomg.error.Refusal ROLE_REQUIRED if it is the server's, and who asks is no admin
     */
    void require(BaseAlias alias) {
        if (alias.equals(recipe.alias())) {
            Caller.principal().require(Role.ADMIN, "changing " + alias);
        }
    }
}
