package zomg.it.harness;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import zomg.it.harness.Contract.Operation;
import zomg.it.harness.Contract.Parameter;

/** Makes requests out of the contract: right ones, wrong ones, and such that are hardly HTTP. */
final class OddRequests {

    /** It would end what is tested here. */
    private static final String SHUT_DOWN = "shutDown";

    private static final List<String> METHODS =
            List.of("HEAD", "OPTIONS", "PATCH", "TRACE", "PROPFIND", "FOO", "get", "DELETE", "PUT");

    private static final List<String> PATHS =
            List.of(
                    "%00",
                    "%ff",
                    "%zz",
                    "%",
                    "%2e%2e",
                    "%2F",
                    "..",
                    ".",
                    "//",
                    ";a=b",
                    "%c0%ae",
                    "%F0%9F%98%80",
                    "a%20b",
                    "\\",
                    "%5c",
                    "'",
                    "\"",
                    "<x>",
                    "~",
                    "%25",
                    "{name}");

    private static final List<String> QUERIES =
            List.of(
                    "%",
                    "%zz",
                    "&&",
                    "=",
                    "a",
                    "a=b",
                    "force=true&force=true",
                    "tag=%00",
                    "max_results=1e3",
                    "max_results=-1",
                    "continuation_token=%ff",
                    "tag=a%3Db&tag=",
                    "prefix=%C3%A9",
                    "force=",
                    "after=-1",
                    "wait=99999999999999999999");

    private static final List<String> HEADERS =
            List.of(
                    "Accept: text/html",
                    "Accept: ",
                    "Accept: */*;q=foo",
                    "Accept: garbage",
                    "Accept: application/json;q=0",
                    "Accept-Language: xx-!!",
                    "Accept-Charset: nonsense",
                    "Accept-Encoding: gzip;q=a",
                    "Authorization: Basic eDp5",
                    "Authorization: Bearer",
                    "X-Request-Id: a b\tc",
                    "X-Request-Id: " + "x".repeat(300),
                    "Origin: null",
                    "Origin: http://evil.example",
                    "If-Match: *",
                    "If-Match: garbage",
                    "If-Match: W/\"1\"",
                    "If-Match: \"" + "9".repeat(500) + "\"",
                    "If-None-Match: *",
                    "If-Modified-Since: yesterday",
                    "Prefer: wait=-1",
                    "Prefer: wait=abc",
                    "Prefer: wait=0",
                    "Prefer: wait=99999999999999999999",
                    "Prefer: respond-async, wait=\"",
                    "Idempotency-Key: ",
                    "Idempotency-Key: same",
                    "Idempotency-Key: \u00ff\u0001",
                    "Idempotency-Key: " + "k".repeat(4000),
                    "Last-Event-ID: -5",
                    "Content-Encoding: gzip",
                    "Cookie: a=b; ;;=",
                    "Expect: 100-continue",
                    "Expect: 999-nothing",
                    "Range: bytes=0-1",
                    "X-HTTP-Method-Override: DELETE",
                    "X-Forwarded-Host: evil.example",
                    "Upgrade: websocket",
                    "Date: never");

    private static final List<String> TYPES =
            List.of(
                    "text/plain",
                    "application/json; charset=utf-16",
                    "application/json;charset=nonsense",
                    "application/merge-patch+json",
                    "multipart/form-data; boundary=x",
                    "application/x-www-form-urlencoded",
                    "/",
                    "application/",
                    "garbage",
                    "a b c",
                    "application/json; =",
                    "");

    /**
     * A request as it goes over the wire.
     *
     * @param described for people
     * @param bodiless whether its answer has no body
     * @param slow whether its answer may take long
     * @param broken whether it breaks HTTP itself, so that Liberty refuses it before us
     */
    record Request(
            byte[] bytes, String described, boolean bodiless, boolean slow, boolean broken) {}

    private final List<Operation> operations;
    private final Oddities oddities;
    private final Random random;
    private final String host;
    private final String token;

    OddRequests(Contract contract, long seed, String host, String token) {
        this.random = new Random(seed);
        this.operations = contract.operations();
        this.oddities = new Oddities(contract, random);
        this.host = host;
        this.token = token;
    }

    Request next() {
        Operation operation = oddities.one(operations);
        int odd = oddities.one(List.of(0, 0, 5, 20));
        boolean broken = false;
        String method = oddities.chance(4) ? oddities.one(METHODS) : operation.method();
        String target = target(operation, odd);
        if (oddities.chance(3)) {
            String stranger = oddities.one(PATHS);
            int cut = random.nextInt(target.length());
            target = target.substring(0, cut) + stranger + target.substring(cut);
            broken = true;
        }
        if (!target.startsWith("/")) {
            target = "/" + target;
        }
        List<String> headers = new ArrayList<>();
        headers.add("Host: " + host);
        if (!operation.id().equals(SHUT_DOWN) && !operation.endless()) {
            headers.add("Authorization: Bearer " + token);
        }
        for (int i = oddities.chance(20) ? 2 : 0; i > 0; i--) {
            headers.add(oddities.one(HEADERS));
        }
        if (oddities.chance(1)) {
            headers.add("X-\u00e9: \u00e9");
            broken = true;
        }
        if (oddities.chance(1)) {
            headers.addAll(many());
            broken = true;
        }
        byte[] body = body(operation, odd);
        if (body.length > 0 || oddities.chance(10)) {
            headers.add(
                    "Content-Type: "
                            + (oddities.chance(5) ? oddities.one(TYPES) : "application/json"));
        }
        if (!method.equals("GET") || body.length > 0) {
            headers.add("Content-Length: " + body.length);
        }
        String head =
                "%s %s HTTP/1.1\r\n%s\r\n\r\n"
                        .formatted(method, target, String.join("\r\n", headers));
        return new Request(
                joined(head.getBytes(StandardCharsets.UTF_8), body),
                described(head, body),
                method.equals("HEAD"),
                operation.slow(),
                broken);
    }

    private String target(Operation operation, int odd) {
        String target = operation.path();
        List<String> query = new ArrayList<>();
        for (Parameter parameter : operation.parameters()) {
            switch (parameter.place()) {
                case "path" ->
                        target =
                                target.replace(
                                        "{%s}".formatted(parameter.name()), inPath(parameter, odd));
                case "query" -> {
                    if (oddities.chance(50)) {
                        query.add(parameter.name() + "=" + encoded(plain(parameter, odd)));
                    }
                }
                default -> {
                    // headers come from a list of their own
                }
            }
        }
        if (oddities.chance(3)) {
            query.add(oddities.one(QUERIES));
        }
        return query.isEmpty() ? target : target + "?" + String.join("&", query);
    }

    /** Few names, so that requests meet the same boxes. */
    private String inPath(Parameter parameter, int odd) {
        if (oddities.chance(odd)) {
            return encoded(oddities.word());
        }
        return switch (parameter.name()) {
            case "project" -> oddities.one(List.of("fuzz", "fuzz", "fuzz", "nobody", "-"));
            case "name" -> oddities.one(List.of("web", "web", "a", "b", "none"));
            default -> encoded(plain(parameter, odd));
        };
    }

    private String plain(Parameter parameter, int odd) {
        String json = oddities.value(parameter.schema(), odd);
        return json.length() > 1 && json.startsWith("\"")
                ? json.substring(1, json.length() - 1)
                : json.substring(0, Math.min(json.length(), 500));
    }

    private static String encoded(String text) {
        String some = text.substring(0, Math.min(text.length(), 1000));
        return URLEncoder.encode(some, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private byte[] body(Operation operation, int odd) {
        if (operation.body().isEmpty() && !oddities.chance(5)) {
            return new byte[0];
        }
        String json =
                operation
                        .body()
                        .map(schema -> oddities.value(schema, odd))
                        .orElseGet(oddities::scalar);
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        if (!oddities.chance(odd) || bytes.length == 0) {
            return bytes;
        }
        return switch (random.nextInt(10)) {
            case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 1 -> json.getBytes(StandardCharsets.UTF_16);
            case 2 -> ("\ufeff" + json).getBytes(StandardCharsets.UTF_8);
            case 3 -> (json + oddities.scalar()).getBytes(StandardCharsets.UTF_8);
            case 4 -> new byte[0];
            case 5 -> "   ".getBytes(StandardCharsets.UTF_8);
            case 6 -> oddities.chance(5) ? new byte[1024 * 1024 + 1] : new byte[100];
            case 7 -> json.replace('"', '\'').getBytes(StandardCharsets.UTF_8);
            default -> {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                yield bytes;
            }
        };
    }

    private List<String> many() {
        return switch (random.nextInt(3)) {
            case 0 -> List.of("X-Long: " + "x".repeat(17_000));
            case 1 -> Collections.nCopies(120, "X-Many: 1");
            default -> List.of("no colon", ": no name", "Bad Name: x");
        };
    }

    private static byte[] joined(byte[] head, byte[] body) {
        byte[] all = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }

    private String described(String head, byte[] body) {
        String text = head.replace(token, "TOKEN") + new String(body, StandardCharsets.ISO_8859_1);
        String shown = text.substring(0, Math.min(text.length(), 1500));
        return shown.replace("\r\n", "\n    ");
    }
}
