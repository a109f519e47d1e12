package zomg.api.health;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.List;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.annotation.RegistryScope;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * Metrics for Prometheus. The server's own endpoint for them knows passwords over TLS or nobody at
 * all, so it stays closed, and they are served here for a token.
 */
@Dependent
@Path("v1/metrics")
public class MetricsResource {

    private final List<MetricRegistry> registries;

    @Inject
    public MetricsResource(
            @RegistryScope(scope = MetricRegistry.BASE_SCOPE) MetricRegistry base,
            @RegistryScope(scope = MetricRegistry.VENDOR_SCOPE) MetricRegistry vendor,
            @RegistryScope(scope = MetricRegistry.APPLICATION_SCOPE) MetricRegistry application) {
        this.registries = List.of(base, vendor, application);
    }

    @GET
    @Produces("text/plain; version=0.0.4; charset=utf-8")
    @Operation(hidden = true)
    public String show() {
        Exposition exposition = new Exposition();
        registries.forEach(exposition::add);
        return exposition.text();
    }
}
