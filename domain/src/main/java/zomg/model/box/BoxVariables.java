package zomg.model.box;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * What zomg tells every process of a box about itself.
 *
 * @param domain below which boxes have their hostnames
 * @param nodeAddress where the box reaches the machine that it runs on
 * @param insecure whether certificates of the API cannot be checked
 */
public record BoxVariables(String domain, String nodeAddress, boolean insecure) {

    /** zomg's own variables first, then the box's own over them. */
    public Environment of(Box box) {
        SequencedMap<String, String> own = new LinkedHashMap<>();
        own.put("ZOMG_PROJECT", box.ref().project().value());
        own.put("BOX_NAME", box.ref().name().value());
        own.put("ZOMG_API_URL", "https://boxes." + domain);
        own.put("ZOMG_API_HOST", "boxes." + domain);
        own.put("ZOMG_API_IP", nodeAddress);
        own.put("ZOMG_NODE_IP", nodeAddress);
        if (insecure) {
            own.put("ZOMG_INSECURE", "true");
        }
        own.put("TERM", "xterm-256color");
        return new Environment(own).overriddenBy(box.spec().environment());
    }
}
