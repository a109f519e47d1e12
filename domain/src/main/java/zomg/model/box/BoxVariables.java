package zomg.model.box;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What zomg tells every process of a box about itself.
 *
 * @param domain below which boxes have their hostnames
 * @param nodeAddress where the box reaches the machine that it runs on; empty where that is known
 *     only when it runs, and whoever runs it tells it
 * @param insecure whether certificates of the API cannot be checked
 */
public record BoxVariables(String domain, Optional<String> nodeAddress, boolean insecure) {

    public BoxVariables(String domain, String nodeAddress, boolean insecure) {
        this(domain, Optional.of(nodeAddress), insecure);
    }

    public static BoxVariables withoutAddress(String domain, boolean insecure) {
        return new BoxVariables(domain, Optional.empty(), insecure);
    }

    /** zomg's own variables first, then the box's own over them. */
    public Environment of(Box box) {
        SequencedMap<String, String> own = new LinkedHashMap<>();
        own.put("ZOMG_PROJECT", box.ref().project().value());
        own.put("BOX_NAME", box.ref().name().value());
        own.put("ZOMG_API_URL", "https://boxes." + domain);
        own.put("ZOMG_API_HOST", "boxes." + domain);
        nodeAddress.ifPresent(
                address -> {
                    own.put("ZOMG_API_IP", address);
                    own.put("ZOMG_NODE_IP", address);
                });
        if (insecure) {
            own.put("ZOMG_INSECURE", "true");
        }
        own.put("TERM", "xterm-256color");
        return new Environment(own).overriddenBy(box.spec().environment());
    }
}
