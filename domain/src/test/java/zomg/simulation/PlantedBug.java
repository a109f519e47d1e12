package zomg.simulation;

import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.memory.InMemoryKeyedRequests;
import zomg.memory.InMemoryMachine;
import zomg.memory.InMemoryMachine.Ports;
import zomg.model.box.Box;
import zomg.model.box.BoxStatus;
import zomg.model.id.ProjectName;
import zomg.model.id.Uid;
import zomg.model.request.KeyedRequest;
import zomg.port.BoxEngine;
import zomg.port.Boxes;
import zomg.port.HostRoutes;
import zomg.port.Hosts;
import zomg.port.KeyedRequests;
import zomg.port.Projects;
import zomg.port.RootStore;
import zomg.port.Volumes;

/** Mistakes that people make in such servers; the simulation has to find each. */
enum PlantedBug {
    NONE,

    /** Records are written to the page cache, and somebody is told that they are safe. */
    ACKNOWLEDGED_BEFORE_SYNC {
        @Override
        Object call(World world, Method method, Object[] arguments, Interception.Effect effect)
                throws Throwable {
            if (!Interception.is(method, Boxes.class, "add", "replace", "forget")) {
                return effect.happen();
            }
            Uid uid = arguments[0] instanceof Box box ? box.uid() : (Uid) arguments[0];
            Optional<Box> before = find(world, uid);
            Object result = effect.happen();
            world.unsynced(() -> world.machine().boxes().restore(uid, before));
            return result;
        }
    },

    /** What a create made stays when it fails or is cut off. */
    NO_UNDO {
        @Override
        Object call(World world, Method method, Object[] arguments, Interception.Effect effect)
                throws Throwable {
            boolean undo =
                    isRemoval(method)
                            && find(world, (Uid) arguments[0])
                                    .filter(box -> box.is(BoxStatus.CREATING))
                                    .isPresent();
            return undo ? null : effect.happen();
        }
    },

    /** A create that is refused because of its name clears away the box that has it. */
    UNDO_OF_FOREIGN_THINGS {
        @Override
        Object call(World world, Method method, Object[] arguments, Interception.Effect effect)
                throws Throwable {
            try {
                return effect.happen();
            } catch (Refusal refusal) {
                if (refusal.code() == ErrorCode.BOX_EXISTS) {
                    InMemoryMachine machine = world.machine();
                    Box box = machine.boxes().find(((Box) arguments[0]).ref()).orElseThrow();
                    machine.engine().remove(box.uid());
                    machine.roots().delete(box.uid());
                }
                throw refusal;
            }
        }
    },

    /** Whatever looks like ours is taken for ours. */
    RECONCILE_OF_FOREIGN_THINGS {
        @Override
        Object call(World world, Method method, Object[] arguments, Interception.Effect effect)
                throws Throwable {
            BoxEngine neighbour = world.neighbour().engine();
            if (Interception.is(method, BoxEngine.class, "list")) {
                Set<Uid> all = new HashSet<>(neighbour.list());
                all.addAll(world.machine().engine().list());
                return all;
            }
            if (Interception.is(method, BoxEngine.class, "remove")
                    && neighbour.list().contains((Uid) arguments[0])) {
                neighbour.remove((Uid) arguments[0]);
                return null;
            }
            return effect.happen();
        }
    },

    /** Things are told from each other by what people call them. */
    RECONCILE_BY_NAME {
        @Override
        Object call(World world, Method method, Object[] arguments, Interception.Effect effect)
                throws Throwable {
            if (!isRemoval(method)) {
                return effect.happen();
            }
            InMemoryMachine machine = world.machine();
            Uid first =
                    find(world, (Uid) arguments[0])
                            .map(box -> firstOfName(machine, box))
                            .orElse((Uid) arguments[0]);
            if (method.getDeclaringClass() == RootStore.class) {
                machine.roots().delete(first);
            } else {
                machine.engine().remove(first);
            }
            return null;
        }

        private Uid firstOfName(InMemoryMachine machine, Box wanted) {
            return Boxes.Query.everything()
                    .in(machine.boxes())
                    .filter(box -> box.ref().name().equals(wanted.ref().name()))
                    .map(Box::uid)
                    .findFirst()
                    .orElse(wanted.uid());
        }
    },

    /** A request that is sent again is a new one. */
    FORGOTTEN_KEYS {
        @Override
        Object call(World world, Method method, Object[] arguments, Interception.Effect effect)
                throws Throwable {
            if (Interception.is(method, KeyedRequests.class, "find")) {
                KeyedRequest.Key key = (KeyedRequest.Key) arguments[0];
                InMemoryKeyedRequests requests = world.machine().requests();
                requests.takeBack(key, requests.noted(key), Optional.empty());
            }
            return effect.happen();
        }
    },

    /** The volumes of a project go, and then it is seen whether the project may. */
    VOLUMES_BEFORE_THEIR_RECORD {
        @Override
        Object call(World world, Method method, Object[] arguments, Interception.Effect effect)
                throws Throwable {
            if (Interception.is(method, Projects.class, "forget")) {
                InMemoryMachine machine = world.machine();
                machine.projects()
                        .find((ProjectName) arguments[0])
                        .ifPresent(project -> machine.volumes().delete(project.uid()));
            }
            return effect.happen();
        }
    },

    /** A data volume goes, and then it is seen whether it may. */
    DATA_BEFORE_ITS_RECORD {
        @Override
        Object call(World world, Method method, Object[] arguments, Interception.Effect effect)
                throws Throwable {
            if (Interception.is(method, Volumes.class, "forget")) {
                world.machine().volumeStore().delete((Uid) arguments[0]);
            }
            return effect.happen();
        }
    },

    /** A host is given to whoever asks, whether another box has it or not. */
    HOSTS_FOR_THE_ASKING {
        @Override
        Object call(World world, Method method, Object[] arguments, Interception.Effect effect)
                throws Throwable {
            if (Interception.is(method, Hosts.class, "claim")) {
                Hosts.Claim claim = (Hosts.Claim) arguments[1];
                arguments[2] = world.machine().hosts().owner(claim.host());
            }
            return effect.happen();
        }
    },

    /** Who wrote that a host leads to a box believes that it does. */
    ROUTES_ON_TRUST {
        @Override
        Object call(World world, Method method, Object[] arguments, Interception.Effect effect)
                throws Throwable {
            return Interception.is(method, HostRoutes.class, "areApplied")
                    ? Boolean.TRUE
                    : effect.happen();
        }
    },

    /** Nobody waits for the programs of the server before. */
    LOST_FENCE {
        @Override
        boolean hasFence() {
            return false;
        }
    };

    Ports plantedIn(Ports healthy, World world) {
        return this == NONE
                ? healthy
                : Interception.before(
                        healthy,
                        (method, arguments, effect) -> call(world, method, arguments, effect));
    }

    Object call(World world, Method method, Object[] arguments, Interception.Effect effect)
            throws Throwable {
        return effect.happen();
    }

    boolean hasFence() {
        return true;
    }

    private static boolean isRemoval(Method method) {
        return Interception.is(method, RootStore.class, "delete")
                || Interception.is(method, BoxEngine.class, "remove");
    }

    private static Optional<Box> find(World world, Uid uid) {
        return Boxes.Query.everything()
                .in(world.machine().boxes())
                .filter(box -> box.uid().equals(uid))
                .findAny();
    }
}
