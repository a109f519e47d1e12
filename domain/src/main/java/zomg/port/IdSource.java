package zomg.port;

import zomg.model.id.Uid;

/** Where new identities come from. */
@FunctionalInterface
public interface IdSource {
    Uid next();
}
