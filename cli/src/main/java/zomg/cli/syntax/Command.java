package zomg.cli.syntax;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A command: what it takes, said when it is made, and what it does. To picocli it is a
 * specification without a class behind it; to read annotations takes longer than all the rest of a
 * short command.
 */
public abstract class Command implements Callable<Integer> {

    private final CommandSpec spec;

    /**
     * @param footer what else there is to say of it, after its example
     */
    protected Command(String name, String description, String example, String... footer) {
        this(name, description, footer(example, footer));
    }

    /**
     * @param footer all of it, where something comes before the example
     */
    @SuppressWarnings("this-escape") // picocli keeps it until it is called
    protected Command(String name, String description, String[] footer) {
        this.spec = CommandSpec.wrapWithoutInspection(this).name(name);
        spec.usageMessage().description(description).footer(footer);
    }

    static String[] footer(String example, String... more) {
        List<String> lines = new ArrayList<>(List.of("", "Example:", "  " + example));
        Collections.addAll(lines, more);
        return lines.toArray(new String[0]);
    }

    /** What picocli knows of it. */
    public final CommandSpec spec() {
        return spec;
    }

    /** It has this name, too. */
    protected final void alias(String name) {
        spec.aliases(name);
    }

    /** What begins with a dash and is no option of it is an argument: {@code -:/etc/hostname}. */
    protected final void takesDashes() {
        spec.parser().unmatchedOptionsArePositionalParams(true);
    }

    /** Neither help nor completion speaks of it. */
    protected final void hide() {
        spec.usageMessage().hidden(true);
    }

    /** {@code -q}. */
    public final Value<Boolean> flag(String description, String... names) {
        return add(Value.of(false), flagOf(description, names));
    }

    /** {@code --prefix TEXT}. */
    public final Value<String> option(String label, String description, String... names) {
        return add(Value.unset(), optionOf(String.class, label, description, names));
    }

    /** {@code -t KEY=VALUE}, which can be repeated. */
    public final Value<List<String>> options(String label, String description, String... names) {
        return add(Value.of(List.of()), optionOf(List.class, label, description, names));
    }

    /** {@code --timeout SECONDS}. */
    protected final Value<Integer> number(String label, String description, String... names) {
        return add(Value.unset(), optionOf(Integer.class, label, description, names));
    }

    /** As {@link #number}, with a value for when it is not given. */
    protected final Value<Integer> numberOr(
            int unset, String label, String description, String... names) {
        return add(Value.of(unset), optionOf(int.class, label, description, names));
    }

    /** {@code --after ID}: as {@link #number}, for what may be larger. */
    protected final Value<Long> longNumber(String label, String description, String... names) {
        return add(Value.unset(), optionOf(Long.class, label, description, names));
    }

    /** As {@link #longNumber}; neither help nor completion speaks of it. */
    protected final Value<Long> hiddenLongNumber(
            String label, String description, String... names) {
        return add(Value.unset(), optionOf(Long.class, label, description, names).hidden(true));
    }

    /** {@code BOX}: the next parameter, which must be given. */
    protected final Value<String> parameter(String label, String description) {
        return add(Value.unset(), parameterOf(label, description).required(true));
    }

    /** {@code [SHELL]}: the last parameter. */
    protected final Value<String> optionalParameter(String label, String description) {
        return add(Value.unset(), parameterOf(label, description).arity("0..1"));
    }

    /** {@code [COMMAND...]}: all other parameters. */
    protected final Value<List<String>> parameters(String label, String description) {
        return add(Value.of(List.of()), listOf(label, description, "0..*"));
    }

    /** {@code BOX...}: all other parameters, at least one. */
    protected final Value<List<String>> requiredParameters(String label, String description) {
        return add(Value.of(List.of()), listOf(label, description, "1..*").required(true));
    }

    /** Without an arity, so that picocli takes {@code --quiet=false} as well. */
    static OptionSpec.Builder flagOf(String description, String... names) {
        return OptionSpec.builder(names).type(boolean.class).description(description);
    }

    static OptionSpec.Builder optionOf(
            Class<?> type, String label, String description, String... names) {
        return OptionSpec.builder(names).type(type).paramLabel(label).description(description);
    }

    private PositionalParamSpec.Builder listOf(String label, String description, String arity) {
        return parameterOf(label, description)
                .index(position() + "..*")
                .arity(arity)
                .type(List.class);
    }

    private PositionalParamSpec.Builder parameterOf(String label, String description) {
        return PositionalParamSpec.builder()
                .index(Integer.toString(position()))
                .type(String.class)
                .paramLabel(label)
                .description(description);
    }

    private int position() {
        return spec.positionalParameters().size();
    }

    /** Picocli sets it to its initial value before it reads a line. */
    final <T> Value<T> add(Value<T> value, OptionSpec.Builder option) {
        Value<T>.Binding binding = value.binding();
        spec.addOption(option.getter(binding).setter(binding).initialValue(value.get()).build());
        return value;
    }

    private <T> Value<T> add(Value<T> value, PositionalParamSpec.Builder parameter) {
        Value<T>.Binding binding = value.binding();
        spec.addPositional(
                parameter.getter(binding).setter(binding).initialValue(value.get()).build());
        return value;
    }
}
