package zomg.api.health;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import zomg.port.MachinePart;

/**
 * Ready is a server whose disks can be written. Looked at each time: the next round of upkeep may
 * be a minute off. One that is full is no failure of the pool, which refuses new work only.
 */
@Dependent
@Readiness
public class DiskCheck implements HealthCheck {

    private static final Set<String> DISKS = Set.of("pool", "records");

    private final List<MachinePart> parts;

    @Inject
    public DiskCheck(List<MachinePart> parts) {
        this.parts = parts;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("disks").up();
        for (MachinePart part : parts) {
            if (DISKS.contains(part.name())) {
                Optional<String> fault = part.fault();
                answer.withData(part.name(), fault.orElse("writable"));
                fault.ifPresent(_ -> answer.down());
            }
        }
        return answer.build();
    }
}
