package org.odenet.models.features;

import java.time.Duration;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.models.ImageClassifier;

/**
 * Classifies images by their hidden state h(t) before the end: at given depths, or as deep as a budget allows. The images
 * of a batch take common steps, or steps of their own, as a {@link FeatureExtractor}'s do.
 *
 * <p>It keeps memory and prepared weights from one batch to the next, and serves one thread; several threads take one each.
 * The weights must not change meanwhile.
 */
public final class AnytimeClassifier implements AutoCloseable {

    private final FeatureExtractor extractor;

    /**
     * Prepares a network.
     *
     * @param classifier a trained network with an ODE block
     * @throws IllegalArgumentException if the network has no ODE block
     */
    public AnytimeClassifier(ImageClassifier classifier) {
        this.extractor = new FeatureExtractor(classifier);
    }

    /**
     * Predictions at several depths, from one solve.
     *
     * @param images normalised images, {@code [batch, channels, height, width]}
     * @param times the depths, from 0 to 1, each larger than the one before
     * @return the predictions at each depth
     * @throws IllegalArgumentException if the depths lie outside or are not in order, or the images have another shape than
     *     the network takes
     */
    public List<Predictions> at(INDArray images, double... times) {
        return extractor.at(images, times).stream().map(this::classify).toList();
    }

    /**
     * Predictions as deep as a number of evaluations allows.
     *
     * @param images normalised images, {@code [batch, channels, height, width]}
     * @param evaluations the budget of function evaluations, positive
     * @return the predictions at the depth that was reached
     * @throws IllegalArgumentException if the budget is not positive, or the images have another shape than the network
     *     takes
     */
    public Predictions withinEvaluations(INDArray images, long evaluations) {
        return classify(extractor.withinEvaluations(images, evaluations));
    }

    /**
     * Predictions as deep as a time allows, as {@link FeatureExtractor#within}.
     *
     * @param images normalised images, {@code [batch, channels, height, width]}
     * @param time the wall-clock time from now, positive
     * @return the predictions at the depth that was reached
     * @throws IllegalArgumentException if the time is not positive, or the images have another shape than the network takes
     */
    public Predictions within(INDArray images, Duration time) {
        return classify(extractor.within(images, time));
    }

    /**
     * Predictions where a rule ends each image's integration, such as one that is content with a confidence; see {@link
     * FeatureExtractor#until}.
     *
     * @param images normalised images, {@code [batch, channels, height, width]}
     * @param rule the rule
     * @return the predictions at the depths that were reached
     * @throws IllegalArgumentException if the network's solver cannot take steps for each image, or the images have
     *     another shape than the network takes
     */
    public Predictions until(INDArray images, StopRule rule) {
        return classify(extractor.until(images, rule));
    }

    /** Takes the features, and closes them. */
    private Predictions classify(Features features) {
        long begin = System.nanoTime();
        try (features) {
            double[][] probabilities = extractor.probabilities(features.values());
            Duration elapsed = features.elapsed().plusNanos(System.nanoTime() - begin);
            return new Predictions(probabilities, features.depths(), features.evaluations(), elapsed);
        }
    }

    /** Frees the memory; the network's weights stay. */
    @Override
    public void close() {
        extractor.close();
    }
}
