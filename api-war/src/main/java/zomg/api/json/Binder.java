package zomg.api.json;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Supplier;
import zomg.api.json.WireType.Form;
import zomg.error.ErrorCode;
import zomg.error.InvalidInput;
import zomg.error.Problems;
import zomg.error.Refusal;

/** Makes a wire record of a JSON document, and gathers everything that is wrong with it. */
final class Binder {

    private static final String TEXT_RULE = "must not contain half of a surrogate pair";

    /** Longer ones are nonsense, and BigDecimal takes its time with them. */
    private static final int MAX_DIGITS = 64;

    private final Problems problems = new Problems();

    /** The members that are wrong, by their paths. */
    private final Set<String> wrong = new HashSet<>();

    /**
     * @throws zomg.error.InvalidInput with every bad field
     */
    static <T> T bind(JsonTree document, Class<T> type) {
        if (!(document instanceof JsonTree.Obj object)) {
            throw new Refusal(ErrorCode.INVALID_REQUEST, "the body must be a JSON object");
        }
        Binder binder = new Binder();
        Optional<?> bound = binder.object("", object, type);
        binder.problems.refuseIfAny();
        return type.cast(bound.orElseThrow());
    }

    private Optional<?> object(String path, JsonTree.Obj object, Class<?> type) {
        Shape shape = Shape.of(type);
        Set<String> known = new HashSet<>();
        Object[] values = new Object[shape.members().size()];
        boolean complete = true;
        for (int i = 0; i < values.length; i++) {
            Shape.Member member = shape.members().get(i);
            known.add(member.name());
            Optional<?> value = member(below(path, member.name()), object, member);
            values[i] = member.optional() ? value : value.orElse(null);
            complete &= member.optional() || value.isPresent();
        }
        object.members().keySet().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> wrong(below(path, name), "is not known here"));
        object.repeated().forEach(name -> wrong(below(path, name), "must be given once"));
        Optional<?> made = make(path, shape, values);
        return complete ? made : Optional.empty();
    }

    /**
     * Also when a required member is missing or wrong, with null in its place, so that rules across
     * the others are told at the same time. What such a rule says of a wrong one is told already.
     */
    private Optional<?> make(String path, Shape shape, Object[] values) {
        try {
            return Optional.of(shape.make(values));
        } catch (InvalidInput invalid) {
            List<InvalidInput.Problem> more =
                    invalid.problems().stream()
                            .filter(problem -> !wrong.contains(below(path, problem.field())))
                            .toList();
            return more.isEmpty() ? Optional.empty() : refused(path, more);
        }
    }

    private Optional<?> refused(String path, List<InvalidInput.Problem> more) {
        Supplier<?> refusal =
                () -> {
                    throw new InvalidInput(more);
                };
        return path.isEmpty() ? problems.check(refusal) : problems.checkBelow(path, refusal);
    }

    private Optional<?> member(String path, JsonTree.Obj object, Shape.Member member) {
        JsonTree value = object.members().getOrDefault(member.name(), new JsonTree.Null());
        if (!(value instanceof JsonTree.Null)) {
            return value(path, value, member.type());
        }
        return member.optional() ? Optional.empty() : wrong(path, "is required");
    }

    private Optional<?> value(String path, JsonTree value, Type type) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return list(path, value, list.getActualTypeArguments()[0]);
        }
        Class<?> plain = (Class<?>) type;
        Optional<WireType<?>> wireType = WireType.of(plain);
        if (wireType.isPresent()) {
            return wireValue(path, value, wireType.get());
        }
        if (value instanceof JsonTree.Obj object) {
            return object(path, object, plain);
        }
        return wrong(path, "must be an object");
    }

    private Optional<?> list(String path, JsonTree value, Type elementType) {
        if (!(value instanceof JsonTree.Arr(List<JsonTree> elements))) {
            return wrong(path, "must be an array");
        }
        List<Object> bound = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            value("%s[%d]".formatted(path, i), elements.get(i), elementType).ifPresent(bound::add);
        }
        if (bound.size() < elements.size()) {
            wrong.add(path);
            return Optional.empty();
        }
        return Optional.of(bound);
    }

    private <T> Optional<T> wireValue(String path, JsonTree value, WireType<T> type) {
        Optional<T> read =
                plain(path, value, type.form())
                        .flatMap(plain -> problems.checkAs(path, () -> type.read().apply(plain)));
        if (read.isEmpty()) {
            wrong.add(path);
        }
        return read;
    }

    private Optional<?> plain(String path, JsonTree value, Form form) {
        return switch (value) {
            case JsonTree.Text(String text) when form == Form.TEXT -> text(path, text);
            case JsonTree.Bool(boolean truth) when form == Form.BOOLEAN -> Optional.of(truth);
            case JsonTree.Obj object when form == Form.TEXTS -> texts(path, object);
            case JsonTree.Num(String digits) when form == Form.NUMBER ->
                    number(digits).or(() -> wrong(path, form.rule()));
            case JsonTree.Num(String digits) when form == Form.WHOLE_NUMBER ->
                    number(digits)
                            .filter(Binder::isWhole)
                            .map(Binder::nearest)
                            .or(() -> wrong(path, form.rule()));
            default -> wrong(path, form.rule());
        };
    }

    private Optional<String> text(String path, String text) {
        return isUnicode(text) ? Optional.of(text) : wrong(path, TEXT_RULE);
    }

    private static boolean isUnicode(String text) {
        return text.codePoints()
                .noneMatch(
                        point ->
                                point >= Character.MIN_SURROGATE
                                        && point <= Character.MAX_SURROGATE);
    }

    private Optional<Map<String, String>> texts(String path, JsonTree.Obj object) {
        SequencedMap<String, String> texts = new LinkedHashMap<>();
        object.members()
                .forEach(
                        (name, value) ->
                                plain(below(path, name), value, Form.TEXT)
                                        .ifPresent(text -> texts.put(name, (String) text)));
        object.repeated().forEach(name -> wrong(below(path, name), "must be given once"));
        return Optional.of(texts);
    }

    private static Optional<BigDecimal> number(String digits) {
        try {
            return Optional.of(digits)
                    .filter(text -> text.length() <= MAX_DIGITS)
                    .map(BigDecimal::new);
        } catch (NumberFormatException exponentTooLarge) {
            return Optional.empty();
        }
    }

    private static boolean isWhole(BigDecimal number) {
        return number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
    }

    private static Integer nearest(BigDecimal whole) {
        return (int) Math.clamp(whole.doubleValue(), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    private static String below(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private <T> Optional<T> wrong(String path, String rule) {
        wrong.add(path);
        problems.add(path, rule);
        return Optional.empty();
    }
}
