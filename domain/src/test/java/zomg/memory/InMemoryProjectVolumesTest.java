package zomg.memory;

import zomg.contract.ProjectVolumesContract;
import zomg.model.id.Uid;
import zomg.model.project.Project;
import zomg.port.ProjectVolumes;

final class InMemoryProjectVolumesTest implements ProjectVolumesContract {

    private final InMemoryProjectVolumes volumes = new InMemoryProjectVolumes();

    @Override
    public ProjectVolumes volumes() {
        return volumes;
    }

    @Override
    public void make(Project project) {
        volumes.make(project.uid());
    }

    @Override
    public boolean areAside(Uid project) {
        return volumes.aside().contains(project);
    }
}
