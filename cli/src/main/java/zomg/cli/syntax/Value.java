package zomg.cli.syntax;

import java.util.Optional;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;

/**
 * What was given for an option or a parameter; known when the command is called.
 *
 * @param <T> of text and numbers; Boolean for a flag, a list for what can be repeated
 */
public final class Value<T> {

    /** A class and no lambdas, as picocli asks for one of each. */
    final class Binding implements IGetter, ISetter {

        @Override
        @SuppressWarnings("unchecked") // picocli has the same type: that of the argument
        public <S> S get() {
            return (S) value;
        }

        @Override
        @SuppressWarnings("unchecked") // likewise
        public <S> S set(S given) {
            T before = value;
            value = (T) given;
            return (S) before;
        }
    }

    private T value;

    private Value(T unset) {
        this.value = unset;
    }

    /** One that is null until it is given. */
    static <T> Value<T> unset() {
        return new Value<>(null);
    }

    static <T> Value<T> of(T unset) {
        return new Value<>(unset);
    }

    /** What picocli reads and writes it by. */
    Binding binding() {
        return new Binding();
    }

    /** Null for what was not given, has no default, and is neither a flag nor a list. */
    public T get() {
        return value;
    }

    public Optional<T> find() {
        return Optional.ofNullable(value);
    }
}
