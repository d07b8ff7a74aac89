package org.odenet.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;

/** The directions between modules and packages; this module sees them all. */
@AnalyzeClasses(packages = "org.odenet", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule MODULES_DEPEND_DOWNWARDS = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("core")
            .definedBy("org.odenet.core..")
            .layer("onednn")
            .definedBy("org.odenet.onednn..")
            .layer("solvers")
            .definedBy("org.odenet.solvers..")
            .layer("adjoint")
            .definedBy("org.odenet.adjoint..")
            .layer("models")
            .definedBy("org.odenet.models..")
            .layer("examples")
            .definedBy("org.odenet.examples..")
            .whereLayer("core")
            .mayNotAccessAnyLayer()
            .whereLayer("onednn")
            .mayOnlyAccessLayers("core")
            .whereLayer("onednn")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("solvers")
            .mayOnlyAccessLayers("core")
            .whereLayer("adjoint")
            .mayOnlyAccessLayers("core", "solvers")
            .whereLayer("models")
            .mayOnlyAccessLayers("core", "solvers", "adjoint")
            .whereLayer("examples")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule SOLVERS_KNOW_NO_NETWORKS = noClasses()
            .that()
            .resideInAPackage("org.odenet.solvers..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.odenet.core.nn..", "org.odenet.core.kernel..");

    @ArchTest
    static final ArchRule EQUATIONS_KNOW_NO_NETWORKS = noClasses()
            .that()
            .resideInAnyPackage("org.odenet.core.state..", "org.odenet.core.ode..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.odenet.core.nn..");

    /** The space of tensors computes with kernels; nothing else about equations does. */
    @ArchTest
    static final ArchRule EQUATIONS_KNOW_NO_KERNELS = noClasses()
            .that()
            .resideInAPackage("org.odenet.core.ode..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.odenet.core.kernel..");

    @ArchTest
    static final ArchRule PACKAGES_FORM_NO_CYCLES =
            slices().matching("org.odenet.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule LIBRARY_PRINTS_NOTHING =
            noClasses().that().resideOutsideOfPackage("org.odenet.examples..").should(ACCESS_STANDARD_STREAMS);

    @ArchTest
    static final ArchRule LOGS_GO_TO_SLF4J =
            noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging..");

    @ArchTest
    static void eachPackageIsInOneModule(JavaClasses classes) {
        Map<String, Set<String>> modulesOfPackage = classes.stream()
                .collect(groupingBy(JavaClass::getPackageName, mapping(ArchitectureTest::rootOf, toSet())));

        assertThat(modulesOfPackage).allSatisfy((name, roots) -> assertThat(roots)
                .as("places that hold package %s", name)
                .hasSize(1));
    }

    private static String rootOf(JavaClass javaClass) {
        String file = javaClass.getSource().orElseThrow().getUri().toString();
        String packagePath = javaClass.getPackageName().replace('.', '/');
        return file.substring(0, file.lastIndexOf(packagePath));
    }
}
