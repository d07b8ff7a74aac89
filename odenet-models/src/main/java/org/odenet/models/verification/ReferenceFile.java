package org.odenet.models.verification;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.models.Architecture;
import org.odenet.models.Downsampling;
import org.odenet.models.ImageClassifier;
import org.odenet.models.OdeNetConfig;
import org.odenet.models.OdeNets;
import org.odenet.models.Weights;
import org.odenet.models.io.NpzReader;
import org.odenet.models.io.WeightFileException;

/** A file of reference values: weights by PyTorch's names, inputs, and what came of them. */
final class ReferenceFile implements AutoCloseable {

    private static final String WEIGHT = "weight/";
    private static final String IMAGES = "images";
    private static final String NAMING = "name the weights as the PyTorch code of the paper's authors does";

    private final Path path;
    private final NpzReader reader;

    ReferenceFile(Path path) {
        this.path = path;
        this.reader = NpzReader.open(path);
    }

    boolean has(String name) {
        return reader.has(name);
    }

    INDArray read(String name) {
        return reader.read(name);
    }

    INDArray read(String name, DataType type) {
        try (INDArray stored = reader.read(name)) {
            return stored.castTo(type).dup('c');
        }
    }

    /**
     * Reads an array and requires its shape.
     *
     * @throws WeightFileException if it is missing or has another shape
     */
    INDArray read(String name, long... shape) {
        INDArray stored = reader.read(name);
        if (!Arrays.equals(stored.shape(), shape)) {
            String found = Arrays.toString(stored.shape());
            stored.close();
            throw unusable(name, "has the shape " + found + " instead of " + Arrays.toString(shape));
        }
        return stored;
    }

    /** The images, in the type of a network's weights. */
    INDArray images(ImageClassifier classifier) {
        INDArray images = read(IMAGES, classifier.parameters().dataType());
        try {
            classifier.network().outputShape(images.shape());
            return images;
        } catch (IllegalArgumentException e) {
            images.close();
            throw unusable(IMAGES, "does not fit the network: " + e.getMessage());
        }
    }

    /** The labels of so many images. */
    int[] labels(long count, int classes) {
        int[] labels = integers("labels", count);
        for (int label : labels) {
            if (label < 0 || label >= classes) {
                throw unusable("labels", "holds the label " + label + ", but there are " + classes + " classes");
            }
        }
        return labels;
    }

    /** How far values are from those of an array of the same shape, norm-wise. */
    double error(INDArray values, String name) {
        try (INDArray expected = read(name, values.shape())) {
            return Comparison.relativeError(values, expected);
        }
    }

    double number(String name) {
        try (INDArray stored = read(name, new long[0])) {
            return stored.getDouble(0);
        }
    }

    int[] integers(String name, long count) {
        try (INDArray stored = read(name, count)) {
            return stored.toIntVector();
        }
    }

    /** Increasing times, at least two. */
    double[] times(String name) {
        try (INDArray stored = reader.read(name)) {
            double[] times = stored.rank() == 1 ? stored.toDoubleVector() : new double[0];
            boolean increasing = times.length > 1;
            for (int i = 1; i < times.length; i++) {
                increasing &= times[i] > times[i - 1];
            }
            if (!increasing) {
                throw unusable(name, "does not hold two or more increasing times");
            }
            return times;
        }
    }

    WeightFileException unusable(String name, String problem) {
        return new WeightFileException(
                path, "the array '" + name + "' " + problem, "make the file again from one network");
    }

    /** The names that begin with a prefix, without it. */
    List<String> namesUnder(String prefix) {
        return new TreeSet<>(reader.names())
                .stream()
                        .filter(name -> name.startsWith(prefix))
                        .map(name -> name.substring(prefix.length()))
                        .toList();
    }

    /** The network that the weights are of, told by their names and shapes, in double precision. */
    ImageClassifier classifier() {
        Map<String, INDArray> weights = new LinkedHashMap<>();
        namesUnder(WEIGHT).forEach(name -> weights.put(name, reader.read(WEIGHT + name)));
        try (ImageClassifier single = OdeNets.build(architecture(weights), config(weights))) {
            ImageClassifier exact = single.copyAs(DataType.DOUBLE);
            try {
                Weights.copy(path, weights, exact.parameters());
            } catch (WeightFileException e) {
                exact.close();
                throw e;
            }
            return exact;
        } catch (IllegalArgumentException e) {
            throw new WeightFileException(
                    path, "the weights are of no network of this library: " + e.getMessage(), NAMING, e);
        } finally {
            weights.values().forEach(INDArray::close);
        }
    }

    private static Architecture architecture(Map<String, INDArray> weights) {
        if (weights.keySet().stream().anyMatch(name -> name.startsWith("features."))) {
            return Architecture.RES_NET;
        }
        return weights.containsKey("downsample.module.weight") ? Architecture.ODE_ONLY : Architecture.RES_ODE;
    }

    private OdeNetConfig config(Map<String, INDArray> weights) {
        Downsampling downsampling = downsampling(weights);
        String first =
                downsampling == Downsampling.ONE_SHOT ? "downsample.module.weight" : "downsample.module.0.weight";
        INDArray linear = weight(weights, "classifier.module.4.weight");
        return OdeNetConfig.mnist()
                .withDownsampling(downsampling)
                .withImages((int) weight(weights, first).size(1), (int) linear.size(0))
                .withFilters((int) linear.size(1));
    }

    private static Downsampling downsampling(Map<String, INDArray> weights) {
        if (weights.containsKey("downsample.module.weight")) {
            return Downsampling.ONE_SHOT;
        }
        return weights.containsKey("downsample.module.1.norm1.weight")
                ? Downsampling.RESIDUAL
                : Downsampling.CONVOLUTION;
    }

    private INDArray weight(Map<String, INDArray> weights, String name) {
        INDArray weight = weights.get(name);
        if (weight == null || weight.rank() < 2) {
            throw new WeightFileException(
                    path, "there is no weight '" + WEIGHT + name + "' of a network of this library", NAMING);
        }
        return weight;
    }

    @Override
    public void close() {
        reader.close();
    }
}
