package zomg.cli.local;

import io.avaje.jsonb.Json;
import java.util.List;
import zomg.cli.client.Finding;

/** What {@code zomg doctor --json} prints. */
@Json(naming = Json.Naming.LowerUnderscore)
record DoctorJson(List<CheckJson> checks, List<Finding> findings) {

    /**
     * What was looked at here.
     *
     * @param verdict ok, bad, cannot (be mended), or not_looked_at
     */
    @Json(naming = Json.Naming.LowerUnderscore)
    record CheckJson(String verdict, String subject, String sentence) {

        static CheckJson of(Check check) {
            String verdict =
                    switch (check.verdict()) {
                        case GOOD -> "ok";
                        case BAD -> "bad";
                        case UNMENDABLE -> "cannot";
                        case NOT_LOOKED_AT -> "not_looked_at";
                    };
            return new CheckJson(verdict, check.subject(), check.sentence());
        }
    }
}
