package zomg.db;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import zomg.model.id.Uid;

@Entity
@Table(name = "graves")
class GraveRow {

    @Id private String uid;

    static GraveRow of(String uid) {
        GraveRow row = new GraveRow();
        row.uid = uid;
        return row;
    }

    Uid uid() {
        return new Uid(uid);
    }
}
