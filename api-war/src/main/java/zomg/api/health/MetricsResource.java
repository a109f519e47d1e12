package zomg.api.health;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.annotation.RegistryScope;
import org.eclipse.microprofile.openapi.annotations.Operation;
import zomg.error.Refusal;
import zomg.port.Room;

/**
 * Metrics for Prometheus. The server's own endpoint for them knows passwords over TLS or nobody at
 * all, so it stays closed, and they are served here for a token.
 */
@Dependent
@Path("v1/metrics")
public class MetricsResource {

    private static final Logger LOG = System.getLogger(MetricsResource.class.getName());

    private final List<MetricRegistry> registries;
    private final Room room;

    @Inject
    public MetricsResource(
            Room room,
            @RegistryScope(scope = MetricRegistry.BASE_SCOPE) MetricRegistry base,
            @RegistryScope(scope = MetricRegistry.VENDOR_SCOPE) MetricRegistry vendor,
            @RegistryScope(scope = MetricRegistry.APPLICATION_SCOPE) MetricRegistry application) {
        this.room = room;
        this.registries = List.of(base, vendor, application);
    }

    @GET
    @Produces("text/plain; version=0.0.4; charset=utf-8")
    @Operation(hidden = true)
    public String show() {
        Exposition exposition = new Exposition();
        registries.forEach(exposition::add);
        addRoom(exposition);
        return exposition.text();
    }

    /** A pool that is not there yet has no size: it is not 0, so nothing is said. */
    private void addRoom(Exposition exposition) {
        try {
            Room.Sizes sizes = room.look();
            exposition.gauge("zomg_pool_size_bytes", sizes.size());
            exposition.gauge("zomg_pool_free_bytes", sizes.free());
            exposition.gauge("zomg_pool_metadata_free_bytes", sizes.metadataFree());
            exposition.gauge("zomg_pool_reserve_bytes", sizes.reserve());
        } catch (Refusal unseen) {
            LOG.log(Level.DEBUG, "the pool has no metrics", unseen);
        }
    }
}
