package zomg.kubernetes;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import java.util.Map;
import zomg.model.project.Project;

/** Where the boxes of a project are. */
final class ProjectNamespace {

    /** What zomg may do in the namespace of a project. */
    private static final String ROLE = "zomg-boxes";

    private static final String RBAC = "rbac.authorization.k8s.io";

    private ProjectNamespace() {}

    /** Boxes are privileged, so the namespace has to allow that. */
    static Namespace desired(KubernetesConfig config, Project project) {
        Map<String, String> labels = Labels.of(config.instance(), project);
        labels.put("pod-security.kubernetes.io/enforce", "privileged");
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(config.namespaceOf(project.name().value()))
                .withLabels(labels)
                .endMetadata()
                .build();
    }

    /** Gives the server's account its rights there. */
    static RoleBinding binding(KubernetesConfig config, Project project, String account) {
        return new RoleBindingBuilder()
                .withNewMetadata()
                .withName(Labels.ZOMG)
                .withNamespace(config.namespaceOf(project.name().value()))
                .withLabels(Labels.of(config.instance(), project))
                .endMetadata()
                .withNewRoleRef()
                .withApiGroup(RBAC)
                .withKind("ClusterRole")
                .withName(ROLE)
                .endRoleRef()
                .addNewSubject()
                .withKind("ServiceAccount")
                .withName(account)
                .withNamespace(config.namespace())
                .endSubject()
                .build();
    }
}
