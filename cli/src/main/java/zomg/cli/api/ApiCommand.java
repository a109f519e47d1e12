package zomg.cli.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import zomg.cli.api.Operation.Body;
import zomg.cli.api.Operation.Parameter;
import zomg.cli.client.Operations;
import zomg.cli.support.Call;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failure;
import zomg.cli.support.Http;
import zomg.cli.support.Invocation;
import zomg.cli.syntax.Group;

/** One operation of the contract as a command. Picocli learns it from a table, not from a class. */
public final class ApiCommand implements Callable<Integer> {

    private static final String BODY = "--body";

    /** An operation may run a command for an hour. */
    private static final Duration PATIENCE = Duration.ofMinutes(62);

    private final Operation operation;
    private final Invocation invocation;
    private final CommandSpec spec;

    private ApiCommand(Operation operation, Invocation invocation) {
        this.operation = operation;
        this.invocation = invocation;
        this.spec = spec();
    }

    /** {@code api} with a subcommand for each operation. */
    public static CommandLine tree(Invocation invocation) {
        CommandLine tree =
                Group.of(
                        "api",
                        "Call an operation of the API as it is.",
                        "zomg api createBox --project default --body '{\"name\": \"web\"}'");
        tree.getCommandSpec().usageMessage().synopsisSubcommandLabel("OPERATION");
        for (Operation operation : Operations.all()) {
            tree.addSubcommand(operation.id(), new ApiCommand(operation, invocation).spec);
        }
        return tree;
    }

    private CommandSpec spec() {
        CommandSpec command = CommandSpec.wrapWithoutInspection(this).name(operation.id());
        command.usageMessage()
                .description(operation.summary() + ".", operation.method() + " " + operation.path())
                .footer("", "Example:", "  zomg api " + example());
        operation.parameters().forEach(parameter -> command.addOption(option(parameter)));
        if (operation.body() != Body.NONE) {
            command.addOption(
                    OptionSpec.builder(BODY)
                            .paramLabel("JSON")
                            .type(String.class)
                            .required(operation.body() == Body.REQUIRED)
                            .description("The request's body; @FILE reads it, - from stdin.")
                            .build());
        }
        return command;
    }

    private static OptionSpec option(Parameter parameter) {
        return OptionSpec.builder(parameter.option())
                .paramLabel("VALUE")
                .type(parameter.repeated() ? List.class : String.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .required(parameter.required())
                .description(parameter.description().replace("%", "%%"))
                .build();
    }

    private String example() {
        StringBuilder example = new StringBuilder(operation.id());
        operation.parameters().stream()
                .filter(Parameter::required)
                .forEach(parameter -> example.append(' ').append(parameter.option()).append(" X"));
        if (operation.body() == Body.REQUIRED) {
            example.append(" --body '{...}'");
        }
        return example.toString();
    }

    @Override
    public Integer call() {
        ParseResult parsed = spec.commandLine().getParseResult();
        Call call = Call.of(operation.method(), operation.path());
        for (Parameter parameter : operation.parameters()) {
            Object value = parsed.matchedOptionValue(parameter.option(), (Object) null);
            switch (parameter.place()) {
                case PATH -> call.path(parameter.name(), value.toString());
                case QUERY -> call.query(parameter.name(), value);
                case HEADER -> call.header(parameter.name(), value);
            }
        }
        if (operation.body() != Body.NONE) {
            call.json(body(Optional.ofNullable(parsed.matchedOptionValue(BODY, (String) null))));
        }
        Http http = invocation.http().patient(PATIENCE);
        http.sendOrFollow(call, Object.class, invocation.output()::line)
                .ifPresent(invocation.output()::json);
        return ExitCode.OK;
    }

    private String body(Optional<String> given) {
        String text = given.orElse("{}");
        try {
            if (text.equals("-")) {
                return new String(
                        invocation.terminal().in().readAllBytes(), StandardCharsets.UTF_8);
            }
            return text.startsWith("@")
                    ? Files.readString(
                            invocation.environment().workingDirectory().resolve(text.substring(1)))
                    : text;
        } catch (IOException unreadable) {
            throw Failure.of("the body cannot be read from " + text);
        }
    }
}
