package zomg.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ForwardPolicyTest {

    private static final List<String> MARKS = List.of("10.66.0.0/16", "\"zomg_ab3d\"");

    private static String ruleset(String table, String policy, String rule) {
        return """
        table %s {
        	chain FORWARD {
        		type filter hook forward priority filter; policy %s;
        		%s
        	}
        }
        table inet zomg-ab3d {
        	chain forward {
        		type filter hook forward priority filter; policy drop;
        	}
        }
        """
                .formatted(table, policy, rule);
    }

    @Test
    void somebody_elses_dropping_chain_is_found() {
        String docker = ruleset("ip filter", "drop", "counter jump DOCKER-USER");

        assertThat(ForwardPolicy.droppingTables(docker, MARKS)).containsExactly("ip filter");
    }

    @Test
    void a_chain_that_lets_boxes_pass_is_no_finding() {
        String mended = ruleset("ip filter", "drop", "ip saddr 10.66.0.0/16 counter accept");

        assertThat(ForwardPolicy.droppingTables(mended, MARKS)).isEmpty();
    }

    @Test
    void a_chain_that_the_server_mended_is_no_finding() {
        String mended =
                ruleset("ip filter", "drop", "iifgroup 269022996 accept comment \"zomg_ab3d\"");

        assertThat(ForwardPolicy.droppingTables(mended, MARKS)).isEmpty();
    }

    @Test
    void what_drops_other_protocols_is_no_finding() {
        assertThat(ForwardPolicy.droppingTables(ruleset("ip6 filter", "drop", ""), MARKS))
                .isEmpty();
    }

    @Test
    void a_chain_that_accepts_is_no_finding_nor_is_our_own() {
        assertThat(ForwardPolicy.droppingTables(ruleset("ip filter", "accept", ""), MARKS))
                .isEmpty();
        assertThat(ForwardPolicy.droppingTables("", MARKS)).isEmpty();
    }
}
