package zomg.cli.cluster;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import zomg.cli.local.Tree;
import zomg.cli.support.Failure;

/**
 * What a cluster has of its own, over the manifests that zomg brings.
 *
 * @param node that has the pool, by its label kubernetes.io/hostname
 * @param pool a folder on a btrfs of that node
 * @param state a folder of that node for records and logs
 * @param image of the server
 * @param domain below which boxes have their names; empty if they have none
 * @param tlsSecret with a certificate for all names below the domain
 * @param address of the node, if the server is reached by a port of it
 * @param settings more of the server's, by their variables
 */
record Overlay(
        String node,
        String pool,
        String state,
        Optional<String> image,
        Optional<String> domain,
        Optional<String> tlsSecret,
        Optional<String> address,
        Map<String, String> settings) {

    private static final String MANIFESTS = "support/deploy";

    /** The manifests as they are to be applied. */
    String render(Path home, Kubectl kubectl) {
        Path folder = folder();
        try {
            copy(home.resolve(MANIFESTS), Files.createDirectory(folder.resolve("base")));
            Files.writeString(folder.resolve("kustomization.yaml"), kustomization());
            Files.writeString(folder.resolve("place.yaml"), place());
            if (domain.isPresent()) {
                Files.writeString(folder.resolve("ingress.yaml"), ingress(domain.get()));
            }
            return kubectl.run("kustomize", folder.toString());
        } catch (IOException failed) {
            throw Failure.of("the manifests cannot be made: " + failed.getMessage());
        } finally {
            delete(folder);
        }
    }

    String kustomization() {
        StringBuilder text = new StringBuilder();
        text.append("apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n");
        text.append("namespace: zomg\nresources:\n  - base\n");
        domain.ifPresent(_ -> text.append("  - ingress.yaml\n"));
        text.append("patches:\n  - path: place.yaml\n");
        text.append("configMapGenerator:\n  - name: zomg-settings\n    behavior: merge\n");
        text.append("    literals:\n");
        literals()
                .forEach((key, value) -> text.append("      - %s\n".formatted(quoted(key, value))));
        image.ifPresent(
                name ->
                        text.append(
                                "images:\n  - name: docker.io/zomg/server\n%s"
                                        .formatted(newName(name))));
        return text.toString();
    }

    private static String quoted(String key, String value) {
        return "\"%s=%s\"".formatted(key, value.replace("\\", "\\\\").replace("\"", "\\\""));
    }

    private Map<String, String> literals() {
        Map<String, String> literals = new TreeMap<>(settings);
        literals.put("ZOMG_NODE_POOL", pool);
        domain.ifPresent(name -> literals.put("ZOMG_DOMAIN", name));
        literals.put("ZOMG_ALLOWED_HOSTS", String.join(",", hosts()));
        return literals;
    }

    /** By which the server may be asked. */
    private List<String> hosts() {
        List<String> hosts = new ArrayList<>(List.of("zomg-api.zomg", "zomg-api.zomg.svc"));
        domain.ifPresent(name -> hosts.add("api." + name));
        address.ifPresent(hosts::add);
        return hosts;
    }

    /** A port of a registry has a colon, too. */
    private static String newName(String image) {
        int colon = image.lastIndexOf(':');
        boolean isTagged = colon > image.lastIndexOf('/');
        String name = isTagged ? image.substring(0, colon) : image;
        return "    newName: %s\n".formatted(name)
                + (isTagged ? "    newTag: %s\n".formatted(image.substring(colon + 1)) : "");
    }

    private String place() {
        String server =
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: zomg-api, namespace: zomg}
                spec:
                  template:
                    spec:
                      nodeSelector: {kubernetes.io/hostname: %1$s}
                      containers:
                        - name: server
                          env: [{name: ZOMG_NODE, value: %1$s, valueFrom: null}]
                      volumes:
                        - {name: pool, hostPath: {path: %2$s, type: Directory}}
                        - {name: state, hostPath: {path: %3$s, type: DirectoryOrCreate}}
                """
                        .formatted(node, pool, state);
        String port =
                """
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: zomg-api, namespace: zomg}
                spec: {type: NodePort}
                """;
        return address.isPresent() ? server + port : server;
    }

    private String ingress(String domain) {
        String tls =
                tlsSecret
                        .map(
                                name ->
                                        "  tls: [{hosts: [api.%s], secretName: %s}]\n"
                                                .formatted(domain, name))
                        .orElse("");
        return """
               apiVersion: networking.k8s.io/v1
               kind: Ingress
               metadata: {name: zomg-api, namespace: zomg}
               spec:
               %s  rules:
                   - host: api.%s
                     http:
                       paths:
                         - {path: /, pathType: Prefix, backend: {service: {name: zomg-api, port: {name: http}}}}
               """
                .formatted(tls, domain);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(from, "*.yaml")) {
            for (Path file : files) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("zomg-deploy");
        } catch (IOException failed) {
            throw Failure.of("no temporary folder can be made: " + failed.getMessage());
        }
    }

    private static void delete(Path folder) {
        try {
            Tree.delete(folder);
        } catch (IOException left) {
            // a temporary folder more
        }
    }
}
