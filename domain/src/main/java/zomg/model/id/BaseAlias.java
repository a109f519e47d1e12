package zomg.model.id;

/** What people call a base. */
public record BaseAlias(String value) {

    private static final int MAX_LENGTH = 63;

    public BaseAlias {
        NameRule.check("base", value, MAX_LENGTH);
    }

    @Override
    public String toString() {
        return value;
    }
}
