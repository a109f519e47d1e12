package zomg.api.security;

import zomg.model.access.Principal;

/** Who makes the request that this thread works on. */
public final class Caller {

    public static final ScopedValue<Principal> CURRENT = ScopedValue.newInstance();

    private Caller() {}

    public static Principal principal() {
        return CURRENT.get();
    }
}
