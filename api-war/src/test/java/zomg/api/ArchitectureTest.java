package zomg.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.enterprise.context.Dependent;
import jakarta.ws.rs.Path;

/** What must be absent from the edge. */
@AnalyzeClasses(packages = "zomg.api", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

    @ArchTest
    static final ArchRule adapters_are_known_to_the_wiring_only =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("zomg.api.wiring")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "zomg.btrfs..",
                            "zomg.db..",
                            "zomg.kubernetes..",
                            "zomg.linux..",
                            "zomg.local..",
                            "zomg.runner..");

    @ArchTest
    static final ArchRule settings_are_read_by_the_wiring_only =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("zomg.api.wiring")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.eclipse.microprofile.config..");

    @ArchTest
    static final ArchRule resources_have_a_scope =
            classes().that().areAnnotatedWith(Path.class).should().beAnnotatedWith(Dependent.class);

    @ArchTest
    static final ArchRule only_standards_are_used =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "com.ibm..", "io.openliberty..", "org.jboss..", "io.smallrye..");

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().matching("zomg.api.(*)..").should().beFreeOfCycles();
}
