package zomg.model.request;

import java.util.Map;

/**
 * What a request was answered, as it went over the wire.
 *
 * @param headers those that say something of the result
 * @param body JSON
 */
public record Answer(int status, Map<String, String> headers, String body) {

    private static final int FIRST_SUCCESS = 200;
    private static final int FIRST_AFTER_SUCCESS = 300;
    private static final int FIRST_FAULT = 500;
    private static final int TIMEOUT = 504;

    public Answer {
        headers = Map.copyOf(headers);
    }

    /** Whether the request had its effect: a command that ran too long has run, too. */
    public boolean isFinal() {
        return status >= FIRST_SUCCESS && status < FIRST_AFTER_SUCCESS || status == TIMEOUT;
    }

    /** Whether it does not tell how far the request has come. */
    public boolean isFault() {
        return status >= FIRST_FAULT;
    }
}
