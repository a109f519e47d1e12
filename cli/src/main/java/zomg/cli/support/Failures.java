package zomg.cli.support;

import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The one place where what went wrong becomes a sentence and an exit code. */
public final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

    static final String NO_TOKEN =
            "%s; run sudo zomg up to get a token file, or give one with --token or ZOMG_TOKEN";

    private static final String DID_YOU_MEAN = "; did you mean %s?";
    private static final int SUGGESTIONS = 3;

    private final Invocation invocation;

    public Failures(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public int handleExecutionException(
            Exception failure, CommandLine commandLine, ParseResult parsed) {
        if (invocation.isDebug()) {
            failure.printStackTrace(invocation.terminal().err());
        }
        return switch (failure) {
            case Failure known -> say(known.getMessage(), known.exitCode());
            case ApiFailure no -> say(sentence(no), ExitCode.FAILURE);
            case Unreachable away -> say(away.getMessage(), ExitCode.FAILURE);
            case ParameterException wrong -> handleParseException(wrong, null);
            default ->
                    say(
                            "this should not have happened: %s (--debug shows more)"
                                    .formatted(failure),
                            ExitCode.FAILURE);
        };
    }

    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        String message = wrong.getMessage();
        if (wrong instanceof UnmatchedArgumentException
                && command.getCommandName().equals("exec")) {
            message += "; put -- before the command to run";
        } else if (wrong instanceof UnmatchedArgumentException unmatched) {
            message += meant(unmatched);
        }
        return say(
                "%s (see: %s --help)"
                        .formatted(message, command.getCommandSpec().qualifiedName(" ")),
                ExitCode.USAGE);
    }

    private static String meant(UnmatchedArgumentException unmatched) {
        String meant =
                unmatched.getSuggestions().stream()
                        .limit(SUGGESTIONS)
                        .collect(Collectors.joining(" or "));
        return meant.isEmpty() ? "" : DID_YOU_MEAN.formatted(meant);
    }

    /** What a person reads about a failed call, without the word Error. */
    public static String sentence(RuntimeException failure) {
        if (failure instanceof ApiFailure no) {
            return no.isUnauthenticated() ? NO_TOKEN.formatted(no.sentence()) : no.sentence();
        }
        return failure.getMessage();
    }

    private int say(String message, int exitCode) {
        invocation.terminal().err().println("Error: " + message);
        return exitCode;
    }
}
