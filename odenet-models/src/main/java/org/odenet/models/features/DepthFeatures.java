package org.odenet.models.features;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.kernel.ArrayPool;
import org.odenet.core.nn.ForwardPass;
import org.odenet.core.nn.LayerContext;
import org.odenet.core.tensor.Tensors;
import org.odenet.models.ImageClassifier;
import org.odenet.models.SoftmaxCrossEntropy;

/**
 * Features of many images at one depth, in plain memory.
 *
 * @param depth the time t of the hidden states, from 0 to 1; of a ResNet the part of its blocks
 * @param values the features, {@code [images][filters]}; not copied
 * @param evaluations how often the ODE function was evaluated on each image; of a ResNet how many blocks were run; not
 *     copied
 */
public record DepthFeatures(double depth, float[][] values, long[] evaluations) {

    private static final int BATCH = 1000;

    /**
     * What an image cost on average.
     *
     * @return the mean of the evaluations
     */
    public double meanEvaluations() {
        return Arrays.stream(evaluations).average().orElseThrow();
    }

    /**
     * How much the images differ in what they cost.
     *
     * @return the standard deviation of the evaluations over all images
     */
    public double deviationOfEvaluations() {
        double mean = meanEvaluations();
        double squares = Arrays.stream(evaluations)
                .mapToDouble(count -> (count - mean) * (count - mean))
                .average()
                .orElseThrow();
        return Math.sqrt(squares);
    }

    /**
     * The classes that a network's last layer tells from these features.
     *
     * @param classifier the network that the features come from
     * @return the class of each image
     */
    public int[] classify(ImageClassifier classifier) {
        int[] classes = new int[values.length];
        try (ArrayPool pool = classifier.newPool();
                LayerContext context = LayerContext.inference(classifier.parameters(), pool)) {
            for (int from = 0; from < values.length; from += BATCH) {
                float[][] rows = Arrays.copyOfRange(values, from, Math.min(from + BATCH, values.length));
                classify(rows, classifier, context, classes, from);
            }
        }
        return classes;
    }

    private static void classify(
            float[][] rows, ImageClassifier classifier, LayerContext context, int[] classes, int from) {
        try (INDArray plain = Nd4j.create(rows);
                INDArray features = plain.castTo(classifier.parameters().dataType());
                ForwardPass logits = classifier.logitLayer().forward(features, context)) {
            double[][] ofImages = Tensors.rows(logits.output());
            for (int i = 0; i < ofImages.length; i++) {
                classes[from + i] = SoftmaxCrossEntropy.largest(ofImages[i]);
            }
        }
    }
}
