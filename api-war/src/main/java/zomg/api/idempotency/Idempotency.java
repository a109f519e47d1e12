package zomg.api.idempotency;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.HttpMethod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import zomg.error.InvalidInput;
import zomg.model.request.Answer;
import zomg.model.request.KeyedRequest;
import zomg.usecase.request.AnswerOnce;

/**
 * Answers a changing request that carries an Idempotency-Key once, and the same again whenever it
 * is sent again. A servlet's matter, because both its body and its answer are needed as they were
 * sent.
 */
public final class Idempotency {

    public static final String KEY = "Idempotency-Key";
    public static final String REPLAYED = "Idempotency-Replayed";

    private static final Set<String> CHANGING =
            Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);

    /** Bodies of any length. */
    private static final List<String> STREAMS =
            List.of("application/octet-stream", "application/x-tar");

    private final AnswerOnce answerOnce;

    public Idempotency(AnswerOnce answerOnce) {
        this.answerOnce = answerOnce;
    }

    /**
     * @param actor whose request it is, and so whose key
     * @throws zomg.error.Refusal about the key, or the body
     */
    public void answer(
            String actor,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws IOException, ServletException {
        Optional<String> text =
                CHANGING.contains(request.getMethod()) ? header(request) : Optional.empty();
        if (text.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        refuseStream(request);
        KeyedRequest.Key key = KeyedRequest.Key.of(actor, text.get());
        BufferedRequest buffered = BufferedRequest.read(request);
        BufferedResponse out = new BufferedResponse(response);
        AnswerOnce.Outcome outcome =
                answerOnce.answer(key, fingerprint(buffered), () -> worked(chain, buffered, out));
        if (outcome.replayed()) {
            replay(outcome.answer(), response);
        } else {
            out.send();
        }
    }

    /** To compare it with the first one, all of it would have to be kept. */
    private static void refuseStream(HttpServletRequest request) {
        String type = request.getContentType();
        if (type != null && STREAMS.stream().anyMatch(type.toLowerCase(Locale.ROOT)::startsWith)) {
            throw InvalidInput.field(
                    KEY, "is not taken with files and archives; to send one again is harmless");
        }
    }

    private static Optional<String> header(HttpServletRequest request) {
        List<String> given = Collections.list(request.getHeaders(KEY));
        if (given.size() > 1) {
            throw InvalidInput.field(KEY, "must be given once");
        }
        return given.stream().findFirst();
    }

    /** How long it waits for the end is no part of what is asked for. */
    private static String fingerprint(BufferedRequest request) {
        return KeyedRequest.digest(
                request.getMethod(),
                request.getRequestURI(),
                Optional.ofNullable(request.getQueryString()).orElse(""),
                Optional.ofNullable(request.getHeader("If-Match")).orElse(""),
                new String(request.body(), StandardCharsets.ISO_8859_1));
    }

    private static Answer worked(
            FilterChain chain, BufferedRequest request, BufferedResponse response) {
        try {
            chain.doFilter(request, response);
            return response.answer();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (ServletException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void replay(Answer answer, HttpServletResponse response) throws IOException {
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        response.setHeader(REPLAYED, "true");
        response.getOutputStream().write(answer.body().getBytes(StandardCharsets.UTF_8));
    }
}
