package org.odenet.examples.index;

import java.time.Duration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.examples.experiments.TimeConverter;
import org.odenet.models.features.FeatureExtractor;
import org.odenet.models.features.Features;
import picocli.CommandLine.Option;

/** How deep a query goes: one of three limits, or all the way. */
final class QueryBudget {

    @Option(names = "--t", paramLabel = "T", description = "stop at this depth, 0 to 1 (default: 1)")
    private Double depth;

    @Option(
            names = "--deadline",
            converter = TimeConverter.class,
            paramLabel = "TIME",
            description = "stop after this time for each image, such as 5ms")
    private Duration deadline;

    @Option(names = "--evaluations", paramLabel = "N", description = "stop after so many function evaluations")
    private Long evaluations;

    Features extract(FeatureExtractor extractor, INDArray images) {
        if (deadline != null) {
            return extractor.within(images, deadline);
        }
        if (evaluations != null) {
            return extractor.withinEvaluations(images, evaluations);
        }
        return extractor.at(images, depth == null ? 1 : depth);
    }
}
