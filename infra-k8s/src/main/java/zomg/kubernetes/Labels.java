package zomg.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import zomg.model.box.Box;
import zomg.model.box.BoxRoutes;
import zomg.model.id.Uid;
import zomg.model.project.Project;

/** How our objects are found, and told from others'. */
final class Labels {

    static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    static final String COMPONENT = "app.kubernetes.io/component";
    static final String INSTANCE = "zomg/instance";
    static final String UID = "zomg/uid";
    static final String BOX = "zomg/box";
    static final String PROJECT = "zomg/project";
    static final String PROJECT_UID = "zomg/project-uid";

    static final String ZOMG = "zomg";
    private static final String COMPONENT_BOX = "box";
    private static final String COMPONENT_PROJECT = "project";
    private static final String COMPONENT_ROUTE = "route";

    private Labels() {}

    static Map<String, String> of(String instance, Box box) {
        Map<String, String> labels = ours(instance, COMPONENT_BOX);
        labels.put(UID, box.uid().value());
        labels.put(BOX, box.ref().name().value());
        labels.put(PROJECT, box.ref().project().value());
        return labels;
    }

    static Map<String, String> of(String instance, BoxRoutes routes) {
        Map<String, String> labels = ours(instance, COMPONENT_ROUTE);
        labels.put(UID, routes.box().value());
        labels.put(BOX, routes.ref().name().value());
        labels.put(PROJECT, routes.ref().project().value());
        return labels;
    }

    /** Not part of the box itself, but of the way to it. */
    static boolean isRoute(HasMetadata object) {
        return COMPONENT_ROUTE.equals(value(object, COMPONENT));
    }

    static Map<String, String> of(String instance, Project project) {
        Map<String, String> labels = ours(instance, COMPONENT_PROJECT);
        labels.put(PROJECT, project.name().value());
        labels.put(PROJECT_UID, project.uid().value());
        return labels;
    }

    private static Map<String, String> ours(String instance, String component) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(MANAGED_BY, ZOMG);
        labels.put(COMPONENT, component);
        labels.put(INSTANCE, instance);
        return labels;
    }

    static boolean areOurs(String instance, HasMetadata object) {
        return ZOMG.equals(value(object, MANAGED_BY)) && instance.equals(value(object, INSTANCE));
    }

    static Optional<Uid> box(HasMetadata object) {
        return uid(object, UID);
    }

    static Optional<Uid> project(HasMetadata object) {
        return uid(object, PROJECT_UID);
    }

    private static Optional<Uid> uid(HasMetadata object, String label) {
        return Optional.ofNullable(value(object, label)).filter(Uid::isUid).map(Uid::new);
    }

    /** Null if it has none. */
    static String value(HasMetadata object, String label) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels == null ? null : labels.get(label);
    }
}
