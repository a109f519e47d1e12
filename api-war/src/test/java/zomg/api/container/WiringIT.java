package zomg.api.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import zomg.port.MachinePart;
import zomg.usecase.box.CreateBox;
import zomg.usecase.setup.SetUpMachine;
import zomg.usecase.setup.Setup;

/** In the container: what CDI makes of the wiring. */
@ArquillianTest
class WiringIT {

    @Inject private Instance<CreateBox> createBox;
    @Inject private SetUpMachine machine;
    @Inject private Setup setup;
    @Inject private List<MachinePart> parts;

    @Deployment
    static WebArchive war() {
        return War.withoutItsDoor("wiring.war");
    }

    /** Final classes without an empty constructor: what a client proxy could not be made of. */
    @Test
    void use_cases_are_made_once_and_are_what_they_say() {
        assertSame(CreateBox.class, createBox.get().getClass());
        assertSame(createBox.get(), createBox.get());
        assertSame(machine.progress(), setup);
    }

    @Test
    void the_parts_of_the_machine_are_set_up_in_their_order() {
        assertEquals(List.of("pool", "network"), parts.stream().map(MachinePart::name).toList());
        assertEquals(
                List.of("pool", "network", "boxes", "base"),
                setup.steps().stream().map(Setup.Step::name).toList());
    }
}
