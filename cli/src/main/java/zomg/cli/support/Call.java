package zomg.cli.support;

import io.avaje.jsonb.Jsonb;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** One request, ready to be sent. */
public final class Call {

    private final String method;
    private final StringBuilder query = new StringBuilder();
    private final SequencedMap<String, String> headers = new LinkedHashMap<>();
    private String path;
    private byte[] body;

    private Call(String method, String path) {
        this.method = method;
        this.path = path;
    }

    /**
     * @param path with a name in braces for each part that {@link #path} fills in
     */
    public static Call of(String method, String path) {
        return new Call(method, path);
    }

    public Call path(String name, String value) {
        path = path.replace("{" + name + "}", encode(value));
        return this;
    }

    /** A list is repeated, null is left out. */
    public Call query(String name, Object value) {
        Collection<?> values =
                value instanceof Collection<?> several
                        ? several
                        : Optional.ofNullable(value).stream().toList();
        for (Object one : values) {
            query.append(query.isEmpty() ? '?' : '&')
                    .append(encode(name))
                    .append('=')
                    .append(encode(one.toString()));
        }
        return this;
    }

    public Call header(String name, Object value) {
        if (value != null) {
            headers.put(name, value.toString());
        }
        return this;
    }

    /** An operation that has a body gets one: nothing to say is an empty object. */
    public <T> Call body(T value) {
        if (value == null) {
            return json("{}");
        }
        @SuppressWarnings("unchecked")
        Class<T> type = (Class<T>) value.getClass();
        return json(Jsonb.instance().type(type).toJson(value));
    }

    public Call json(String text) {
        body = text.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    /** Whether the server may not be the same afterwards. */
    boolean changes() {
        return !method.equals("GET");
    }

    String method() {
        return method;
    }

    public String pathAndQuery() {
        return path + query;
    }

    Map<String, String> headers() {
        return headers;
    }

    Optional<byte[]> body() {
        return Optional.ofNullable(body);
    }

    /** URLEncoder is for forms; in a path a plus is a plus. */
    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
