package zomg.db;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.in;
import static zomg.fixture.BoxFixtures.ref;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import zomg.model.box.Box;
import zomg.model.box.Tags;
import zomg.model.id.BoxRef;
import zomg.model.id.NamePrefix;
import zomg.model.id.ProjectName;
import zomg.port.Boxes;

/** How a database reads a page of thousands of boxes: by the index, and not much more than it. */
interface BoxPlansContract {

    int FEW = 40;

    /** What both say of a part of a plan: how many rows it read. */
    Pattern ROWS = Pattern.compile("scanCount: (\\d+)|actual.* rows=(\\d+)");

    /** Of the same database as {@link #addAll}. */
    DataSource source();

    void addAll(Collection<Box> many);

    @Test
    default void wherever_a_page_begins_few_rows_are_read_for_it() throws Exception {
        addAll(
                Stream.of("a", "m", "z")
                        .flatMap(
                                project ->
                                        IntStream.range(0, 3_000)
                                                .mapToObj(number -> in(project, "box-" + number)))
                        .toList());
        try (Connection connection = source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("analyze");
        }

        for (Boxes.Query query :
                List.of(
                        query(Optional.empty(), Optional.empty(), Optional.empty()),
                        query(Optional.of("m"), Optional.empty(), Optional.empty()),
                        query(Optional.empty(), Optional.empty(), Optional.of(ref("m", "box-5"))),
                        query(Optional.empty(), Optional.empty(), Optional.of(ref("m", "box-9"))),
                        query(Optional.empty(), Optional.empty(), Optional.of(ref("m", "boxer"))),
                        query(Optional.of("z"), Optional.empty(), Optional.of(ref("z", "box-99"))),
                        query(
                                Optional.of("m"),
                                Optional.of("box-29"),
                                Optional.of(ref("m", "box-2950"))))) {
            assertFewRows(query);
        }
    }

    private static Boxes.Query query(
            Optional<String> project, Optional<String> prefix, Optional<BoxRef> after) {
        return new Boxes.Query(
                project.map(ProjectName::new), prefix.map(NamePrefix::new), Tags.NONE, after, 10);
    }

    private void assertFewRows(Boxes.Query query) throws Exception {
        WatchedSource watched = new WatchedSource(source());
        try (Database database = Database.open(watched.source())) {
            watched.forgetExecuted();
            assertThat(new SqlBoxes(database).page(query).boxes()).hasSize(10);
        }
        List<WatchedSource.Executed> selects =
                watched.executed().stream().filter(one -> one.sql().startsWith("SELECT")).toList();
        assertThat(selects).hasSizeBetween(1, 2);
        for (WatchedSource.Executed select : selects) {
            String plan = plan(select);
            assertThat(plan).containsIgnoringCase("boxes_name");
            assertThat(ROWS.matcher(plan).results().flatMapToInt(BoxPlansContract::rows))
                    .as("%s: %s", query, plan)
                    .isNotEmpty()
                    .allMatch(rows -> rows <= FEW);
        }
    }

    private static IntStream rows(MatchResult result) {
        return IntStream.of(
                Integer.parseInt(
                        Optional.ofNullable(result.group(1)).orElseGet(() -> result.group(2))));
    }

    private String plan(WatchedSource.Executed select) throws Exception {
        List<String> lines = new ArrayList<>();
        try (Connection connection = source().getConnection();
                PreparedStatement statement = select.again(connection, "explain analyze ");
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                lines.add(result.getString(1));
            }
        }
        return String.join("\n", lines);
    }
}
