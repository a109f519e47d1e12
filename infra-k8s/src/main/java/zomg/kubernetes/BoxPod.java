package zomg.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import zomg.error.ErrorCode;
import zomg.error.Refusal;

/** Where a box runs. */
record BoxPod(String namespace, String name) {

    static BoxPod of(Pod pod) {
        return new BoxPod(pod.getMetadata().getNamespace(), pod.getMetadata().getName());
    }

    static Refusal notRunning() {
        return new Refusal(ErrorCode.BOX_NOT_RUNNING, "box is not running; resume it first");
    }
}
