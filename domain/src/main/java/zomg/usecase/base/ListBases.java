package zomg.usecase.base;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import zomg.error.InvalidInput;
import zomg.model.base.Base;
import zomg.port.Bases;

/** Lists bases in pages. */
public final class ListBases {

    public static final int MAX_PAGE = 1000;

    /**
     * One page.
     *
     * @param next after which the next page goes on; empty at the end
     */
    public record Page(List<Base> bases, Optional<Bases.Place> next) {}

    private final Bases bases;

    public ListBases(Bases bases) {
        this.bases = bases;
    }

    /**
     * @param limit bases on one page, 1 to {@value #MAX_PAGE}
     */
    public Page list(Optional<Bases.Place> after, int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw InvalidInput.field("max_results", "must be from 1 to %d".formatted(MAX_PAGE));
        }
        return page(after, limit);
    }

    /** All there are, page after page. */
    public Stream<Base> all() {
        return Stream.iterate(
                        Optional.of(page(Optional.empty(), MAX_PAGE)),
                        Optional::isPresent,
                        page ->
                                page.filter(one -> one.next().isPresent())
                                        .map(one -> page(one.next(), MAX_PAGE)))
                .flatMap(page -> page.orElseThrow().bases().stream());
    }

    private Page page(Optional<Bases.Place> after, int limit) {
        List<Base> found = bases.list(after, limit + 1);
        if (found.size() <= limit) {
            return new Page(found, Optional.empty());
        }
        List<Base> page = List.copyOf(found.subList(0, limit));
        return new Page(page, Optional.of(Bases.Place.of(page.getLast())));
    }
}
