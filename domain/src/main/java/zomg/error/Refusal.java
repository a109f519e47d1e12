package zomg.error;

import static java.util.Objects.requireNonNull;

/**
 * zomg understood the request and says no. Anything that is not a Refusal is our bug or our
 * weather. The message is a sentence that the client can act on.
 */
public class Refusal extends RuntimeException {

    private final ErrorCode code;

    public Refusal(ErrorCode code, String detail) {
        super(detail);
        this.code = requireNonNull(code, "code");
    }

    public Refusal(ErrorCode code, String detail, Throwable cause) {
        super(detail, cause);
        this.code = requireNonNull(code, "code");
    }

    public ErrorCode code() {
        return code;
    }
}
