package org.odenet.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.models.ImageClassifier;
import org.odenet.models.OdeNets;
import org.odenet.models.SoftmaxCrossEntropy;
import org.odenet.models.TinyTask;
import org.odenet.models.data.Batch;
import org.odenet.models.data.BatchLoader;
import org.odenet.models.data.EpochBatches;
import org.odenet.models.data.ImageDataSet;
import org.odenet.solvers.Solvers;

class EvaluatorTest {

    @Test
    void agreesWithOneBatchOfAll() {
        ImageDataSet images = TinyTask.images("bars", 10, 4);
        try (ImageClassifier net = OdeNets.odeOnly(
                        TinyTask.config().withSolver(Solvers.rk4()).withDropout(0.5));
                EpochBatches batches = BatchLoader.of(images, 10).epoch(0);
                Batch all = batches.next();
                INDArray logits = net.logits(all.features())) {
            SoftmaxCrossEntropy expected = SoftmaxCrossEntropy.of(logits, all.labels());
            for (int batchSize : new int[] {1, 3, 10, 64}) {
                Evaluator.Result result = Evaluator.evaluate(net, images, batchSize);
                assertThat(result.loss()).isCloseTo(expected.loss(), within(1e-6));
                assertThat(result.accuracy()).isEqualTo(expected.correct() / 10.0);
                assertThat(result.error()).isCloseTo(1 - expected.correct() / 10.0, within(1e-15));
                assertThat(result.functionEvaluations()).isEqualTo(4);
            }
        }
    }
}
