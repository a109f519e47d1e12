package zomg.api.json;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import zomg.error.InvalidInput;
import zomg.model.box.Cpus;
import zomg.model.box.Environment;
import zomg.model.box.GracePeriod;
import zomg.model.box.Memory;
import zomg.model.box.Port;
import zomg.model.box.Tags;
import zomg.model.id.BaseAlias;
import zomg.model.id.BoxName;
import zomg.model.id.ProjectName;
import zomg.model.id.SnapshotName;
import zomg.model.id.Uid;
import zomg.model.id.VolumeName;
import zomg.model.network.Host;
import zomg.model.network.Subdomain;
import zomg.model.space.Storage;
import zomg.model.volume.MountPath;

/**
 * A type that travels as one plain JSON value, and how. Parameters of paths and queries are the
 * same values as text.
 *
 * @param read refuses what the type refuses; gets what the form says
 * @param write gives what the form says
 */
public record WireType<T>(
        Class<T> type, Form form, Function<Object, T> read, Function<T, Object> write) {

    /** What it is in JSON, with the rule that says so. */
    public enum Form {
        /** Of {@link String}. */
        TEXT("must be a string"),
        /** Of {@link Integer}; what does not fit is its nearest, for the type to refuse. */
        WHOLE_NUMBER("must be a whole number"),
        /** Of {@link BigDecimal}. */
        NUMBER("must be a number"),
        /** Of {@link Boolean}. */
        BOOLEAN("must be true or false"),
        /** Of {@code Map<String, String>}. */
        TEXTS("must be an object of strings");

        private final String rule;

        Form(String rule) {
            this.rule = rule;
        }

        public String rule() {
            return rule;
        }
    }

    private static final Map<Class<?>, WireType<?>> LISTED =
            Stream.of(
                            text(String.class, Function.identity()),
                            text(BoxName.class, BoxName::new),
                            text(ProjectName.class, ProjectName::new),
                            text(BaseAlias.class, BaseAlias::new),
                            text(VolumeName.class, VolumeName::new),
                            text(SnapshotName.class, SnapshotName::new),
                            text(MountPath.class, MountPath::new),
                            text(Host.class, Host::new),
                            text(Subdomain.class, Subdomain::new),
                            text(Uid.class, WireType::uid),
                            text(Instant.class, Instant::parse),
                            whole(int.class, Function.identity(), Function.identity()),
                            whole(Integer.class, Function.identity(), Function.identity()),
                            count(long.class),
                            count(Long.class),
                            whole(Port.class, Port::new, Port::number),
                            whole(Memory.class, Memory::new, Memory::mebibytes),
                            whole(Storage.class, Storage::new, Storage::gibibytes),
                            whole(GracePeriod.class, GracePeriod::new, GracePeriod::seconds),
                            new WireType<>(
                                    Cpus.class,
                                    Form.NUMBER,
                                    number -> Cpus.of(((BigDecimal) number).doubleValue()),
                                    cpus -> BigDecimal.valueOf(cpus.thousandths(), 3)),
                            new WireType<>(
                                    BigDecimal.class,
                                    Form.NUMBER,
                                    BigDecimal.class::cast,
                                    number -> number),
                            truth(boolean.class),
                            truth(Boolean.class),
                            texts(Tags.class, Tags::of, Tags::entries),
                            texts(Environment.class, Environment::of, Environment::variables))
                    .collect(Collectors.toUnmodifiableMap(WireType::type, Function.identity()));

    private static final ClassValue<Optional<WireType<?>>> ALL =
            new ClassValue<>() {
                @Override
                protected Optional<WireType<?>> computeValue(Class<?> type) {
                    if (LISTED.containsKey(type)) {
                        return Optional.of(LISTED.get(type));
                    }
                    if (type.isEnum()) {
                        return Optional.of(oneOf(type));
                    }
                    return parsed(type);
                }
            };

    /**
     * How a type travels: as listed here; an enum as one of its names in lower case; a type with a
     * static {@code parse} of a String as what its {@code toString()} answers, with one of a Map as
     * an object of strings that is only read. Empty for others.
     */
    public static Optional<WireType<?>> of(Class<?> type) {
        return ALL.get(type);
    }

    private static Uid uid(String text) {
        if (!Uid.isUid(text)) {
            throw InvalidInput.field("value", "must be 12 characters of a-z and 2-7");
        }
        return new Uid(text);
    }

    private static <T> WireType<T> text(Class<T> type, Function<String, T> read) {
        return new WireType<>(type, Form.TEXT, text -> read.apply((String) text), Object::toString);
    }

    private static <T> WireType<T> whole(
            Class<T> type, Function<Integer, T> read, Function<T, Integer> write) {
        return new WireType<>(
                type, Form.WHOLE_NUMBER, number -> read.apply((Integer) number), write::apply);
    }

    private static WireType<Long> count(Class<Long> type) {
        return new WireType<>(
                type,
                Form.WHOLE_NUMBER,
                number -> ((Integer) number).longValue(),
                BigDecimal::valueOf);
    }

    private static WireType<Boolean> truth(Class<Boolean> type) {
        return new WireType<>(type, Form.BOOLEAN, Boolean.class::cast, Boolean.class::cast);
    }

    @SuppressWarnings("unchecked")
    private static <T> WireType<T> texts(
            Class<T> type,
            Function<Map<String, String>, T> read,
            Function<T, Map<String, String>> write) {
        return new WireType<>(
                type, Form.TEXTS, map -> read.apply((Map<String, String>) map), write::apply);
    }

    private static <T> WireType<T> oneOf(Class<T> type) {
        String rule =
                Arrays.stream(type.getEnumConstants())
                        .map(WireType::wireName)
                        .collect(Collectors.joining(", ", "must be one of ", ""));
        return new WireType<>(
                type,
                Form.TEXT,
                text ->
                        Arrays.stream(type.getEnumConstants())
                                .filter(one -> wireName(one).equals(text))
                                .findFirst()
                                .orElseThrow(() -> InvalidInput.field("value", rule)),
                WireType::wireName);
    }

    private static String wireName(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
    }

    private static Optional<WireType<?>> parsed(Class<?> type) {
        return parse(type, String.class)
                .<WireType<?>>map(parse -> text(type, text -> invoke(parse, text)))
                .or(
                        () ->
                                parse(type, Map.class)
                                        .map(
                                                parse ->
                                                        texts(
                                                                type,
                                                                map -> invoke(parse, map),
                                                                _ -> Map.of())));
    }

    private static Optional<Method> parse(Class<?> type, Class<?> from) {
        return Arrays.stream(type.getMethods())
                .filter(method -> Modifier.isStatic(method.getModifiers()))
                .filter(method -> method.getName().equals("parse"))
                .filter(method -> method.getReturnType() == type)
                .filter(method -> Arrays.equals(method.getParameterTypes(), new Class<?>[] {from}))
                .findFirst();
    }

    @SuppressWarnings("unchecked")
    private static <T> T invoke(Method parse, Object from) {
        try {
            return (T) parse.invoke(null, from);
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof InvalidInput refused) {
                throw refused;
            }
            throw new IllegalStateException(parse + " failed", thrown);
        } catch (IllegalAccessException hidden) {
            throw new IllegalStateException(parse + " must be public, in a public type", hidden);
        }
    }
}
