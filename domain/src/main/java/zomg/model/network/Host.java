package zomg.model.network;

import java.util.regex.Pattern;
import zomg.error.InvalidInput;

/** A DNS name in lower case, without a dot at its end; never an address. */
public record Host(String value) implements Comparable<Host> {

    private static final int MAX_LENGTH = 253;

    private static final String RULE =
            "must be a DNS name of at most 253 characters: labels of 1-63 of a-z, 0-9 and dashes,"
                    + " alphanumeric at both ends, the last one no number, with dots between them";

    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";

    private static final Pattern FORM =
            Pattern.compile("(?:%s\\.)*(?![0-9]+\\z)%s".formatted(LABEL, LABEL));

    public Host {
        if (value.length() > MAX_LENGTH || !FORM.matcher(value).matches()) {
            throw InvalidInput.name("host", RULE);
        }
    }

    /** What stands before the first dot. */
    public String firstLabel() {
        int dot = value.indexOf('.');
        return dot < 0 ? value : value.substring(0, dot);
    }

    /** Whether it is exactly one label more than {@code domain}. */
    public boolean isDirectlyBelow(Host domain) {
        return value.equals(firstLabel() + "." + domain);
    }

    @Override
    public int compareTo(Host other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
