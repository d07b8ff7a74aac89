package org.odenet.models.features;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.models.ImageClassifier;
import org.odenet.models.data.Batch;
import org.odenet.models.data.BatchLoader;
import org.odenet.models.data.EpochBatches;
import org.odenet.models.data.ImageDataSet;

/**
 * Features of all images of a data set at several depths, each image run through the network once.
 *
 * <pre>{@code
 * AdaptiveSolver solver = Solvers.dormandPrince54().tolerances(1e-3, 1e-3).steppingPastEnd();
 * ImageClassifier each = net.with(solver.perSample(), net.config().gradient());
 * DataSetFeatures features = DataSetFeatures.at(each, test, new double[] {0.25, 0.5, 1}, done -> {});
 * float[][] halfWay = features.depths().get(1).values();
 * }</pre>
 */
public final class DataSetFeatures {

    /** Images of one pass: enough for fast kernels, few enough to be held at all depths. */
    private static final int BATCH = 100;

    private final List<DepthFeatures> depths;
    private final int[] labels;

    private DataSetFeatures(List<DepthFeatures> depths, int[] labels) {
        this.depths = List.copyOf(depths);
        this.labels = labels;
    }

    /**
     * Features from the hidden state of an ODE block, see {@link FeatureExtractor#at(INDArray, double...)}.
     *
     * @param classifier a network with an ODE block; where its solver is a {@link
     *     org.odenet.solvers.sample.PerSampleSolver}, each image has the evaluations that it would have alone
     * @param images the images, at least one; they are normalised as the network wants
     * @param times the depths, from 0 to 1, each larger than the one before
     * @param progress is told how many images have been done
     * @return the features at each of the times
     * @throws IllegalArgumentException if the network has no ODE block, the times are not as said, there are no images, or
     *     they have other channels than the network takes
     */
    public static DataSetFeatures at(
            ImageClassifier classifier, ImageDataSet images, double[] times, IntConsumer progress) {
        try (FeatureExtractor extractor = new FeatureExtractor(classifier)) {
            return collect(classifier, images, batch -> extractor.at(batch, times), progress);
        }
    }

    /**
     * Features behind the downsampling and behind each block of a ResNet, see {@link BlockFeatureExtractor#all}.
     *
     * @param classifier a ResNet
     * @param images the images, at least one; they are normalised as the network wants
     * @param progress is told how many images have been done
     * @return the features behind block 0, 1, …
     * @throws IllegalArgumentException if the network is no ResNet, there are no images, or they have other channels than
     *     the network takes
     */
    public static DataSetFeatures behindBlocks(ImageClassifier classifier, ImageDataSet images, IntConsumer progress) {
        try (BlockFeatureExtractor extractor = new BlockFeatureExtractor(classifier)) {
            return collect(classifier, images, extractor::all, progress);
        }
    }

    private static DataSetFeatures collect(
            ImageClassifier classifier,
            ImageDataSet images,
            Function<INDArray, List<Features>> extractor,
            IntConsumer progress) {
        BatchLoader loader = loader(classifier, images);
        List<DepthFeatures> depths = new ArrayList<>();
        int done = 0;
        try (EpochBatches batches = loader.epoch(0)) {
            while (batches.hasNext()) {
                try (Batch batch = batches.next()) {
                    List<Features> features = extractor.apply(batch.features());
                    try {
                        add(features, done, images.size(), depths);
                    } finally {
                        features.forEach(Features::close);
                    }
                    done += batch.size();
                    progress.accept(done);
                }
            }
        }
        int[] labels = IntStream.range(0, images.size()).map(images::label).toArray();
        return new DataSetFeatures(depths, labels);
    }

    private static BatchLoader loader(ImageClassifier classifier, ImageDataSet images) {
        if (images.size() == 0) {
            throw new IllegalArgumentException("data set '" + images.name() + "' has no images; give at least one");
        }
        int channels = classifier.config().channels();
        if (images.channels() != channels) {
            throw new IllegalArgumentException("the network takes images of %d channels, but those of '%s' have %d"
                    .formatted(channels, images.name(), images.channels()));
        }
        return BatchLoader.of(images, BATCH)
                .withNormalization(classifier.config().normalization())
                .withDataType(classifier.parameters().dataType());
    }

    private static void add(List<Features> batch, int first, int images, List<DepthFeatures> depths) {
        for (int k = 0; k < batch.size(); k++) {
            Features features = batch.get(k);
            if (first == 0) {
                depths.add(new DepthFeatures(features.depth(), new float[images][], new long[images]));
            }
            DepthFeatures all = depths.get(k);
            float[] values = features.values().data().asFloat();
            int filters = (int) features.values().size(1);
            for (int i = 0; i < features.evaluations().length; i++) {
                all.values()[first + i] = Arrays.copyOfRange(values, i * filters, (i + 1) * filters);
                all.evaluations()[first + i] = features.evaluations()[i];
            }
        }
    }

    /**
     * The features depth by depth.
     *
     * @return the features, the shallowest first, unmodifiable
     */
    public List<DepthFeatures> depths() {
        return depths;
    }

    /**
     * The classes of the images.
     *
     * @return a copy of the labels
     */
    public int[] labels() {
        return labels.clone();
    }

    /**
     * How much of the images a network classifies wrong by the features of one depth.
     *
     * @param depth the position in {@link #depths()}
     * @param classifier the network that the features come from
     * @return the test error, from 0 to 1
     */
    public double error(int depth, ImageClassifier classifier) {
        int[] classes = depths.get(depth).classify(classifier);
        long wrong = IntStream.range(0, labels.length)
                .filter(i -> classes[i] != labels[i])
                .count();
        return (double) wrong / labels.length;
    }
}
