package org.odenet.examples.serve;

import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.odenet.examples.index.CollectionIndexer;
import org.odenet.examples.index.FeatureIndex;
import org.odenet.examples.index.ImageIds;
import org.odenet.models.ImageClassifier;
import org.odenet.models.data.ImageDataSet;
import org.odenet.models.features.DataSetFeatures;
import org.odenet.models.features.DepthFeatures;
import org.odenet.models.retrieval.FeatureMatrix;

/** The images to search, by their features at t = 1, and these in a plane. */
final class ImageCollection {

    private final ImageDataSet images;
    private final ImageSearch search;
    private final Projection projection;
    private final double[][] points;

    /** The features are as the search compares them: of length one. */
    private ImageCollection(ImageDataSet images, float[][] units, ImageSearch search) {
        this.images = images;
        this.search = search;
        this.projection = Projection.of(units);
        this.points = IntStream.range(0, units.length)
                .mapToObj(i -> projection.of(units[i]))
                .toArray(double[][]::new);
    }

    /** Takes the features of all images into memory; the progress is told how many are done. */
    static ImageCollection inMemory(ImageClassifier classifier, ImageDataSet images, IntConsumer progress) {
        DepthFeatures features = DataSetFeatures.at(classifier, images, new double[] {1}, progress)
                .depths()
                .get(0);
        FeatureMatrix matrix = FeatureMatrix.of(features.values());
        float[][] units =
                IntStream.range(0, images.size()).mapToObj(matrix::row).toArray(float[][]::new);
        return new ImageCollection(images, units, ImageSearch.exact(images, matrix));
    }

    /** Searches an index, and adds to it what it lacks; the progress is told how many images are there or done. */
    static ImageCollection in(
            FeatureIndex index, ImageClassifier classifier, ImageDataSet images, IntConsumer progress) {
        new CollectionIndexer(index, classifier).add(images, progress);
        List<String> ids = ImageIds.of(images);
        Map<String, float[]> vectors = index.vectors(ids);
        float[][] units = ids.stream().map(vectors::get).toArray(float[][]::new);
        return new ImageCollection(images, units, ImageSearch.of(index, ids));
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

    ImageSearch search() {
        return search;
    }
}
