package zomg.linux.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import zomg.contract.ProjectVolumesContract;
import zomg.fixture.BoxFixtures;
import zomg.linux.btrfs.Subvolumes;
import zomg.linux.libc.Libc;
import zomg.linux.testing.LoopPool;
import zomg.model.id.Uid;
import zomg.model.project.Project;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PoolProjectVolumesIT implements ProjectVolumesContract {

    private final Subvolumes subvolumes = new Subvolumes(new Libc());
    private LoopPool disk;
    private PoolDirectories pool;
    private PoolProjectVolumes volumes;

    @BeforeAll
    void open() throws IOException {
        disk = new LoopPool(300);
        pool = new PoolDirectories(disk.path());
        for (Path directory : pool.all()) {
            Files.createDirectory(directory);
        }
        volumes = new PoolProjectVolumes(pool, subvolumes);
    }

    @AfterEach
    void removeVolumes() {
        volumes.list().forEach(volumes::delete);
    }

    @AfterAll
    void close() throws IOException {
        disk.close();
    }

    @Override
    public PoolProjectVolumes volumes() {
        return volumes;
    }

    @Override
    public void make(Project project) {
        new SystemVolumes(pool, subvolumes).ensure(project);
    }

    @Override
    public boolean areAside(Uid project) {
        return SystemVolumes.namesOf(project).stream()
                .map(pool.setAside()::resolve)
                .allMatch(subvolumes::isSubvolume);
    }

    @Test
    void the_servers_own_volumes_and_foreign_things_are_never_touched() throws IOException {
        Project project = BoxFixtures.project("shop");
        make(project);
        Path foreign = Files.createDirectory(pool.volumes().resolve("mine-home"));
        Path odd = Files.createDirectory(pool.volumes().resolve(project.uid() + "-cache"));

        volumes.delete(project.uid());

        assertThat(volumes.list()).isEmpty();
        assertThat(pool.volumes().resolve("box-bin")).isDirectory();
        assertThat(pool.volumes().resolve("box-all")).isDirectory();
        assertThat(foreign).isDirectory();
        assertThat(odd).isDirectory();
    }

    @Test
    void what_is_left_of_a_delete_that_was_cut_off_is_listed_and_goes() throws IOException {
        Project project = BoxFixtures.project("shop");
        make(project);
        Path home = pool.volumes().resolve(SystemVolumes.namesOf(project.uid()).getLast());
        Files.writeString(home.resolve("notes"), "kept until then");
        subvolumes.create(home.resolve("nested"));
        subvolumes.delete(pool.volumes().resolve(SystemVolumes.namesOf(project.uid()).getFirst()));

        assertThat(volumes.list()).containsExactly(project.uid());
        volumes.delete(project.uid());

        assertThat(home).doesNotExist();
        assertThat(volumes.list()).isEmpty();
    }
}
