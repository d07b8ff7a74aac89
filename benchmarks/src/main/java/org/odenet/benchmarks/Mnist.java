package org.odenet.benchmarks;

import org.odenet.core.ode.GradientMethod;
import org.odenet.models.Architecture;
import org.odenet.models.ImageClassifier;
import org.odenet.models.OdeNetConfig;
import org.odenet.models.OdeNets;
import org.odenet.models.data.Batch;
import org.odenet.models.data.BatchLoader;
import org.odenet.models.data.DataSets;
import org.odenet.models.data.EpochBatches;
import org.odenet.solvers.AdaptiveSolver;
import org.odenet.solvers.Solvers;

/** The networks and images that are measured. */
final class Mnist {

    static final double TOLERANCE = 1e-3;

    private Mnist() {}

    /** The solver steps past the end, as torchdiffeq does, so that both take the same evaluations. */
    static AdaptiveSolver solver() {
        return Solvers.dormandPrince54().tolerances(TOLERANCE, TOLERANCE).steppingPastEnd();
    }

    static ImageClassifier network(Architecture architecture, GradientMethod method) {
        return OdeNets.build(
                architecture, OdeNetConfig.mnist().withSolver(solver()).withGradient(method));
    }

    /** The first images of the built-in subset. */
    static Batch images(ImageClassifier net, int count) {
        BatchLoader loader = BatchLoader.of(DataSets.builtInMnist().train().take(count), count)
                .withNormalization(net.config().normalization());
        try (EpochBatches batches = loader.epoch(0)) {
            return batches.next();
        }
    }
}
