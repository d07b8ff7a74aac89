package org.odenet.examples.serve;

import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.odenet.models.ImageClassifier;
import org.odenet.models.data.ImageDataSet;
import org.odenet.models.features.DataSetFeatures;
import org.odenet.models.features.DepthFeatures;
import org.odenet.models.retrieval.ExactSearch;
import org.odenet.models.retrieval.FeatureMatrix;
import org.odenet.models.retrieval.Neighbour;

/** The images to search, by their features at t = 1, and these in a plane. */
final class ImageCollection {

    private final ImageDataSet images;
    private final ExactSearch search;
    private final Projection projection;
    private final double[][] points;

    private ImageCollection(ImageDataSet images, DepthFeatures features) {
        this.images = images;
        FeatureMatrix matrix = FeatureMatrix.of(features.values());
        this.search = ExactSearch.over(matrix);
        // As the search compares them: scaled to length one.
        float[][] units =
                IntStream.range(0, images.size()).mapToObj(matrix::row).toArray(float[][]::new);
        this.projection = Projection.of(units);
        this.points = IntStream.range(0, units.length)
                .mapToObj(i -> projection.of(units[i]))
                .toArray(double[][]::new);
    }

    /** Takes the features of all images; the progress is told how many are done. */
    static ImageCollection index(ImageClassifier classifier, ImageDataSet images, IntConsumer progress) {
        DepthFeatures features = DataSetFeatures.at(classifier, images, new double[] {1}, progress)
                .depths()
                .get(0);
        return new ImageCollection(images, features);
    }

    ImageDataSet images() {
        return images;
    }

    /** Where an image is in the plane. */
    double[] point(int image) {
        return points[image];
    }

    /** Where features are in the plane. */
    double[] project(float[] features) {
        return projection.of(FeatureMatrix.of(new float[][] {features}).row(0));
    }

    List<Neighbour> nearest(float[] features, int k) {
        return search.nearest(features, k);
    }
}
