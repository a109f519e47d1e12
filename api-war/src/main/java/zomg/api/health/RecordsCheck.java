package zomg.api.health;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import zomg.model.id.ProjectName;
import zomg.port.Projects;

/** Alive is a server that can read its records; one that cannot has to be started again. */
@Dependent
@Liveness
public class RecordsCheck implements HealthCheck {

    private static final Logger LOG = System.getLogger(RecordsCheck.class.getName());

    private final Projects projects;

    @Inject
    public RecordsCheck(Projects projects) {
        this.projects = projects;
    }

    @Override
    public HealthCheckResponse call() {
        try {
            projects.find(ProjectName.DEFAULT);
            return HealthCheckResponse.up("records");
        } catch (RuntimeException failure) {
            LOG.log(Level.ERROR, "the records cannot be read", failure);
            return HealthCheckResponse.down("records");
        }
    }
}
