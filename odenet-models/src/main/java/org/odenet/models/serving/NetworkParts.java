package org.odenet.models.serving;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.kernel.ArrayPool;
import org.odenet.core.nn.ForwardPass;
import org.odenet.core.nn.Layer;
import org.odenet.core.nn.LayerContext;
import org.odenet.core.nn.LayerFunction;
import org.odenet.core.nn.OdeBlock;
import org.odenet.models.ImageClassifier;
import org.odenet.models.SoftmaxCrossEntropy;

/** A network's layers before, within and behind its ODE block, with memory and prepared weights for one thread. */
final class NetworkParts implements AutoCloseable {

    private final Layer downsampling;
    private final Layer dynamics;
    private final Layer featureLayer;
    private final Layer logitLayer;
    private final ArrayPool pool;
    private final LayerContext context;

    NetworkParts(ImageClassifier classifier, OdeBlock block) {
        this.downsampling = classifier.downsampling();
        this.dynamics = block.dynamics();
        this.featureLayer = classifier.featureLayer();
        this.logitLayer = classifier.logitLayer();
        this.pool = classifier.newPool();
        this.context = LayerContext.inference(classifier.parameters(), pool);
    }

    ForwardPass downsample(INDArray images) {
        return downsampling.forward(images, context);
    }

    LayerFunction dynamics() {
        return new LayerFunction(dynamics, context);
    }

    Observation observe(double t, INDArray state) {
        try (ForwardPass features = featureLayer.forward(state, context);
                ForwardPass logits = logitLayer.forward(features.output(), context);
                INDArray rows = features.output().dup('c')) {
            return new Observation(t, rows.data().asFloat(), SoftmaxCrossEntropy.probabilities(logits.output()));
        }
    }

    @Override
    public void close() {
        context.close();
        pool.close();
    }
}
