package zomg.model.id;

import java.util.regex.Pattern;
import zomg.error.InvalidInput;

/** What names begin with. Unlike a name it may end in a dash. */
public record NamePrefix(String value) {

    private static final Pattern FORM = Pattern.compile("[a-z0-9](?:-?[a-z0-9])*-?");
    private static final int MAX_LENGTH = 63;

    public NamePrefix {
        if (value.length() > MAX_LENGTH || !FORM.matcher(value).matches()) {
            throw InvalidInput.name(
                    "prefix",
                    "must be 1-%d of a-z, 0-9 and single dashes, as a name begins"
                            .formatted(MAX_LENGTH));
        }
    }

    public static NamePrefix parse(String text) {
        return new NamePrefix(text);
    }

    public boolean begins(BoxName name) {
        return name.value().startsWith(value);
    }

    /** The first text after all that begin with this, in the order of ASCII. */
    public String end() {
        int last = value.length() - 1;
        return value.substring(0, last) + (char) (value.charAt(last) + 1);
    }
}
