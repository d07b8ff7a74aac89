package org.odenet.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.adjoint.Gradients;
import org.odenet.core.kernel.ArrayPool;
import org.odenet.core.nn.ForwardPass;
import org.odenet.core.nn.LayerContext;
import org.odenet.models.Architecture;
import org.odenet.models.ImageClassifier;
import org.odenet.models.Predictor;
import org.odenet.models.data.Batch;

/** A single image to its logits. */
final class InferenceWork implements NetworkWork {

    private final ImageClassifier net;
    private final Predictor predictor;
    private final Batch image;

    InferenceWork(Architecture architecture) {
        this.net = Mnist.network(architecture, Gradients.checkpointed());
        this.predictor = net.predictor();
        this.image = Mnist.images(net, 1);
    }

    @Override
    public String kind() {
        return "infer";
    }

    @Override
    public Map<String, INDArray> tensors() {
        Map<String, INDArray> tensors = PeerNames.weights(net.parameters());
        tensors.put("images", image.features());
        return tensors;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("tolerance", String.valueOf(Mnist.TOLERANCE));
    }

    @Override
    public void run() {
        predictor.logits(image.features()).close();
    }

    @Override
    public Result check() {
        try (ArrayPool pool = net.newPool();
                LayerContext context = LayerContext.inference(net.parameters(), pool);
                ForwardPass pass = net.network().forward(image.features(), context)) {
            Map<String, INDArray> results = new LinkedHashMap<>();
            results.put("logits", pass.output().dup('c'));
            return new Result(results, context.forwardStatistics().functionEvaluations(), 0);
        }
    }

    @Override
    public void close() {
        predictor.close();
        image.close();
        net.close();
    }
}
