package org.odenet.benchmarks;

import java.nio.file.Path;
import org.odenet.models.ImageClassifier;
import org.odenet.models.data.DataSets;
import org.odenet.models.data.ImageDataSet;
import org.odenet.models.data.TrainTest;
import org.odenet.models.features.DataSetFeatures;
import org.odenet.models.retrieval.FeatureMatrix;
import org.odenet.models.retrieval.LabelledFeatures;

/**
 * Features that a trained network gives at t = 1.
 *
 * @param items those of the first test images
 * @param queries those of the first training images
 */
record LearntFeatures(LabelledFeatures items, LabelledFeatures queries) {

    static LearntFeatures of(Path network, Path mnist, int items, int queries) {
        TrainTest data = DataSets.mnist(mnist);
        try (ImageClassifier net = ImageClassifier.load(network)) {
            return new LearntFeatures(of(net, data.test(), items), of(net, data.train(), queries));
        }
    }

    private static LabelledFeatures of(ImageClassifier net, ImageDataSet images, int count) {
        ImageDataSet first = images.take(Math.min(count, images.size()));
        DataSetFeatures features = DataSetFeatures.at(net, first, new double[] {1}, done -> {});
        FeatureMatrix values = FeatureMatrix.of(features.depths().get(0).values());
        return new LabelledFeatures(values, features.labels());
    }
}
