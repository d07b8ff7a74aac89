package org.odenet.models.features;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.nn.ForwardPass;
import org.odenet.core.nn.Layer;
import org.odenet.core.nn.LayerContext;
import org.odenet.solvers.sample.BatchStep;
import org.odenet.solvers.sample.BatchStepListener;

/** Looks at each image after each of its steps, and ends those that a rule says. */
final class StopAtRule implements BatchStepListener<INDArray> {

    private final StopRule rule;
    private final Layer featureLayer;
    private final Function<INDArray, double[][]> classifier;
    private final LayerContext context;
    /** By the number of the image. */
    private final Map<Integer, float[]> previous = new HashMap<>();

    StopAtRule(StopRule rule, Layer featureLayer, Function<INDArray, double[][]> classifier, LayerContext context) {
        this.rule = rule;
        this.featureLayer = featureLayer;
        this.classifier = classifier;
        this.context = context;
    }

    @Override
    public void stepped(BatchStep<INDArray> step) {
        if (previous.isEmpty()) {
            rememberStart(step);
        }
        try (ForwardPass features = features(step, step.finalStates())) {
            float[][] rows = features.output().toFloatMatrix();
            double[][] probabilities = classifier.apply(features.output());
            for (int row = 0; row < step.count(); row++) {
                if (step.accepted()[row]) {
                    float[] before = previous.put(step.indices()[row], rows[row]);
                    step.ending()[row] =
                            rule.stops(new StopRule.Progress(step.ends()[row], rows[row], before, probabilities[row]));
                }
            }
        }
    }

    private void rememberStart(BatchStep<INDArray> step) {
        try (ForwardPass features = features(step, step.initialStates())) {
            float[][] rows = features.output().toFloatMatrix();
            for (int row = 0; row < step.count(); row++) {
                previous.put(step.indices()[row], rows[row]);
            }
        }
    }

    private ForwardPass features(BatchStep<INDArray> step, INDArray states) {
        return featureLayer.forward(step.space().first(states, step.count()), context);
    }
}
