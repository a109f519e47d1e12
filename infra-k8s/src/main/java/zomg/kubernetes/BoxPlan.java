package zomg.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What is to be done in the cluster so that a box runs. */
sealed interface BoxPlan {

    /** An object of somebody else's has a name that we need. */
    record Refuse(String what) implements BoxPlan {}

    /** The namespace of an earlier project of this name is about to go. */
    record Wait() implements BoxPlan {}

    record Apply(List<Step> steps) implements BoxPlan {}

    enum Step {
        NAMESPACE,
        SERVICE,
        DEPLOYMENT
    }

    /**
     * What is in a namespace goes with it, so of that nothing is asked. The deployment is applied
     * in any case: that is what starts a box that was stopped.
     */
    static BoxPlan decide(Observed namespace, Observed service, Observed deployment) {
        for (Observed observed : List.of(namespace, service, deployment)) {
            if (observed instanceof Observed.Foreign(String what)) {
                return new Refuse(what);
            }
        }
        if (Stream.of(namespace, service, deployment)
                .anyMatch(observed -> observed.equals(new Observed.Ours(true)))) {
            return new Wait();
        }
        List<Step> steps = new ArrayList<>();
        if (namespace instanceof Observed.Absent) {
            steps.add(Step.NAMESPACE);
        }
        if (service instanceof Observed.Absent) {
            steps.add(Step.SERVICE);
        }
        steps.add(Step.DEPLOYMENT);
        return new Apply(List.copyOf(steps));
    }
}
