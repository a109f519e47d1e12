package zomg.api.json;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import zomg.error.ErrorCode;
import zomg.error.Refusal;

/**
 * Reads the body of a request into its wire record, strictly: a misspelt member would otherwise be
 * a silent default. A body that is empty says nothing and is read as {@code {}}.
 */
@Provider
@Consumes(MediaType.WILDCARD)
public class RequestReader implements MessageBodyReader<Record> {

    public static final int MAX_BYTES = 1024 * 1024;

    private static final byte[] NOTHING = {'{', '}'};

    @Override
    public boolean isReadable(
            Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type.isRecord();
    }

    @Override
    public Record readFrom(
            Class<Record> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        byte[] bytes = body.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new Refusal(
                    ErrorCode.REQUEST_TOO_LARGE,
                    "the body must have at most %d bytes".formatted(MAX_BYTES));
        }
        if (bytes.length == 0) {
            return Binder.bind(JsonTree.parse(NOTHING), type);
        }
        if (!MediaType.APPLICATION_JSON_TYPE.isCompatible(mediaType)) {
            throw new Refusal(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "a body must be application/json");
        }
        return Binder.bind(JsonTree.parse(bytes), type);
    }
}
