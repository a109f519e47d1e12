package zomg.cli.support;

import java.util.List;
import zomg.cli.client.DataMount;

/** {@code NAME=/path[:ro|:rw]} arguments. */
public final class DataMounts {

    public static final String FORM =
            "%s must be NAME=/path, NAME=/path:ro or NAME=/path:rw, not \"%s\"";

    private static final String READ_ONLY = ":ro";
    private static final String WRITABLE = ":rw";

    private DataMounts() {}

    /**
     * @param what the option or parameter, for what is added to {@code problems} about a bad one
     * @return null for none, as the contract has it
     */
    public static List<DataMount> parse(String what, List<String> given, List<String> problems) {
        List<DataMount> mounts = given.stream().map(one -> parse(what, one, problems)).toList();
        return mounts.isEmpty() ? null : mounts;
    }

    /** Null for a bad one. */
    public static DataMount parse(String what, String given, List<String> problems) {
        int equals = given.indexOf('=');
        if (equals < 1 || !given.startsWith("/", equals + 1)) {
            problems.add(FORM.formatted(what, given));
            return null;
        }
        String path = given.substring(equals + 1);
        boolean readOnly = path.endsWith(READ_ONLY);
        String bare =
                readOnly || path.endsWith(WRITABLE)
                        ? path.substring(0, path.length() - READ_ONLY.length())
                        : path;
        return new DataMount.Builder()
                .name(given.substring(0, equals))
                .path(bare)
                .readOnly(readOnly)
                .build();
    }

    /** As it is typed. */
    public static String text(DataMount mount) {
        return "%s=%s:%s"
                .formatted(
                        mount.name(),
                        mount.path(),
                        Boolean.TRUE.equals(mount.readOnly()) ? "ro" : "rw");
    }
}
