package org.odenet.models.verification;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.odenet.models.ImageClassifier;

/**
 * Compares a network of this library with reference values from PyTorch and torchdiffeq: the weights are taken over, and
 * every quantity of the file is computed again.
 */
public final class ReferenceVerification {

    private ReferenceVerification() {}

    /**
     * Verifies a reference file.
     *
     * @param file an uncompressed or deflated .npz file
     * @param progress told each check as it is done
     * @return all checks
     * @throws org.odenet.models.io.WeightFileException if the file is missing, corrupt, or not of a network of this
     *     library
     */
    public static VerificationReport verify(Path file, Consumer<Check> progress) {
        List<Check> checks = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        Consumer<Check> collect = check -> {
            checks.add(check);
            progress.accept(check);
        };
        try (ReferenceFile reference = new ReferenceFile(file);
                ImageClassifier exact = reference.classifier();
                ImageClassifier single = exact.copyAs(DataType.FLOAT)) {
            new StateChecks(reference, exact).run(collect);
            new FeatureChecks(reference, single).run(collect);
            new SolverChecks(reference, exact, "f64", 1e-6).run(collect, skipped);
            new SolverChecks(reference, single, "f32", 1e-4).run(collect, skipped);
            new GradientChecks(reference, exact, "f64", 1e-6).run(collect, skipped);
            new GradientChecks(reference, single, "f32", 1e-4).run(collect, skipped);
            String network = file.getFileName() + ": " + exact.architecture().label() + ", "
                    + exact.parameters().count() + " parameters";
            return new VerificationReport(network, checks, skipped);
        }
    }
}
