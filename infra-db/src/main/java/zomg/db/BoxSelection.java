package zomg.db;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import zomg.model.box.Box;
import zomg.model.id.BoxRef;
import zomg.model.id.ProjectName;
import zomg.port.Boxes;

/**
 * The boxes that a query selects, in the order of their refs. A few rows are read at a time, since
 * each can be large; each time the index on project and name is entered where the last time ended.
 */
final class BoxSelection implements Iterator<Box> {

    /** Of the largest environment, 4 MiB. */
    private static final int ROWS = 16;

    /** As long as rows are small, twice as many are read the next time. */
    private static final int MOST_ROWS = 64;

    private static final int SMALL = 64 * 1024;

    /** No character of a name comes before it. */
    private static final String BEFORE_ANY_NAME = " ";

    /** Where to read: in one project, or in all that come after one. */
    private record Stretch(String where, Map<String, String> parameters) {

        static Stretch everywhere() {
            return new Stretch("1 = 1", Map.of());
        }

        static Stretch of(ProjectName project) {
            return new Stretch("b.project = :project", Map.of("project", project.value()));
        }

        /** One condition for this and the next would keep databases from entering the index. */
        static Stretch restOf(BoxRef after) {
            return new Stretch(
                    "b.project = :project and b.name > :after",
                    Map.of("project", after.project().value(), "after", after.name().value()));
        }

        /** With {@code >} H2 would read all rows of the project to get behind them. */
        static Stretch behind(ProjectName project) {
            return new Stretch(
                    "b.project >= :behind", Map.of("behind", project.value() + BEFORE_ANY_NAME));
        }
    }

    private final EntityManager rows;
    private final Boxes.Query query;
    private int atOnce;
    private final Queue<Stretch> stretches = new ArrayDeque<>();
    private final Queue<Box> read = new ArrayDeque<>();

    BoxSelection(EntityManager rows, Boxes.Query query) {
        this.rows = rows;
        this.query = query;
        this.atOnce = Math.min(ROWS, query.limit() + 1);
        query.after()
                .ifPresentOrElse(
                        this::goOnAfter,
                        () ->
                                stretches.add(
                                        query.project()
                                                .map(Stretch::of)
                                                .orElseGet(Stretch::everywhere)));
    }

    /** A ref from another project than the query's is as good as any. */
    private void goOnAfter(BoxRef ref) {
        Optional<ProjectName> only = query.project();
        if (only.isEmpty()) {
            stretches.add(Stretch.restOf(ref));
            stretches.add(Stretch.behind(ref.project()));
        } else if (only.get().equals(ref.project())) {
            stretches.add(Stretch.restOf(ref));
        } else if (only.get().compareTo(ref.project()) > 0) {
            stretches.add(Stretch.of(only.get()));
        }
    }

    @Override
    public boolean hasNext() {
        while (read.isEmpty() && !stretches.isEmpty()) {
            List<Box> more = read(stretches.poll());
            read.addAll(more);
            if (more.size() == atOnce) {
                stretches.clear();
                goOnAfter(more.getLast().ref());
                readMoreAtOnce(more);
            }
        }
        return !read.isEmpty();
    }

    private void readMoreAtOnce(List<Box> last) {
        if (last.stream().mapToLong(Box::content).sum() < SMALL) {
            atOnce = Math.min(MOST_ROWS, 2 * atOnce);
        }
    }

    @Override
    public Box next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return read.poll();
    }

    private List<Box> read(Stretch stretch) {
        List<Box> boxes = select(stretch).getResultList().stream().map(BoxRow::toBox).toList();
        rows.clear();
        return boxes;
    }

    private TypedQuery<BoxRow> select(Stretch stretch) {
        StringBuilder text = new StringBuilder("select b from BoxRow b where ");
        text.append(stretch.where());
        Map<String, String> parameters = new LinkedHashMap<>(stretch.parameters());
        query.prefix()
                .ifPresent(
                        prefix -> {
                            text.append(" and b.name >= :prefix and b.name < :prefixEnd");
                            parameters.put("prefix", prefix.value());
                            parameters.put("prefixEnd", prefix.end());
                        });
        query.tags()
                .entries()
                .forEach(
                        (key, value) -> {
                            String parameter = "tag" + parameters.size();
                            text.append(" and b.tags like :%s escape '!'".formatted(parameter));
                            parameters.put(parameter, pattern(key, value));
                        });
        text.append(" order by b.project, b.name");
        TypedQuery<BoxRow> select =
                rows.createQuery(text.toString(), BoxRow.class)
                        .setHint(Database.READ_ONLY, true)
                        .setMaxResults(atOnce);
        parameters.forEach(select::setParameter);
        return select;
    }

    /** An underscore would match any character; a tag has no other that LIKE knows. */
    private static String pattern(String key, String value) {
        return "%" + Entries.write(Map.of(key, value)).replace("_", "!_") + "%";
    }
}
