package zomg.cli.support;

/** Times of the API (RFC 3339) as a table shows them. */
public final class Times {

    private Times() {}

    /** Without the fraction; JSON has it. Null is nothing. */
    public static String toSeconds(String time) {
        if (time == null) {
            return "";
        }
        int point = time.indexOf('.');
        return point < 0 || !time.endsWith("Z") ? time : time.substring(0, point) + "Z";
    }
}
