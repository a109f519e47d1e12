package zomg.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubnetTest {

    @Test
    void the_first_address_is_the_machine_and_each_slot_has_its_own() {
        Subnet subnet = Subnet.parse("10.66.0.0/16");

        assertThat(subnet.gateway()).isEqualTo("10.66.0.1");
        assertThat(subnet.ofSlot(1)).isEqualTo("10.66.0.2");
        assertThat(subnet.ofSlot(300)).isEqualTo("10.66.1.45");
        assertThat(subnet).hasToString("10.66.0.0/16");
    }

    @Test
    void bits_behind_the_prefix_do_not_count() {
        assertThat(Subnet.parse("192.168.77.9/24")).hasToString("192.168.77.0/24");
    }

    @Test
    void a_slot_that_the_subnet_has_no_address_for_is_refused() {
        Subnet small = Subnet.parse("10.0.0.0/28");

        assertThat(small.ofSlot(13)).isEqualTo("10.0.0.14");
        assertThatThrownBy(() -> small.ofSlot(14)).hasMessageContaining("slot 14");
        assertThatThrownBy(() -> small.ofSlot(0)).hasMessageContaining("slot 0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.66.0.0",
                "10.66.0.0/",
                "10.66.0.0/33",
                "10.66.0.0/29",
                "a/16",
                "300.1.1.1/16",
                "::/16"
            })
    void what_is_no_subnet_is_refused(String text) {
        assertThatThrownBy(() -> Subnet.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
