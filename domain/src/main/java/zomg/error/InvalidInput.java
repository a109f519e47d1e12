package zomg.error;

import java.util.List;
import java.util.stream.Collectors;

/** Carries every bad field of a request, not only the first one found. */
public final class InvalidInput extends Refusal {

    private static final String RESERVED = "environment variable is reserved";

    /** One bad field: where it stands in the request and the rule it breaks. */
    public record Problem(ErrorCode code, String field, String rule) {
        String sentence() {
            return code == ErrorCode.RESERVED_VARIABLE ? rule : field + " " + rule;
        }

        Problem below(String parent) {
            return new Problem(code, parent + "." + field, rule);
        }

        /** The first word of the field, which is what a type calls itself, replaced. */
        Problem as(String other) {
            int dot = field.indexOf('.');
            return new Problem(code, dot < 0 ? other : other + field.substring(dot), rule);
        }
    }

    private final List<Problem> problems;

    public InvalidInput(List<Problem> problems) {
        super(
                codeOf(problems),
                problems.stream()
                        .map(Problem::sentence)
                        .distinct()
                        .collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    public static InvalidInput name(String field, String rule) {
        return of(ErrorCode.INVALID_NAME, field, rule);
    }

    public static InvalidInput field(String field, String rule) {
        return of(ErrorCode.INVALID_REQUEST, field, rule);
    }

    public static InvalidInput reserved(String field) {
        return of(ErrorCode.RESERVED_VARIABLE, field, RESERVED);
    }

    private static InvalidInput of(ErrorCode code, String field, String rule) {
        return new InvalidInput(List.of(new Problem(code, field, rule)));
    }

    private static ErrorCode codeOf(List<Problem> problems) {
        List<ErrorCode> codes = problems.stream().map(Problem::code).distinct().toList();
        return codes.size() == 1 ? codes.getFirst() : ErrorCode.INVALID_REQUEST;
    }

    public List<Problem> problems() {
        return problems;
    }
}
