package zomg.kubernetes;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what the API server is asked, by verb and kind: {@code patch deployments}. */
final class Requests implements Interceptor {

    private static final String WATCH = "watch";
    private static final String LIST = "list";
    private static final String OTHER = "other";

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        count(name(request.method(), request.uri()));
    }

    void count(String name) {
        counts.computeIfAbsent(name, _ -> new LongAdder()).increment();
    }

    /** How many there were so far. */
    Map<String, Long> counts() {
        Map<String, Long> sums = new TreeMap<>();
        counts.forEach((name, count) -> sums.put(name, count.sum()));
        return sums;
    }

    /** How many there were since these. */
    Map<String, Long> since(Map<String, Long> before) {
        Map<String, Long> more = new TreeMap<>();
        counts().forEach(
                        (name, count) -> {
                            long added = count - before.getOrDefault(name, 0L);
                            if (added > 0) {
                                more.put(name, added);
                            }
                        });
        return more;
    }

    static String name(String method, URI uri) {
        List<String> path = Arrays.asList(uri.getPath().split("/", -1));
        int kind = kind(path);
        String verb = method.toLowerCase(Locale.ROOT);
        if (isWatch(uri)) {
            verb = WATCH;
        } else if (verb.equals("get") && path.size() == kind + 1) {
            verb = LIST;
        }
        return verb + " " + (kind < path.size() ? path.get(kind) : OTHER);
    }

    private static boolean isWatch(URI uri) {
        return uri.getQuery() != null
                && Arrays.asList(uri.getQuery().split("&", -1)).contains("watch=true");
    }

    /**
     * Where it is in {@code /api/v1/…} or {@code /apis/GROUP/VERSION/…}, with {@code
     * namespaces/NAME} or not.
     */
    private static int kind(List<String> path) {
        int at = path.contains("apis") ? 4 : 3;
        boolean inNamespace = path.size() > at + 2 && path.get(at).equals("namespaces");
        return inNamespace ? at + 2 : at;
    }
}
