package zomg.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import zomg.local.ForeignForwardChains.Chain;

class ForeignForwardChainsTest {

    @Test
    void only_base_chains_that_drop_what_is_forwarded_are_found() {
        String listing =
                """
                table ip nat {
                	chain POSTROUTING {
                		type nat hook postrouting priority srcnat; policy accept;
                	}
                }
                table ip filter {
                	chain INPUT {
                		type filter hook input priority filter; policy drop;
                	}
                	chain FORWARD {
                		type filter hook forward priority filter; policy drop;
                	}
                	chain DOCKER {
                	}
                }
                table ip6 filter {
                	chain FORWARD {
                		type filter hook forward priority filter; policy drop;
                	}
                }
                table inet firewalld {
                	chain filter_FORWARD {
                		type filter hook forward priority filter + 10; policy accept;
                	}
                }
                """;

        assertThat(ForeignForwardChains.dropping(listing))
                .containsExactly(new Chain("ip", "filter", "FORWARD"));
    }
}
