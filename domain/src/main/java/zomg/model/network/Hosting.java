package zomg.model.network;

import java.util.OptionalInt;

/** Whether and how people reach hosts of boxes. */
public sealed interface Hosting {

    /**
     * @param scheme {@code https} or {@code http}
     * @param port empty for the one that the scheme implies
     */
    record At(String scheme, OptionalInt port) implements Hosting {

        public static At https() {
            return new At("https", OptionalInt.empty());
        }

        public String url(Host host) {
            return port.isPresent()
                    ? "%s://%s:%d".formatted(scheme, host, port.getAsInt())
                    : "%s://%s".formatted(scheme, host);
        }
    }

    /**
     * Not at all.
     *
     * @param reason for a person, a sentence without a full stop
     */
    record None(String reason) implements Hosting {}
}
