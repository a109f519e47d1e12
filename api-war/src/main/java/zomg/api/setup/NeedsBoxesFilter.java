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

    /** Into the field: RESTEasy makes providers by a constructor without arguments. */
    @Inject private Setup setup;

    @Override
    public void filter(ContainerRequestContext request) {
        setup.require(SetUpMachine.BOXES);
    }
}
