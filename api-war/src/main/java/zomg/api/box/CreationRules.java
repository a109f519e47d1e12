package zomg.api.box;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import zomg.api.security.Caller;
import zomg.model.access.Role;
import zomg.model.base.BaseReference;
import zomg.model.box.BoxDefaults;
import zomg.model.box.Isolation;
import zomg.port.Bases;
import zomg.usecase.box.CreateBox;
import zomg.usecase.setup.SetUpMachine;
import zomg.usecase.setup.Setup;

/** What must hold before a box may be made: who asks, and what the server has ready. */
@Dependent
public class CreationRules {

    private final Setup setup;
    private final Bases bases;
    private final BoxDefaults defaults;

    @Inject
    public CreationRules(Setup setup, Bases bases, BoxDefaults defaults) {
        this.setup = setup;
        this.bases = bases;
        this.defaults = defaults;
    }

    /**
     * @throws zomg.error.Refusal ROLE_REQUIRED, or NOT_READY if the base is not there because it is
     *     still being built
     */
    void check(CreateBox.Request request) {
        if (request.isolation().filter(this::isSpecial).isPresent()) {
            Caller.principal().require(Role.ADMIN, "isolation privileged");
        }
        if (request.source() instanceof CreateBox.Source.FromBase(BaseReference base)
                && bases.find(base).isEmpty()) {
            setup.require(SetUpMachine.BASE);
        }
    }

    private boolean isSpecial(Isolation level) {
        return level == Isolation.PRIVILEGED && level != defaults.isolation().standard();
    }
}
