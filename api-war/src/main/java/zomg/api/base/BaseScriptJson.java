package zomg.api.base;

import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.model.base.Base;
import zomg.model.base.Making;
import zomg.model.base.ScriptDigest;

/** The script of a base on the wire. */
@Schema(name = "BaseScript", description = "The script that made a base.")
public record BaseScriptJson(
        @Schema(
                        description = "Absent if none did, or if nobody said which.",
                        examples = "apt-get install -y postgresql\n")
                Optional<String> script,
        @Schema(description = "Of it; also where only that is known.")
                Optional<ScriptDigest> scriptSha256) {

    static BaseScriptJson of(Base base, Making making) {
        return new BaseScriptJson(making.script(), base.scriptDigest());
    }
}
