package zomg.kubernetes;

import static zomg.fixture.Refusals.assertRefused;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import zomg.contract.HostRoutesContract;
import zomg.error.ErrorCode;
import zomg.fixture.BoxFixtures;
import zomg.model.box.BoxRoutes;
import zomg.model.id.BoxRef;
import zomg.model.id.Uid;
import zomg.model.network.Host;
import zomg.model.project.Project;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IngressRoutesKT implements HostRoutesContract {

    private static final IngressSettings SETTINGS =
            new IngressSettings(
                    Optional.empty(),
                    new Host("zomg.test"),
                    Optional.of("wildcard"),
                    Optional.of("letsencrypt"));

    private final List<ClusterView> anew = new ArrayList<>();
    private ClusterMachine machine;
    private BoxObjects objects;

    @BeforeAll
    void open() {
        machine = ClusterMachine.open();
        objects = new BoxObjects(machine.config, machine.cluster, machine.view);
    }

    @AfterEach
    void removeRoutes() {
        routes().list().forEach(routes()::remove);
        anew.forEach(ClusterView::close);
        anew.clear();
    }

    @AfterAll
    void close() throws IOException {
        machine.view.allNamespaces().forEach(objects::delete);
        machine.close();
    }

    @Override
    public IngressRoutes routes() {
        return new IngressRoutes(machine.config, SETTINGS, machine.cluster, machine.view);
    }

    @Override
    public IngressRoutes routesAnew() {
        ClusterView view = new ClusterView(machine.cluster, machine.config);
        anew.add(view);
        return new IngressRoutes(machine.config, SETTINGS, machine.cluster, view);
    }

    @Override
    public synchronized void prepare(Uid box, BoxRef ref) {
        String namespace = machine.config.namespaceOf(ref.project().value());
        if (machine.view.namespace(namespace).isEmpty()) {
            objects.makeNamespace(
                    Project.fresh(ClusterMachine.randomUid(), ref.project(), BoxFixtures.NOW),
                    Duration.ofSeconds(20));
        }
    }

    @Test
    void what_is_somebody_elses_stays_as_it_is() {
        BoxRoutes web = HostRoutesContract.web();
        prepare(web.box(), web.ref());
        Service foreign =
                new ServiceBuilder()
                        .withNewMetadata()
                        .withName(BoxIngress.name(web.box()))
                        .withNamespace(machine.config.namespaceOf("default"))
                        .endMetadata()
                        .withNewSpec()
                        .withClusterIP("None")
                        .endSpec()
                        .build();
        machine.cluster.client().resource(foreign).create();

        assertRefused(ErrorCode.HOST_IN_USE, () -> routes().apply(web));

        machine.cluster.client().resource(foreign).delete();
    }
}
