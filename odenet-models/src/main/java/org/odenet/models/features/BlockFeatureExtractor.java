package org.odenet.models.features;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.kernel.ArrayPool;
import org.odenet.core.nn.ForwardPass;
import org.odenet.core.nn.InParts;
import org.odenet.core.nn.Layer;
import org.odenet.core.nn.LayerContext;
import org.odenet.models.ImageClassifier;

/**
 * Takes features behind each residual block of a ResNet: what the continuous features of an ODE block are compared with
 * (Carrara et al. 2020, section 4.3). Block 0 is the downsampling.
 *
 * <p>It keeps memory and prepared weights from one batch to the next, and serves one thread.
 */
public final class BlockFeatureExtractor implements AutoCloseable {

    private final Layer downsampling;
    private final List<Layer> blocks;
    private final Layer featureLayer;
    private final ArrayPool pool;
    private final LayerContext context;

    /**
     * Prepares a network.
     *
     * @param classifier a ResNet, trained as a rule
     * @throws IllegalArgumentException if the network has no residual blocks
     */
    public BlockFeatureExtractor(ImageClassifier classifier) {
        this.downsampling = classifier.downsampling();
        this.blocks =
                classifier.residualBlocks().stream().<Layer>map(InParts::of).toList();
        if (blocks.isEmpty()) {
            throw new IllegalArgumentException("a network of the kind " + classifier.architecture()
                    + " has no residual blocks; take a ResNet, or a FeatureExtractor for this one");
        }
        this.featureLayer = classifier.featureLayer();
        this.pool = classifier.newPool();
        this.context = LayerContext.inference(classifier.parameters(), pool);
    }

    /**
     * How many blocks there are.
     *
     * @return the number of the last one
     */
    public int blocks() {
        return blocks.size();
    }

    /**
     * Features behind the downsampling and behind each block, from one pass.
     *
     * @param images normalised images, {@code [batch, channels, height, width]}
     * @return the features behind block 0, 1, …, to be closed by the caller; their depth is the part of the blocks
     * @throws IllegalArgumentException if the images have another shape than the network takes
     */
    public List<Features> all(INDArray images) {
        long begin = System.nanoTime();
        List<Features> features = new ArrayList<>();
        ForwardPass state = downsampling.forward(images, context);
        try {
            features.add(features(state.output(), 0, begin));
            for (int block = 1; block <= blocks.size(); block++) {
                ForwardPass before = state;
                try (before) {
                    state = blocks.get(block - 1).forward(before.output(), context);
                }
                features.add(features(state.output(), block, begin));
            }
            return features;
        } finally {
            state.close();
        }
    }

    private Features features(INDArray state, int block, long begin) {
        double[] depths = new double[(int) state.size(0)];
        long[] evaluations = new long[depths.length];
        Arrays.fill(depths, (double) block / blocks.size());
        Arrays.fill(evaluations, block);
        try (ForwardPass pass = featureLayer.forward(state, context)) {
            INDArray values = pass.output().dup('c');
            return new Features(values, depths, evaluations, Duration.ofNanos(System.nanoTime() - begin));
        }
    }

    /** Frees the memory; the network's weights stay. */
    @Override
    public void close() {
        context.close();
        pool.close();
    }
}
