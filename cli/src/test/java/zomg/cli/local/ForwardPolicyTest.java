package zomg.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ForwardPolicyTest {

    private static final String SUBNET = "10.66.0.0/16";

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

        assertThat(ForwardPolicy.droppingTables(docker, SUBNET)).containsExactly("ip filter");
    }

    @Test
    void a_chain_that_lets_boxes_pass_is_no_finding() {
        String mended = ruleset("ip filter", "drop", "ip saddr 10.66.0.0/16 counter accept");

        assertThat(ForwardPolicy.droppingTables(mended, SUBNET)).isEmpty();
    }

    @Test
    void a_chain_that_accepts_is_no_finding_nor_is_our_own() {
        assertThat(ForwardPolicy.droppingTables(ruleset("ip filter", "accept", ""), SUBNET))
                .isEmpty();
        assertThat(ForwardPolicy.droppingTables("", SUBNET)).isEmpty();
    }
}
