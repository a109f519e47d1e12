package zomg.runner;

import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.id.Uid;
import zomg.model.project.Project;

/** Where an engine has the files of its boxes. */
public interface FilePlaces {

    /**
     * In the running box, or in the place of a stopped one.
     *
     * @throws Refusal ENGINE_UNAVAILABLE if nobody knows whether it runs
     */
    FilesPlace of(Box box, Project project);

    /** What a snapshot of a box keeps. */
    FilesPlace of(Uid snapshot);
}
