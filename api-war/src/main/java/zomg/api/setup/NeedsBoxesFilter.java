package zomg.api.setup;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import zomg.usecase.setup.SetUpMachine;
import zomg.usecase.setup.Setup;

/** Does what {@link NeedsBoxes} says. */
@Dependent
@Provider
@NeedsBoxes
public class NeedsBoxesFilter implements ContainerRequestFilter {

    private final Setup setup;

    @Inject
    public NeedsBoxesFilter(Setup setup) {
        this.setup = setup;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        setup.require(SetUpMachine.BOXES);
    }
}
