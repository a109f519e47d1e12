package zomg;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** What must be absent from the domain. */
@AnalyzeClasses(packages = "zomg", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

    /** What can cross a wire besides values of the model; a lambda cannot. */
    private static final Set<Class<?>> WIREABLE =
            Set.of(
                    void.class,
                    boolean.class,
                    int.class,
                    long.class,
                    String.class,
                    Instant.class,
                    Duration.class,
                    Optional.class,
                    OptionalLong.class,
                    List.class,
                    Map.class,
                    Set.class,
                    InputStream.class,
                    OutputStream.class);

    private static final int MOST_METHODS = 7;

    @ArchTest static final ArchRule errors_know_nothing = layer("zomg.error..", "java..");

    @ArchTest
    static final ArchRule the_model_knows_errors = layer("zomg.model..", "java..", "zomg.error..");

    @ArchTest
    static final ArchRule ports_know_the_model = layer("zomg.port..", "java..", "zomg.model..");

    @ArchTest
    static final ArchRule use_cases_know_all_of_the_domain_and_nothing_else =
            layer("zomg.usecase..", "java..", "zomg.error..", "zomg.model..", "zomg.port..");

    @ArchTest
    static final ArchRule the_model_has_no_cycles =
            slices().matching("zomg.model.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule an_adapter_could_live_in_another_process =
            methods()
                    .that()
                    .areDeclaredInClassesThat()
                    .resideInAPackage("zomg.port")
                    .and()
                    .areDeclaredInClassesThat()
                    .areInterfaces()
                    .should(carryOnlyWhatCanCrossAWire());

    @ArchTest
    static final ArchRule a_port_is_small =
            classes().that().resideInAPackage("zomg.port").should(haveFewMethods());

    @ArchTest
    static final ArchRule nothing_looks_at_the_clock_or_at_dice_itself =
            noClasses()
                    .should()
                    .callMethodWhere(target(nameMatching("now|currentTimeMillis|randomUUID")))
                    .orShould()
                    .callMethodWhere(
                            target(owner(type(System.class))).and(target(nameMatching("nanoTime"))))
                    .orShould()
                    .dependOnClassesThat()
                    .haveNameMatching("java\\..*(Random|Clock)");

    @ArchTest
    static final ArchRule nothing_waits_by_sleeping =
            noClasses()
                    .should()
                    .callMethodWhere(
                            target(owner(type(Thread.class)))
                                    .and(target(nameMatching("sleep|yield|onSpinWait"))));

    @ArchTest
    static final ArchRule nothing_touches_the_machine =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "java.nio.file..",
                            "java.net..",
                            "java.sql..",
                            "java.lang.foreign..",
                            "java.util.logging..")
                    .orShould()
                    .dependOnClassesThat()
                    .haveNameMatching(
                            "java\\.io\\.File.*|java\\.lang\\.Process.*|java\\.lang\\.Runtime");

    @ArchTest
    static final ArchRule no_drawers =
            noClasses().should().haveNameMatching(".*(Utils?|Helper|Impl|Manager)(\\$.*)?");

    @ArchTest
    static final ArchRule use_cases_are_final_classes =
            classes()
                    .that()
                    .resideInAPackage("zomg.usecase..")
                    .and()
                    .areTopLevelClasses()
                    .and()
                    .areNotInterfaces()
                    .should()
                    .haveModifier(FINAL);

    @ArchTest
    static final ArchRule every_package_says_what_lives_there =
            classes().should(resideInADescribedPackage());

    private static ArchRule layer(String name, String... below) {
        return classes()
                .that()
                .resideInAPackage(name)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        Stream.concat(Stream.of(name), Stream.of(below)).toArray(String[]::new));
    }

    private static ArchCondition<JavaMethod> carryOnlyWhatCanCrossAWire() {
        return new ArchCondition<>("carry only what can cross a wire") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                Stream.concat(
                                method.getParameterTypes().stream(),
                                Stream.of(method.getReturnType()))
                        .flatMap(part -> part.getAllInvolvedRawTypes().stream())
                        .filter(part -> !isWireable(part))
                        .forEach(
                                part ->
                                        events.add(
                                                SimpleConditionEvent.violated(
                                                        method,
                                                        "%s carries %s"
                                                                .formatted(
                                                                        method.getFullName(),
                                                                        part.getName()))));
            }
        };
    }

    private static boolean isWireable(JavaClass part) {
        return part.getPackageName().startsWith("zomg.")
                || WIREABLE.stream().anyMatch(part::isEquivalentTo);
    }

    private static ArchCondition<JavaClass> haveFewMethods() {
        return new ArchCondition<>("have at most %d methods".formatted(MOST_METHODS)) {
            @Override
            public void check(JavaClass port, ConditionEvents events) {
                int count = port.getMethods().size();
                events.add(
                        new SimpleConditionEvent(
                                port,
                                port.isRecord() || count <= MOST_METHODS,
                                "%s has %d methods".formatted(port.getName(), count)));
            }
        };
    }

    private static ArchCondition<JavaClass> resideInADescribedPackage() {
        return new ArchCondition<>("reside in a package with a package-info") {
            @Override
            public void check(JavaClass any, ConditionEvents events) {
                events.add(
                        new SimpleConditionEvent(
                                any,
                                any.getPackage().getClasses().stream()
                                        .anyMatch(
                                                one -> one.getSimpleName().equals("package-info")),
                                "%s is in a package without a package-info"
                                        .formatted(any.getName())));
            }
        };
    }
}
