package zomg.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestsTest {

    @ParameterizedTest
    @CsvSource({
        "GET,    /api/v1/namespaces,                                            list namespaces",
        "GET,    /api/v1/namespaces/zomg-a,                                     get namespaces",
        "GET,    /api/v1/namespaces/zomg-a/pods?labelSelector=a,                list pods",
        "POST,   /api/v1/namespaces,                                            post namespaces",
        "PATCH,  /api/v1/namespaces/zomg-a?fieldManager=zomg,                   patch namespaces",
        "DELETE, /api/v1/namespaces/zomg-a/pods/box-x,                          delete pods",
        "PATCH,  /apis/apps/v1/namespaces/zomg-a/deployments/box-x?force=true,  patch deployments",
        "GET,    /apis/apps/v1/namespaces/a/deployments?watch=true&x=1,         watch deployments",
        "GET,    /api/v1/namespaces/a/pods/box-x/exec?command=/zomg-runner,     get pods",
        "GET,    /version,                                                      get other",
    })
    void a_request_is_named_by_verb_and_kind(String method, String path, String name) {
        assertThat(Requests.name(method, URI.create("https://127.0.0.1:6443" + path)))
                .isEqualTo(name);
    }
}
