package zomg.model.network;

import zomg.error.InvalidInput;

/** What stands before a domain in a host; {@code @} for nothing: the domain itself. */
public record Subdomain(String value) {

    private static final String APEX = "@";

    private static final String RULE =
            "must be @, or labels of 1-63 of a-z, 0-9 and dashes, alphanumeric at both ends, with"
                    + " dots between them; together with the domain at most 253 characters";

    /** Judged as part of a host, because its last label may be a number. */
    public Subdomain {
        if (!value.equals(APEX)) {
            joined(value, new Host("a"));
        }
    }

    public Host of(Host domain) {
        return value.equals(APEX) ? domain : joined(value, domain);
    }

    @Override
    public String toString() {
        return value;
    }

    private static Host joined(String labels, Host domain) {
        try {
            return new Host(labels + "." + domain);
        } catch (InvalidInput _) {
            throw InvalidInput.name("subdomain", RULE);
        }
    }
}
