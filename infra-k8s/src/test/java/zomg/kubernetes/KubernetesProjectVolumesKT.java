package zomg.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import zomg.contract.ProjectVolumesContract;
import zomg.fixture.BoxFixtures;
import zomg.linux.pool.SystemVolumes;
import zomg.model.box.Box;
import zomg.model.id.Uid;
import zomg.model.project.Project;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubernetesProjectVolumesKT implements ProjectVolumesContract {

    private ClusterMachine machine;
    private KubernetesProjectVolumes volumes;

    @BeforeAll
    void open() {
        machine = ClusterMachine.open();
        volumes =
                new KubernetesProjectVolumes(
                        machine.config, machine.cluster, machine.view, machine.subvolumes);
    }

    @AfterEach
    void removeVolumes() {
        machine.removeBoxes();
        volumes.list().forEach(volumes::delete);
    }

    @AfterAll
    void close() throws IOException {
        machine.close();
    }

    @Override
    public KubernetesProjectVolumes volumes() {
        return volumes;
    }

    @Override
    public void make(Project project) {
        new SystemVolumes(machine.pool, machine.subvolumes).ensure(project);
    }

    @Override
    public boolean areAside(Uid project) {
        return machine.subvolumes.isSubvolume(machine.pool.setAside().resolve(project + "-home"));
    }

    @Test
    void a_project_has_a_namespace_that_goes_with_it_and_comes_again() {
        Box box = machine.started(ClusterMachine.plain());
        assertThat(volumes.list()).containsExactly(machine.project.uid());
        machine.engine.remove(box.uid());

        volumes.delete(machine.project.uid());
        assertThat(volumes.list()).isEmpty();

        machine.started(ClusterMachine.plain());
        assertThat(volumes.list()).containsExactly(machine.project.uid());
    }

    /** Its record was forgotten, but not all of it was removed. */
    @Test
    void what_is_left_of_a_project_is_not_taken_from_the_next_one_of_its_name() {
        Project earlier =
                Project.fresh(ClusterMachine.randomUid(), machine.project.name(), BoxFixtures.NOW);
        Box old = machine.box(ClusterMachine.plain());
        machine.engine.start(old, earlier);
        machine.engine.remove(old.uid());
        Box box = machine.started(ClusterMachine.plain());

        volumes.delete(earlier.uid());

        assertThat(machine.view.namespacesOf(machine.project.uid()))
                .allMatch(one -> one.getMetadata().getDeletionTimestamp() == null)
                .hasSize(1);
        assertThat(machine.engine.isRunning(box.uid())).isTrue();
    }

    @Test
    void the_part_of_the_machine_is_in_order_when_it_is_prepared() {
        ClusterPart part = new ClusterPart(machine.cluster, machine.view, machine.engine);

        part.prepare();
        part.prepare();

        assertThat(part.fault()).isEmpty();
    }
}
