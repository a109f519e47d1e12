package zomg.cli.operation;

import java.util.ArrayList;
import java.util.List;
import zomg.cli.client.Operation;
import zomg.cli.support.Answer;
import zomg.cli.support.Invocation;
import zomg.cli.support.JsonOption;
import zomg.cli.support.Times;

/** One operation, for a person. */
final class Facts {

    private Facts() {}

    static void show(Invocation invocation, JsonOption json, Answer<Operation> answer) {
        if (json.isSet()) {
            invocation.output().json(answer);
        } else {
            invocation.output().facts(of(answer.value()));
        }
    }

    private static List<List<String>> of(Operation operation) {
        List<List<String>> facts = new ArrayList<>();
        facts.add(List.of("id", operation.id()));
        facts.add(List.of("kind", operation.kind()));
        facts.add(List.of("box", operation.project() + ":" + operation.box()));
        facts.add(List.of("state", operation.state()));
        facts.add(
                List.of(
                        "progress",
                        "%d%% %s"
                                .formatted(
                                        operation.progress().percent(),
                                        operation.progress().step())));
        if (operation.error() != null) {
            facts.add(List.of("error", operation.error().detail()));
        }
        facts.add(List.of("actor", operation.actor()));
        facts.add(List.of("created", Times.toSeconds(operation.createdAt())));
        facts.add(List.of("updated", Times.toSeconds(operation.updatedAt())));
        return facts;
    }
}
