package zomg.kubernetes;

import java.util.Optional;
import zomg.model.network.Host;

/**
 * How hosts are reached from outside.
 *
 * @param className of the ingress controller; empty for the cluster's default
 * @param domain whose direct subdomains the wildcard certificate is for
 * @param wildcard the secret with that certificate; has to be in the namespace of each project
 * @param issuer the ClusterIssuer of cert-manager that makes certificates for all other hosts
 */
public record IngressSettings(
        Optional<String> className,
        Host domain,
        Optional<String> wildcard,
        Optional<String> issuer) {

    boolean isCovered(Host host) {
        return wildcard.isPresent() && host.isDirectlyBelow(domain);
    }

    /** Without a certificate at all people are not told that there is one. */
    boolean isSecure() {
        return wildcard.isPresent() || issuer.isPresent();
    }
}
