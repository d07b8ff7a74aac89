package org.odenet.models.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.odenet.models.ImageClassifier;

/**
 * Larger reference files, where they are there: the system property {@code odenet.reference} names their folder. Only
 * what takes seconds, in single precision; all of it is for the command line's verify.
 */
class SharedReferenceTest {

    private static final Path FOLDER = Path.of(System.getProperty("odenet.reference", "../../shared/golden"));

    @ParameterizedTest
    @ValueSource(strings = {"resode-0.npz", "odeonly-0.npz"})
    void agreesInSinglePrecision(String name) {
        Path file = FOLDER.resolve(name).toAbsolutePath().normalize();
        assumeTrue(Files.isReadable(file), () -> "skipped: there is no reference file " + file);
        List<Check> checks = new ArrayList<>();
        try (ReferenceFile reference = new ReferenceFile(file);
                ImageClassifier exact = reference.classifier();
                ImageClassifier single = exact.copyAs(DataType.FLOAT)) {
            new FeatureChecks(reference, single).run(checks::add);
            new SolverChecks(reference, single, "f32", 1e-4).run(checks::add, new ArrayList<>());
            new GradientChecks(reference, single, "f32", 1e-4).run(checks::add, new ArrayList<>());
        }
        assertThat(checks)
                .hasSizeGreaterThanOrEqualTo(13)
                .allSatisfy(check -> assertThat(check.passed()).as("%s", check).isTrue());
    }
}
