package zomg.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import zomg.api.base.BaseJson;
import zomg.api.base.BaseLogJson;
import zomg.api.base.BaseScriptJson;
import zomg.api.box.BoxConfigJson;
import zomg.api.box.BoxJson;
import zomg.api.box.BoxPageJson;
import zomg.api.box.BoxParentJson;
import zomg.api.box.CreateBoxJson;
import zomg.api.box.DeletedBoxJson;
import zomg.api.box.DeletionJson;
import zomg.api.box.ExecJson;
import zomg.api.box.ExecutedJson;
import zomg.api.box.UpdateBoxJson;
import zomg.api.operation.OperationJson;
import zomg.api.operation.OperationPageJson;
import zomg.api.project.DeletedProjectJson;
import zomg.api.project.ProjectJson;
import zomg.api.project.QuotaJson;
import zomg.api.project.UpdateProjectJson;
import zomg.api.project.UsageJson;
import zomg.api.setup.ServerResource;
import zomg.api.setup.SetupJson;
import zomg.api.setup.ShutDownJson;

/** What reader and writer do with a record is what the contract says of it. */
class WireRecordsTest {

    static Stream<Class<?>> records() {
        return Stream.of(
                BaseJson.class,
                BaseJson.PageJson.class,
                BaseLogJson.class,
                BaseScriptJson.class,
                BoxConfigJson.class,
                BoxJson.class,
                BoxPageJson.class,
                BoxParentJson.class,
                CreateBoxJson.class,
                DeletedBoxJson.class,
                DeletedProjectJson.class,
                DeletionJson.class,
                ExecJson.class,
                ExecutedJson.class,
                ExecutedJson.BoxProcessJson.class,
                OperationJson.class,
                OperationJson.ProgressJson.class,
                OperationJson.ErrorJson.class,
                OperationJson.ResultJson.class,
                OperationPageJson.class,
                ProjectJson.class,
                ProjectJson.PageJson.class,
                QuotaJson.class,
                UsageJson.class,
                ServerResource.HealthJson.class,
                ServerResource.VersionJson.class,
                SetupJson.class,
                SetupJson.StepJson.class,
                ShutDownJson.class,
                UpdateBoxJson.class,
                UpdateProjectJson.class);
    }

    @ParameterizedTest
    @MethodSource("records")
    void what_is_not_optional_is_required(Class<?> type) {
        List<String> needed =
                Arrays.stream(type.getRecordComponents())
                        .filter(component -> component.getType() != Optional.class)
                        .map(RecordComponent::getName)
                        .map(name -> name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
                        .toList();

        assertThat(type.getAnnotation(Schema.class).requiredProperties())
                .containsExactlyInAnyOrderElementsOf(needed);
    }
}
