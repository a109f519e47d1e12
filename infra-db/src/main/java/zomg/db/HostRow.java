package zomg.db;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import zomg.model.id.Uid;
import zomg.model.network.Host;

@Entity
@Table(name = "hosts")
class HostRow {

    @Id private String host;

    private String box;

    static HostRow of(Host host, Uid box) {
        HostRow row = new HostRow();
        row.host = host.value();
        row.box = box.value();
        return row;
    }

    String box() {
        return box;
    }

    void moveTo(Uid next) {
        box = next.value();
    }
}
