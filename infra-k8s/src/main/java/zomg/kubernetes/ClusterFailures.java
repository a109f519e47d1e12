package zomg.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.function.Supplier;
import zomg.error.ErrorCode;
import zomg.error.Refusal;

/** What the API server's no means, as people are told. */
final class ClusterFailures {

    private static final int UNAUTHENTICATED = 401;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int CONFLICT = 409;
    private static final int INVALID = 422;

    private ClusterFailures() {}

    /**
     * Asks the API server.
     *
     * @throws Refusal ENGINE_UNAVAILABLE if it does not answer or does not let us, START_FAILED if
     *     it does not take what it was given
     */
    static <T> T translating(Supplier<T> call) {
        try {
            return call.get();
        } catch (KubernetesClientException failure) {
            throw refusal(failure);
        }
    }

    static void translating(Runnable call) {
        translating(
                () -> {
                    call.run();
                    return true;
                });
    }

    static Refusal refusal(KubernetesClientException failure) {
        if (failure.getCode() <= 0) {
            return new Refusal(
                    ErrorCode.ENGINE_UNAVAILABLE,
                    "the cluster's API server does not answer; try again later",
                    failure);
        }
        return switch (failure.getCode()) {
            case UNAUTHENTICATED, FORBIDDEN ->
                    new Refusal(
                            ErrorCode.ENGINE_UNAVAILABLE,
                            "the cluster does not let zomg do this: " + said(failure),
                            failure);
            case INVALID ->
                    new Refusal(
                            ErrorCode.START_FAILED,
                            "the box cannot be started: " + said(failure),
                            failure);
            default ->
                    new Refusal(
                            ErrorCode.ENGINE_UNAVAILABLE,
                            "the cluster cannot do this now: %s; try again later"
                                    .formatted(said(failure)),
                            failure);
        };
    }

    private static String said(KubernetesClientException failure) {
        return failure.getStatus() != null && failure.getStatus().getMessage() != null
                ? failure.getStatus().getMessage()
                : "status " + failure.getCode();
    }
}
