package zomg.cli.completion;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import zomg.cli.client.Base;
import zomg.cli.client.BasesClient;
import zomg.cli.client.Box;
import zomg.cli.client.BoxesClient;
import zomg.cli.client.DataVolumesClient;
import zomg.cli.client.Project;
import zomg.cli.client.ProjectsClient;
import zomg.cli.client.Volume;
import zomg.cli.support.ApiFailure;
import zomg.cli.support.Environment;
import zomg.cli.support.Failure;
import zomg.cli.support.Http;
import zomg.cli.support.RefResolver;
import zomg.cli.support.ServerResolver;
import zomg.cli.support.Unreachable;

/** What the last word of a line can become. */
record Candidates(Environment environment) {

    /** Somebody waits with a finger on Tab. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** More than that nobody reads. */
    private static final int MOST = 200;

    List<String> of(Line line) {
        try {
            return all(line)
                    .filter(candidate -> candidate.startsWith(line.word()))
                    .map(line.lead()::concat)
                    .sorted()
                    .toList();
        } catch (Failure | ApiFailure | Unreachable unknown) {
            return List.of();
        }
    }

    private Stream<String> all(Line line) {
        return switch (line.wanted()) {
            case COMMAND -> commands(line.command());
            case OPTION -> options(line.command());
            case BOX -> boxes(line);
            case PROJECT ->
                    new ProjectsClient(http(line))
                            .listProjects(null, MOST).value().projects().stream()
                                    .map(Project::name);
            case BASE ->
                    new BasesClient(http(line))
                            .listBases(null, MOST).value().bases().stream().map(Base::alias);
            case VOLUME ->
                    new DataVolumesClient(http(line))
                            .listVolumes(project(line), null, MOST).value().volumes().stream()
                                    .map(Volume::name);
            case SHELL -> CompletionCommand.SHELLS.stream();
            case FILE, ANYTHING -> Stream.empty();
        };
    }

    private static Stream<String> commands(CommandSpec command) {
        CommandSpec of = command.name().equals("help") ? command.root() : command;
        return of.subcommands().entrySet().stream()
                .filter(one -> !one.getValue().getCommandSpec().usageMessage().hidden())
                .filter(one -> one.getValue().getCommandName().equals(one.getKey()))
                .map(Map.Entry::getKey);
    }

    private static Stream<String> options(CommandSpec command) {
        return command.options().stream()
                .filter(option -> !option.hidden())
                .map(OptionSpec::longestName);
    }

    /** In another project if the word begins with one. */
    private Stream<String> boxes(Line line) {
        String word = line.word();
        int colon = word.indexOf(':');
        int split = colon >= 0 ? colon : word.indexOf('.');
        String lead = word.substring(0, split + 1);
        String project = split > 0 ? word.substring(0, split) : project(line);
        String prefix = word.substring(split + 1);
        return new BoxesClient(http(line))
                        .listBoxes(project, null, MOST, prefix.isEmpty() ? null : prefix, List.of())
                        .value()
                        .boxes()
                        .stream()
                        .map(Box::name)
                        .map(lead::concat);
    }

    private String project(Line line) {
        return new RefResolver(environment)
                .project(Optional.ofNullable(line.given().get("--project")));
    }

    private Http http(Line line) {
        Map<String, String> given = line.given();
        return Http.to(
                        new ServerResolver(environment)
                                .resolve(
                                        Optional.ofNullable(given.get("--url")),
                                        Optional.ofNullable(given.get("--token")),
                                        Optional.ofNullable(given.get("--profile"))),
                        Optional.empty())
                .patient(PATIENCE);
    }
}
