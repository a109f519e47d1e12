package zomg.api.session;

import java.util.Arrays;
import zomg.error.ErrorCode;
import zomg.error.Refusal;

/** What client and server have agreed on. */
enum Subprotocol {
    /** Ours: variables and signals on a channel of their own. */
    ZOMG(Subprotocol.ZOMG_NAME),

    /** As any client of Kubernetes speaks it. */
    KUBERNETES(Subprotocol.KUBERNETES_NAME);

    static final String ZOMG_NAME = "v1.exec.zomg";
    static final String KUBERNETES_NAME = "v5.channel.k8s.io";

    private final String wireName;

    Subprotocol(String wireName) {
        this.wireName = wireName;
    }

    /**
     * @throws Refusal INVALID_REQUEST
     */
    static Subprotocol of(String wireName) {
        return Arrays.stream(values())
                .filter(one -> one.wireName.equals(wireName))
                .findFirst()
                .orElseThrow(
                        () ->
                                new Refusal(
                                        ErrorCode.INVALID_REQUEST,
                                        "one of the subprotocols %s and %s is needed"
                                                .formatted(ZOMG_NAME, KUBERNETES_NAME)));
    }
}
