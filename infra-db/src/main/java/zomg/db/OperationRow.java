package zomg.db;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Optional;
import zomg.model.id.BoxName;
import zomg.model.id.BoxRef;
import zomg.model.id.ProjectName;
import zomg.model.id.Uid;
import zomg.model.operation.Operation;

@Entity
@Table(name = "operations")
class OperationRow {

    private static final int MAX_STEP = 1000;
    private static final int MAX_DETAIL = 4000;

    @Id private String id;

    @Enumerated(EnumType.STRING)
    private Operation.Kind kind;

    private String project;
    private String name;
    private String box;

    @Enumerated(EnumType.STRING)
    private Operation.State state;

    private int percent;
    private String step;
    private String code;
    private String detail;
    private String actor;

    @Column(name = "created_at")
    private long createdAt;

    @Column(name = "updated_at")
    private long updatedAt;

    static OperationRow of(Operation operation) {
        OperationRow row = new OperationRow();
        row.id = operation.id().value();
        row.kind = operation.kind();
        row.project = operation.ref().project().value();
        row.name = operation.ref().name().value();
        row.actor = operation.actor();
        row.createdAt = Nanoseconds.of(operation.createdAt());
        row.take(operation);
        return row;
    }

    /** Takes over what of an operation may change. */
    void take(Operation operation) {
        box = operation.box().map(Uid::value).orElse(null);
        state = operation.state();
        percent = operation.progress().percent();
        step = cut(operation.progress().step(), MAX_STEP);
        code = operation.failure().map(Operation.Failure::code).orElse(null);
        detail =
                operation
                        .failure()
                        .map(Operation.Failure::detail)
                        .map(text -> cut(text, MAX_DETAIL))
                        .orElse(null);
        updatedAt = Nanoseconds.of(operation.updatedAt());
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }

    Operation toOperation() {
        return new Operation(
                new Uid(id),
                kind,
                new BoxRef(new ProjectName(project), new BoxName(name)),
                Optional.ofNullable(box).map(Uid::new),
                state,
                new Operation.Progress(percent, step),
                Optional.ofNullable(code).map(given -> new Operation.Failure(given, detail)),
                actor,
                Nanoseconds.instant(createdAt),
                Nanoseconds.instant(updatedAt));
    }
}
