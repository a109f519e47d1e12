package zomg.it.harness;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Values as JSON text: right ones of a schema, and all kinds that are not. */
final class Oddities {

    private static final int DEEP = 2000;

    private static final List<String> TEXTS =
            List.of(
                    "",
                    " ",
                    "a--b",
                    "-a",
                    "UPPER",
                    "..",
                    "../../etc/passwd",
                    "a/b",
                    "\\u0000",
                    "a\\u0000b",
                    "\\ud800",
                    "\\udc00\\ud800",
                    "\\n",
                    "\\u202e",
                    "é",
                    "😀",
                    "$(reboot)",
                    "'; drop table boxes; --",
                    "%s%n%x",
                    "{0}",
                    "null",
                    "=",
                    "a=b=c");

    private static final List<String> NUMBERS =
            List.of(
                    "0",
                    "-1",
                    "-0",
                    "0.1",
                    "1e3",
                    "1E400",
                    "-1E400",
                    "1e999999999",
                    "1e-999999999",
                    "1.0",
                    "2147483648",
                    "9223372036854775808",
                    "123456789012345678901234567890",
                    "0.30000000000000000000000000000000001",
                    "01",
                    "+1",
                    "NaN",
                    "Infinity",
                    "0x10");

    private final Contract contract;
    private final Random random;

    Oddities(Contract contract, Random random) {
        this.contract = contract;
        this.random = random;
    }

    <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** A value of the schema; each part of it is odd instead by chance. */
    String value(Map<String, Object> schema, int oddPercent) {
        if (chance(oddPercent)) {
            return odd(schema);
        }
        Map<String, Object> resolved = contract.resolve(schema);
        Object type = resolved.get("type");
        if (type instanceof List<?> several) {
            type = several.getFirst();
        }
        return switch (String.valueOf(type)) {
            case "object" -> object(resolved, oddPercent);
            case "array" ->
                    IntStream.range(0, random.nextInt(3))
                            .mapToObj(_ -> value(Contract.map(resolved.get("items")), oddPercent))
                            .collect(Collectors.joining(",", "[", "]"));
            case "boolean" -> Boolean.toString(random.nextBoolean());
            case "integer", "number" -> number(resolved);
            default -> text(resolved);
        };
    }

    private String object(Map<String, Object> schema, int oddPercent) {
        List<?> required = Contract.list(schema.get("required"));
        List<String> members =
                Contract.map(schema.get("properties")).entrySet().stream()
                        .filter(one -> required.contains(one.getKey()) ? chance(97) : chance(30))
                        .map(one -> member(one.getKey(), Contract.map(one.getValue()), oddPercent))
                        .collect(Collectors.toList());
        if (schema.get("additionalProperties") instanceof Map<?, ?> values) {
            for (int i = random.nextInt(3); i > 0; i--) {
                String key = chance(80) ? "key" + i : one(TEXTS);
                members.add(member(key, Contract.map(values), oddPercent));
            }
        }
        if (chance(oddPercent)) {
            members.add("\"%s\":%s".formatted(one(TEXTS), scalar()));
        }
        if (chance(oddPercent) && !members.isEmpty()) {
            members.add(members.getFirst());
        }
        return "{" + String.join(",", members) + "}";
    }

    private String member(String name, Map<String, Object> schema, int oddPercent) {
        return "\"%s\":%s".formatted(name, value(schema, oddPercent));
    }

    private String number(Map<String, Object> schema) {
        Object least = schema.getOrDefault("minimum", 0);
        Object most = schema.getOrDefault("maximum", 1000);
        return switch (random.nextInt(3)) {
            case 0 -> least.toString();
            case 1 -> most.toString();
            default -> example(schema, least.toString());
        };
    }

    private String text(Map<String, Object> schema) {
        List<Object> words = Contract.list(schema.get("enum"));
        return "\"%s\"".formatted(words.isEmpty() ? example(schema, "text") : one(words));
    }

    private String example(Map<String, Object> schema, String otherwise) {
        List<Object> examples = Contract.list(schema.get("examples"));
        return examples.isEmpty() ? otherwise : one(examples).toString();
    }

    private String odd(Map<String, Object> schema) {
        Map<String, Object> resolved = contract.resolve(schema);
        return switch (random.nextInt(9)) {
            case 0 -> "null";
            case 1 -> beyond(resolved);
            case 2 -> "[" + scalar() + "]";
            case 3 -> "{\"a\":" + scalar() + "}";
            case 4 -> "[".repeat(DEEP) + "]".repeat(DEEP);
            case 5 -> "\"%s\"".formatted("x".repeat(1 << random.nextInt(15)));
            case 6 -> "[" + "1,".repeat(random.nextInt(2000)) + "1]";
            default -> scalar();
        };
    }

    /** Just outside of what the schema allows. */
    private String beyond(Map<String, Object> schema) {
        if (schema.get("maximum") instanceof Number most && chance(50)) {
            return Long.toString(most.longValue() + 1);
        }
        if (schema.get("minimum") instanceof Number least) {
            return Long.toString(least.longValue() - 1);
        }
        if (schema.get("maxLength") instanceof Number longest) {
            return "\"%s\"".formatted("a".repeat(longest.intValue() + random.nextInt(2)));
        }
        return scalar();
    }

    /** Text of no quotes, for paths and queries. */
    String word() {
        return one(TEXTS);
    }

    String scalar() {
        return switch (random.nextInt(4)) {
            case 0 -> one(NUMBERS);
            case 1 -> one(List.of("true", "false", "null", "tru", "undefined"));
            default -> "\"%s\"".formatted(one(TEXTS));
        };
    }
}
