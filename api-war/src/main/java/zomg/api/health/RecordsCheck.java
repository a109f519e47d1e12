package zomg.api.health;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import zomg.error.Refusal;
import zomg.model.id.ProjectName;
import zomg.port.Projects;

/**
 * Ready is a server that can read its records. Not a matter of life: a database that is away does
 * not come back because this server is killed, and the server goes on by itself when it does.
 */
@Dependent
@Readiness
public class RecordsCheck implements HealthCheck {

    private static final Logger LOG = System.getLogger(RecordsCheck.class.getName());
    private static final String NAME = "records";
    private static final String REASON = "reason";

    private final Projects projects;

    @Inject
    public RecordsCheck(Projects projects) {
        this.projects = projects;
    }

    @Override
    public HealthCheckResponse call() {
        try {
            projects.find(ProjectName.DEFAULT);
            return HealthCheckResponse.up(NAME);
        } catch (Refusal refusal) {
            return down(refusal.getMessage());
        } catch (RuntimeException failure) {
            LOG.log(Level.ERROR, "the records cannot be read", failure);
            return down("the records cannot be read; see the server's log");
        }
    }

    private static HealthCheckResponse down(String reason) {
        return HealthCheckResponse.named(NAME).down().withData(REASON, reason).build();
    }
}
