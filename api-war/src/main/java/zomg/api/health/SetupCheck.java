package zomg.api.health;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import zomg.usecase.setup.Setup;

/** Ready is a server whose every step of set-up is done. */
@Dependent
@Readiness
public class SetupCheck implements HealthCheck {

    private final Setup setup;

    @Inject
    public SetupCheck(Setup setup) {
        this.setup = setup;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer =
                HealthCheckResponse.named("setup").status(setup.isReady());
        setup.steps()
                .forEach(
                        step ->
                                answer.withData(
                                        step.name(), step.state().name().toLowerCase(Locale.ROOT)));
        return answer.build();
    }
}
