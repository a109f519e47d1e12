package zomg.api.wiring;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import zomg.model.box.IsolationLevels;

/** What runs boxes. The lower-case name is the value of the setting, and the wire value. */
enum EngineKind {
    LOCAL(IsolationLevels.ALL),
    KUBERNETES(IsolationLevels.PRIVILEGED_ALONE);

    private final IsolationLevels isolation;

    EngineKind(IsolationLevels isolation) {
        this.isolation = isolation;
    }

    static EngineKind parse(String text) {
        return Arrays.stream(values())
                .filter(kind -> kind.wireName().equals(text))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "%s is none of %s"
                                                .formatted(
                                                        text,
                                                        Arrays.stream(values())
                                                                .map(EngineKind::wireName)
                                                                .collect(
                                                                        Collectors.joining(
                                                                                ", ")))));
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    IsolationLevels isolation() {
        return isolation;
    }
}
