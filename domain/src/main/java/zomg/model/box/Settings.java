package zomg.model.box;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import zomg.error.InvalidInput;
import zomg.error.Problems;

/**
 * The {@code KEY=VALUE} settings of an update, of which only a fixed list applies: PORT, CPU,
 * MEMORY, TERMINATION_GRACE_PERIOD_SECONDS and TERMINATION_GRACE_SECONDS.
 *
 * @param ignored the keys that do not apply, in the order they were given
 */
public record Settings(
        BoxConfig config, Optional<Port> port, Optional<GracePeriod> grace, List<String> ignored) {

    private static final Pattern CPU = Pattern.compile("(\\d{1,7})m|(\\d{1,4}(?:\\.\\d{1,3})?)");
    private static final Pattern MEMORY = Pattern.compile("(\\d{1,8})([MG])i?B?");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    public static Settings parse(Map<String, String> given) {
        Problems problems = new Problems();
        List<String> ignored = new ArrayList<>();
        Optional<Cpus> cpus = Optional.empty();
        Optional<Memory> memory = Optional.empty();
        Optional<Port> port = Optional.empty();
        Optional<GracePeriod> grace = Optional.empty();
        for (Map.Entry<String, String> setting : given.entrySet()) {
            String value = Objects.requireNonNullElse(setting.getValue(), "");
            switch (setting.getKey()) {
                case "CPU" -> cpus = problems.checkAs("environment.CPU", () -> cpus(value));
                case "MEMORY" ->
                        memory = problems.checkAs("environment.MEMORY", () -> memory(value));
                case "PORT" ->
                        port = problems.checkAs("environment.PORT", () -> new Port(number(value)));
                case "TERMINATION_GRACE_PERIOD_SECONDS", "TERMINATION_GRACE_SECONDS" ->
                        grace =
                                problems.checkAs(
                                        "environment." + setting.getKey(),
                                        () -> new GracePeriod(number(value)));
                default -> ignored.add(setting.getKey());
            }
        }
        problems.refuseIfAny();
        return new Settings(
                new BoxConfig(cpus, memory, Optional.empty()), port, grace, List.copyOf(ignored));
    }

    /** {@code 2}, {@code 0.5} or {@code 500m}. */
    public static Cpus cpus(String text) {
        Matcher form = CPU.matcher(text);
        if (!form.matches()) {
            throw InvalidInput.field("cpus", "must be a number such as 2, 0.5 or 500m");
        }
        return form.group(1) != null
                ? new Cpus(Integer.parseInt(form.group(1)))
                : Cpus.of(new BigDecimal(form.group(2)).doubleValue());
    }

    /** {@code 512M} or {@code 2G}; M and G mean MiB and GiB. */
    public static Memory memory(String text) {
        Matcher form = MEMORY.matcher(text);
        if (!form.matches()) {
            throw InvalidInput.field("ram_mb", "must be a number with a unit such as 512M or 2G");
        }
        long mebibytes = Long.parseLong(form.group(1)) * (form.group(2).equals("G") ? 1024 : 1);
        return new Memory((int) Math.min(mebibytes, Integer.MAX_VALUE));
    }

    private static int number(String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw InvalidInput.field("number", "must be a whole number");
        }
        return Integer.parseInt(text);
    }

    public boolean applyNothing() {
        return config.equals(BoxConfig.UNLIMITED) && port.isEmpty() && grace.isEmpty();
    }
}
