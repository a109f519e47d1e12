package zomg.model.base;

import java.util.regex.Pattern;
import zomg.error.InvalidInput;

/** The sha256 of a script that makes a base: 64 hexadecimal digits. */
public record ScriptDigest(String value) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    public ScriptDigest {
        if (!FORM.matcher(value).matches()) {
            throw InvalidInput.field("script_sha256", "must be 64 of 0-9 and a-f");
        }
    }

    public static ScriptDigest parse(String text) {
        return new ScriptDigest(text);
    }

    @Override
    public String toString() {
        return value;
    }
}
