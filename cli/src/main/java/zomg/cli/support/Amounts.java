package zomg.cli.support;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shares of the machine as people write them. The server knows what is too much. */
public final class Amounts {

    public static final String BAD_CPU = "--cpu must be a number such as 2, 0.5 or 500m";
    public static final String BAD_MEMORY =
            "--memory must be a number with a unit such as 512M or 2G, which mean MiB and GiB";

    public static final String BAD_STORAGE =
            "--storage must be a whole number with the unit G, such as 10G, which means GiB";

    private static final Pattern CPU = Pattern.compile("(\\d{1,7})m|(\\d{1,4}(?:\\.\\d{1,3})?)");
    private static final Pattern MEMORY = Pattern.compile("(\\d{1,6})([MG])i?B?");
    private static final Pattern STORAGE = Pattern.compile("(\\d{1,7})Gi?B?");
    private static final int THOUSAND = 1000;
    private static final int MEBIBYTES_OF_A_GIBIBYTE = 1024;

    private Amounts() {}

    /** {@code 2}, {@code 0.5} or {@code 500m} in processors; null for null. */
    public static Double cpus(String given, List<String> problems) {
        if (given == null) {
            return null;
        }
        Matcher form = CPU.matcher(given);
        if (!form.matches()) {
            problems.add(BAD_CPU);
            return null;
        }
        return form.group(1) != null
                ? Integer.parseInt(form.group(1)) / (double) THOUSAND
                : new BigDecimal(form.group(2)).doubleValue();
    }

    /** {@code 512M} or {@code 2G} in MiB; null for null. */
    public static Integer mebibytes(String given, List<String> problems) {
        if (given == null) {
            return null;
        }
        Matcher form = MEMORY.matcher(given);
        if (!form.matches()) {
            problems.add(BAD_MEMORY);
            return null;
        }
        return Integer.parseInt(form.group(1))
                * (form.group(2).equals("G") ? MEBIBYTES_OF_A_GIBIBYTE : 1);
    }

    /** {@code 10G} in GiB; null for null. */
    public static Integer gibibytes(String given, List<String> problems) {
        if (given == null) {
            return null;
        }
        Matcher form = STORAGE.matcher(given);
        if (!form.matches()) {
            problems.add(BAD_STORAGE);
            return null;
        }
        return Integer.valueOf(form.group(1));
    }
}
