package zomg.error;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import zomg.error.InvalidInput.Problem;

/** Gathers what is wrong with a request, so that all of it is reported at once. */
public final class Problems {

    private final List<Problem> found = new ArrayList<>();

    /** Makes a value; what its type refuses is kept here instead of being thrown. */
    public <T> Optional<T> check(Supplier<T> value) {
        try {
            return Optional.of(value.get());
        } catch (InvalidInput invalid) {
            found.addAll(invalid.problems());
            return Optional.empty();
        }
    }

    /** As {@link #check(Supplier)}; the fields are reported below {@code parent}. */
    public <T> Optional<T> checkBelow(String parent, Supplier<T> value) {
        try {
            return Optional.of(value.get());
        } catch (InvalidInput invalid) {
            invalid.problems().forEach(problem -> found.add(problem.below(parent)));
            return Optional.empty();
        }
    }

    /**
     * As {@link #check(Supplier)}; reported as or below {@code field}, whatever the value calls
     * itself.
     */
    public <T> Optional<T> checkAs(String field, Supplier<T> value) {
        try {
            return Optional.of(value.get());
        } catch (InvalidInput invalid) {
            invalid.problems().forEach(problem -> found.add(problem.as(field)));
            return Optional.empty();
        }
    }

    public void add(String field, String rule) {
        found.add(new Problem(ErrorCode.INVALID_REQUEST, field, rule));
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /**
     * @throws InvalidInput with everything found so far, if anything was
     */
    public void refuseIfAny() {
        if (!found.isEmpty()) {
            throw new InvalidInput(found);
        }
    }
}
