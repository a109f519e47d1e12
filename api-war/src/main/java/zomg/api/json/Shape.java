package zomg.api.json;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import zomg.error.Refusal;

/** A wire record as JSON sees it: its members by their names in snake_case. */
record Shape(Constructor<?> constructor, List<Member> members) {

    /**
     * One member.
     *
     * @param optional whether it may be absent; its type is then that inside the Optional
     */
    record Member(String name, Type type, boolean optional, Method accessor) {

        Object of(Object holder) {
            try {
                return accessor.invoke(holder);
            } catch (ReflectiveOperationException hidden) {
                throw new IllegalStateException(accessor + " must be public", hidden);
            }
        }
    }

    private static final ClassValue<Shape> ALL =
            new ClassValue<>() {
                @Override
                protected Shape computeValue(Class<?> type) {
                    return read(type);
                }
            };

    static Shape of(Class<?> type) {
        return ALL.get(type);
    }

    private static Shape read(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        try {
            return new Shape(
                    type.getDeclaredConstructor(
                            Arrays.stream(components)
                                    .map(RecordComponent::getType)
                                    .toArray(Class<?>[]::new)),
                    Arrays.stream(components).map(Shape::member).toList());
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException(type + " has no canonical constructor", impossible);
        }
    }

    private static Member member(RecordComponent component) {
        boolean optional = component.getType() == Optional.class;
        Type type =
                optional
                        ? ((ParameterizedType) component.getGenericType())
                                .getActualTypeArguments()[0]
                        : component.getGenericType();
        return new Member(snakeCase(component.getName()), type, optional, component.getAccessor());
    }

    /** {@code ramMb} is {@code ram_mb}, {@code stdoutBase64} is {@code stdout_base64}. */
    static String snakeCase(String camelCase) {
        return camelCase.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    /** Makes the record; what it refuses is thrown as it is. */
    Object make(Object[] values) {
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof Refusal refusal) {
                throw refusal;
            }
            throw new IllegalStateException(constructor + " failed", thrown);
        } catch (ReflectiveOperationException hidden) {
            throw new IllegalStateException(constructor + " must be public", hidden);
        }
    }
}
