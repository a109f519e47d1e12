package zomg.api.json;

import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import zomg.error.InvalidInput;

/**
 * Makes values of the parameters of paths, queries and headers. They were checked by {@link
 * CheckParameters} before, because JAX-RS answers 404 to whatever is thrown here.
 */
@Provider
public class Parameters implements ParamConverterProvider {

    @Override
    public <T> ParamConverter<T> getConverter(
            Class<T> rawType, Type genericType, Annotation[] annotations) {
        return WireType.of(rawType).map(Parameters::<T>converter).orElse(null);
    }

    private static <T> ParamConverter<T> converter(WireType<?> type) {
        return new ParamConverter<>() {
            @Override
            @SuppressWarnings("unchecked")
            public T fromString(String text) {
                return (T) read(type, text);
            }

            @Override
            public String toString(T value) {
                return value.toString();
            }
        };
    }

    /**
     * @throws InvalidInput if the text is not such a value
     */
    static <T> T read(WireType<T> type, String text) {
        return type.read()
                .apply(
                        switch (type.form()) {
                            case TEXT -> text;
                            case BOOLEAN -> truth(text);
                            case WHOLE_NUMBER -> whole(text);
                            case NUMBER, TEXTS ->
                                    throw new IllegalStateException("no parameter: " + type);
                        });
    }

    private static Boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw InvalidInput.field("value", WireType.Form.BOOLEAN.rule());
        };
    }

    private static Integer whole(String text) {
        if (!text.matches("-?[0-9]{1,9}")) {
            throw InvalidInput.field("value", WireType.Form.WHOLE_NUMBER.rule());
        }
        return Integer.valueOf(text);
    }
}
