package org.odenet.models.training;

import org.odenet.core.kernel.ArrayPool;
import org.odenet.core.nn.ForwardPass;
import org.odenet.core.nn.LayerContext;
import org.odenet.models.ImageClassifier;
import org.odenet.models.SoftmaxCrossEntropy;
import org.odenet.models.data.Batch;
import org.odenet.models.data.BatchLoader;
import org.odenet.models.data.EpochBatches;
import org.odenet.models.data.ImageDataSet;

/** Tests a network on a data set. */
public final class Evaluator {

    private Evaluator() {}

    /**
     * The results on a data set.
     *
     * @param loss the mean loss
     * @param accuracy the part of the images classified right, from 0 to 1
     * @param functionEvaluations the mean function evaluations of a batch
     */
    public record Result(double loss, double accuracy, double functionEvaluations) {

        /**
         * The part of the images classified wrong.
         *
         * @return from 0 to 1
         */
        public double error() {
            return 1 - accuracy;
        }
    }

    /**
     * Tests a network, without dropout.
     *
     * @param classifier the network
     * @param dataSet the images
     * @param batchSize the images in a batch, which share the steps of the solver
     * @return the results
     */
    public static Result evaluate(ImageClassifier classifier, ImageDataSet dataSet, int batchSize) {
        BatchLoader loader = BatchLoader.of(dataSet, batchSize)
                .withShuffling(false)
                .withNormalization(classifier.config().normalization())
                .withDataType(classifier.parameters().dataType());
        Totals totals = new Totals();
        try (ArrayPool pool = classifier.newPool();
                EpochBatches batches = loader.epoch(0)) {
            while (batches.hasNext()) {
                try (Batch batch = batches.next()) {
                    add(totals, classifier, batch, pool);
                }
            }
        }
        return new Result(totals.meanLoss(), totals.accuracy(), totals.meanForward());
    }

    private static void add(Totals totals, ImageClassifier classifier, Batch batch, ArrayPool pool) {
        try (LayerContext context = LayerContext.inference(classifier.parameters(), pool);
                ForwardPass pass = classifier.network().forward(batch.features(), context)) {
            SoftmaxCrossEntropy loss = SoftmaxCrossEntropy.of(pass.output(), batch.labels());
            totals.add(loss, batch.size(), context);
        }
    }
}
