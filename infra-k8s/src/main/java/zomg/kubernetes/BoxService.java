package zomg.kubernetes;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.Map;
import zomg.model.box.Box;

/** Gives a box its name among the others of its project; it has no address of its own. */
final class BoxService {

    private BoxService() {}

    static String name(Box box) {
        return box.ref().name().value();
    }

    /** Its pod is found also before it is ready, as any machine is by its name. */
    static Service desired(KubernetesConfig config, Box box) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(name(box))
                .withNamespace(config.namespaceOf(box.ref().project().value()))
                .withLabels(Labels.of(config.instance(), box))
                .endMetadata()
                .withNewSpec()
                .withClusterIP("None")
                .withPublishNotReadyAddresses(true)
                .withSelector(Map.of(Labels.UID, box.uid().value()))
                .endSpec()
                .build();
    }
}
