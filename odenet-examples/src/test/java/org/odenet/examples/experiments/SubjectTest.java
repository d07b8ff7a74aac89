package org.odenet.examples.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.odenet.core.ode.OdeSolver;
import org.odenet.models.ImageClassifier;
import org.odenet.models.OdeNets;
import org.odenet.solvers.AdaptiveSolver;
import org.odenet.solvers.Solvers;

class SubjectTest {

    @TempDir
    private Path folder;

    private String fingerprint(OdeSolver solver) {
        try (ImageClassifier net = OdeNets.odeOnly(TinyRun.config().withSolver(solver))) {
            net.save(folder);
        }
        try (RunFolder run = RunFolder.open(folder)) {
            return Subject.of(run, TinyRun.digits(2)).fingerprint();
        }
    }

    @Test
    void everySettingOfTheSolverChangesTheFingerprint() {
        AdaptiveSolver standard = Solvers.dormandPrince54();
        List<OdeSolver> solvers = List.of(
                standard,
                standard.tolerances(1e-3, 1e-4),
                standard.firstStep(0.1),
                standard.stepLimits(0, 0.5),
                standard.maxSteps(99),
                standard.steppingPastEnd(),
                standard.ignoringStiffness(),
                standard.perSample(),
                standard.maxSteps(99).perSample(),
                Solvers.rk4(),
                Solvers.rk4().steps(2));

        List<String> fingerprints = new ArrayList<>();
        solvers.forEach(solver -> fingerprints.add(fingerprint(solver)));

        assertThat(fingerprints).doesNotHaveDuplicates().first().isEqualTo(fingerprint(Solvers.dormandPrince54()));
    }
}
