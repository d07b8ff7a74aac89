package org.odenet.models.verification;

import java.util.List;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.odenet.models.ImageClassifier;
import org.odenet.models.features.FeatureExtractor;
import org.odenet.models.features.Features;
import org.odenet.solvers.AdaptiveSolver;
import org.odenet.solvers.Solvers;

/** The features of all depths as users take them, in single precision, by common steps and by steps of each image's own. */
final class FeatureChecks {

    /** Tight enough for the bound. */
    private static final double TOLERANCE = 1e-5;

    private static final double BOUND = 1e-4;

    private final ReferenceFile reference;
    private final ImageClassifier single;

    FeatureChecks(ReferenceFile reference, ImageClassifier single) {
        this.reference = reference;
        this.single = single;
    }

    void run(Consumer<Check> collect) {
        AdaptiveSolver solver = Solvers.dormandPrince54().tolerances(TOLERANCE, TOLERANCE);
        collect.accept(check(single.with(solver, single.config().gradient()), "common steps"));
        collect.accept(check(single.with(solver.perSample(), single.config().gradient()), "steps of each image's own"));
    }

    private Check check(ImageClassifier net, String steps) {
        double[] times = reference.times("t");
        try (FeatureExtractor extractor = new FeatureExtractor(net);
                INDArray images = reference.images(net);
                INDArray expected = reference.read(
                        "features(t)/exact",
                        times.length,
                        images.size(0),
                        net.config().filters())) {
            List<Features> features = extractor.at(images, times);
            double error = 0;
            for (int k = 0; k < times.length; k++) {
                INDArray row = expected.get(NDArrayIndex.point(k));
                error = Math.max(error, Comparison.relativeError(features.get(k).values(), row));
            }
            features.forEach(Features::close);
            return Check.of("f32/features(t)/exact, " + steps, error, BOUND);
        }
    }
}
