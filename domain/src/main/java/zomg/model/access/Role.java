package zomg.model.access;

/** What a token allows; each role includes the ones before it. */
public enum Role {
    VIEWER,
    DEVELOPER,
    ADMIN;

    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }
}
