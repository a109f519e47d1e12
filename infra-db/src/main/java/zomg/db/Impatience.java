package zomg.db;

import org.eclipse.persistence.sessions.DatabaseLogin;
import org.eclipse.persistence.sessions.Session;
import org.eclipse.persistence.sessions.SessionCustomizer;

/**
 * A statement that failed has failed. Left to itself EclipseLink asks the connection whether it
 * lives, and if not, tries three times more with five seconds between them, while we hold what
 * others need to open the database anew.
 */
public final class Impatience implements SessionCustomizer {

    @Override
    public void customize(Session session) {
        DatabaseLogin login = (DatabaseLogin) session.getDatasourceLogin();
        login.setConnectionHealthValidatedOnError(false);
        login.setQueryRetryAttemptCount(0);
    }
}
