package zomg.api.json;

import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes wire records: members in the order of the record, what is absent left out. */
public final class JsonWriter {

    /** Kept, because finding the provider again for each answer would take most of its time. */
    private static final JsonGeneratorFactory GENERATORS = Json.createGeneratorFactory(Map.of());

    private final JsonGenerator out;

    private JsonWriter(JsonGenerator out) {
        this.out = out;
    }

    /** Does not close the stream. */
    public static void write(Record value, OutputStream stream) {
        JsonGenerator out = GENERATORS.createGenerator(stream);
        new JsonWriter(out).value(value);
        out.flush();
    }

    private void value(Object value) {
        Optional<WireType<?>> wireType = WireType.of(value.getClass());
        if (wireType.isPresent()) {
            plain(write(wireType.get(), value));
        } else if (value instanceof List<?> list) {
            out.writeStartArray();
            list.forEach(this::value);
            out.writeEnd();
        } else {
            object(value);
        }
    }

    private static <T> Object write(WireType<T> type, Object value) {
        return type.write().apply(type.type().cast(value));
    }

    private void object(Object holder) {
        out.writeStartObject();
        for (Shape.Member member : Shape.of(holder.getClass()).members()) {
            Object value = member.of(holder);
            Object present = value instanceof Optional<?> maybe ? maybe.orElse(null) : value;
            if (present != null) {
                out.writeKey(member.name());
                value(present);
            }
        }
        out.writeEnd();
    }

    private void plain(Object plain) {
        switch (plain) {
            case String text -> out.write(text);
            case Integer number -> out.write(number);
            case BigDecimal number -> out.write(shortest(number));
            case Boolean truth -> out.write(truth);
            case Map<?, ?> texts -> {
                out.writeStartObject();
                texts.forEach((name, text) -> out.write((String) name, (String) text));
                out.writeEnd();
            }
            default -> throw new IllegalStateException("no form of JSON: " + plain.getClass());
        }
    }

    /** 2 instead of 2.000, and 20 instead of 2E+1. */
    private static BigDecimal shortest(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
