package zomg.cli.completion;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What somebody typed so far.
 *
 * @param command the innermost command that is named
 * @param given the options that stand there already, by their longest names
 * @param lead what stands before {@code word} in the same word, as in {@code --project=sh}
 * @param word what is to be completed
 */
record Line(
        CommandSpec command, Map<String, String> given, Wanted wanted, String lead, String word) {

    /** What can stand in a place; by the labels that the help shows. */
    enum Wanted {
        COMMAND,
        OPTION,
        BOX,
        PROJECT,
        BASE,
        VOLUME,
        SHELL,
        FILE,
        ANYTHING;

        private static Wanted of(ArgSpec place) {
            return switch (place.paramLabel()) {
                case "BOX" -> BOX;
                case "PROJECT" -> PROJECT;
                case "BASE" -> BASE;
                case "VOLUME", "NAME=/PATH" -> VOLUME;
                case "SHELL" -> SHELL;
                case "FILE", "DIR" -> FILE;
                default -> ANYTHING;
            };
        }
    }

    private static final String END_OF_OPTIONS = "--";

    /**
     * @param words all after the command's own name; the last one is to be completed
     */
    static Line of(CommandSpec root, List<String> words) {
        CommandSpec command = root;
        Map<String, String> given = new HashMap<>();
        OptionSpec open = null;
        boolean optionsEnded = false;
        int positionals = 0;
        for (String word : words.subList(0, words.size() - 1)) {
            if (open != null) {
                given.put(open.longestName(), word);
                open = null;
            } else if (!optionsEnded && word.equals(END_OF_OPTIONS)) {
                optionsEnded = true;
            } else if (!optionsEnded && word.startsWith("-")) {
                open = opened(command, word, given);
            } else {
                CommandLine next = command.subcommands().get(word);
                if (next != null && positionals == 0) {
                    command = next.getCommandSpec();
                } else {
                    positionals++;
                }
            }
        }
        String last = words.getLast();
        if (open != null) {
            return new Line(command, given, Wanted.of(open), "", last);
        }
        if (!optionsEnded && last.startsWith("-")) {
            return option(command, given, last);
        }
        return new Line(command, given, atPosition(command, positionals), "", last);
    }

    /** The option whose value is the next word, if any. */
    private static OptionSpec opened(CommandSpec command, String word, Map<String, String> given) {
        int equals = word.indexOf('=');
        Optional<OptionSpec> option = find(command, equals < 0 ? word : word.substring(0, equals));
        if (equals >= 0) {
            option.ifPresent(named -> given.put(named.longestName(), word.substring(equals + 1)));
            return null;
        }
        return option.filter(named -> named.arity().min() > 0).orElse(null);
    }

    private static Line option(CommandSpec command, Map<String, String> given, String last) {
        int value = last.indexOf('=') + 1;
        if (value == 0) {
            return new Line(command, given, Wanted.OPTION, "", last);
        }
        Wanted wanted =
                find(command, last.substring(0, value - 1)).map(Wanted::of).orElse(Wanted.ANYTHING);
        return new Line(command, given, wanted, last.substring(0, value), last.substring(value));
    }

    private static Optional<OptionSpec> find(CommandSpec command, String name) {
        return Optional.ofNullable(command.findOption(name));
    }

    private static Wanted atPosition(CommandSpec command, int position) {
        boolean isHelp = command.name().equals("help");
        boolean isGroup =
                command.subcommands().values().stream()
                        .anyMatch(one -> !one.getCommandSpec().usageMessage().hidden());
        if (isHelp || position == 0 && isGroup) {
            return Wanted.COMMAND;
        }
        return command.positionalParameters().stream()
                .filter(place -> place.index().contains(position))
                .findFirst()
                .map(Wanted::of)
                .orElse(Wanted.ANYTHING);
    }
}
