package zomg.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.Refusals.assertRefused;

import org.junit.jupiter.api.Test;
import zomg.contract.HostRoutesContract;
import zomg.error.ErrorCode;
import zomg.model.network.Hosting;

final class InMemoryHostRoutesTest implements HostRoutesContract {

    private final InMemoryHostRoutes routes = new InMemoryHostRoutes();

    @Override
    public InMemoryHostRoutes routes() {
        return routes;
    }

    @Test
    void without_hosting_nothing_is_there_and_nothing_missing() {
        routes.without("there is no proxy yet");

        assertRefused(ErrorCode.NOT_AVAILABLE, () -> routes.apply(HostRoutesContract.web()));
        assertThat(routes.areApplied(HostRoutesContract.web())).isTrue();
        assertThat(routes.list()).isEmpty();
        assertThat(routes.hosting()).isEqualTo(new Hosting.None("there is no proxy yet"));
    }
}
