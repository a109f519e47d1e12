package zomg.api.base;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import zomg.api.security.Caller;
import zomg.model.access.Role;
import zomg.model.base.Recipes;
import zomg.model.id.BaseAlias;

/** The base that the server itself builds: boxes of everybody start from what has its name. */
@Dependent
public class OwnBases {

    private final Recipes recipes;

    @Inject
    public OwnBases(Recipes recipes) {
        this.recipes = recipes;
    }

    /**
     * @throws zomg.error.Refusal ROLE_REQUIRED if it is the server's, and who asks is no admin
     */
    void require(BaseAlias alias) {
        if (alias.equals(recipes.own().alias())) {
            Caller.principal().require(Role.ADMIN, "changing " + alias);
        }
    }
}
