package zomg.memory;

import zomg.contract.BoxFilesContract;
import zomg.fixture.BoxFixtures;
import zomg.model.box.Box;
import zomg.model.id.Uid;
import zomg.model.project.Project;
import zomg.port.BoxFiles;

final class InMemoryBoxFilesTest implements BoxFilesContract {

    private final InMemoryBoxFiles files = new InMemoryBoxFiles();
    private final Box running = BoxFixtures.running();
    private final Box stopped = BoxFixtures.running();

    @Override
    public BoxFiles files() {
        return files;
    }

    @Override
    public Project project() {
        return Project.fresh(new Uid("aaaaaaaaaaaa"), running.ref().project(), BoxFixtures.NOW);
    }

    @Override
    public Box runningBox() {
        return running;
    }

    @Override
    public Box stoppedBox() {
        return stopped;
    }
}
