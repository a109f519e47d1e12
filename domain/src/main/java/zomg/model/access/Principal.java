package zomg.model.access;

import java.util.Locale;
import zomg.error.ErrorCode;
import zomg.error.Refusal;

/** Who makes a request. */
public record Principal(String name, Role role) {

    /**
     * @throws Refusal with ROLE_REQUIRED unless this principal's role includes {@code needed}
     */
    public void require(Role needed, String what) {
        if (!role.includes(needed)) {
            throw new Refusal(
                    ErrorCode.ROLE_REQUIRED,
                    "%s needs the role %s; %s is %s"
                            .formatted(
                                    what,
                                    needed.name().toLowerCase(Locale.ROOT),
                                    name,
                                    role.name().toLowerCase(Locale.ROOT)));
        }
    }
}
