package zomg.api.project;

import zomg.api.json.PageToken;
import zomg.model.id.ProjectName;

/** Where the next page of projects starts, in a form that clients hand back without reading it. */
public record ProjectToken(ProjectName after) {

    public static ProjectToken parse(String text) {
        return PageToken.read(text, name -> new ProjectToken(new ProjectName(name)));
    }

    @Override
    public String toString() {
        return PageToken.write(after.value());
    }
}
