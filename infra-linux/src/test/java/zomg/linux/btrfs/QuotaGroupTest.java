package zomg.linux.btrfs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import zomg.model.id.Uid;

final class QuotaGroupTest {

    @Test
    void the_group_of_a_box_is_of_level_one_and_numbered_by_the_end_of_its_uid() {
        assertThat(QuotaGroup.of(new Uid("aaaaaaaaaaab"))).hasToString("1/1");
        assertThat(QuotaGroup.of(new Uid("aaaaaaaaaab7"))).hasToString("1/63");
        assertThat(QuotaGroup.of(new Uid("777777777777")))
                .isEqualTo(new QuotaGroup((1L << 49) - 1));
        assertThat(QuotaGroup.of(new Uid("zzaaaaaaaaab")))
                .isEqualTo(QuotaGroup.of(new Uid("aaaaaaaaaaab")));
    }
}
