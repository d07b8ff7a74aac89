package org.odenet.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.odenet.core.kernel.ArrayPool;
import org.odenet.core.nn.ForwardPass;
import org.odenet.core.nn.LayerContext;
import org.odenet.core.nn.Parameters;
import org.odenet.core.ode.GradientMethod;
import org.odenet.models.Architecture;
import org.odenet.models.ImageClassifier;
import org.odenet.models.SoftmaxCrossEntropy;
import org.odenet.models.data.Batch;

/** A training step on MNIST as the trainer takes it: forward, loss, backward, and an update with momentum. */
final class TrainingWork implements NetworkWork {

    /** So small that the weights, and with them the evaluations, stay as they are however often a step is repeated. */
    private static final double RATE = 1e-9;

    private static final double MOMENTUM = 0.9;

    private final GradientMethod method;
    private final ImageClassifier net;
    private final Batch batch;
    private final ArrayPool pool;
    private final Parameters gradient;
    private final INDArray velocity;
    private final GradientUpdater<?> updater;

    TrainingWork(Architecture architecture, GradientMethod method) {
        this.method = method;
        this.net = Mnist.network(architecture, method);
        this.batch = Mnist.images(net, StateShape.BATCH);
        this.pool = net.newPool();
        this.gradient = net.parameters().zerosLike();
        this.velocity =
                Nd4j.create(net.parameters().dataType(), 1, net.parameters().count());
        this.updater = new Nesterovs(RATE, MOMENTUM).instantiate(velocity, true);
    }

    @Override
    public String kind() {
        return "train";
    }

    @Override
    public Map<String, INDArray> tensors() {
        Map<String, INDArray> tensors = PeerNames.weights(net.parameters());
        tensors.put("images", batch.features());
        float[] labels = new float[batch.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = batch.labels()[i];
        }
        tensors.put("labels", Nd4j.createFromArray(labels));
        return tensors;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "gradient",
                method.name(),
                "tolerance",
                String.valueOf(Mnist.TOLERANCE),
                "rate",
                String.valueOf(RATE),
                "momentum",
                String.valueOf(MOMENTUM));
    }

    @Override
    public void run() {
        try (LayerContext context = LayerContext.training(net.parameters(), pool, 0)) {
            differentiate(context);
        }
        INDArray change = gradient.flat().reshape('c', 1, gradient.count());
        updater.applyUpdater(change, 0, 0);
        INDArray weights = net.parameters().flat().reshape('c', 1, gradient.count());
        weights.subi(change);
        if (!Double.isFinite(weights.norm2Number().doubleValue())) {
            throw new IllegalStateException("the weights of a training step are not finite");
        }
    }

    private double differentiate(LayerContext context) {
        gradient.flat().assign(0);
        try (ForwardPass pass = net.network().forward(batch.features(), context)) {
            SoftmaxCrossEntropy loss = SoftmaxCrossEntropy.of(pass.output(), batch.labels());
            try (INDArray cotangent = loss.cotangent(pass.output())) {
                pass.backwardToParameters(cotangent, gradient);
            }
            return loss.loss();
        }
    }

    @Override
    public Result check() {
        try (LayerContext context = LayerContext.training(net.parameters(), pool, 0)) {
            Map<String, INDArray> results = new LinkedHashMap<>();
            results.put("loss", Nd4j.createFromArray((float) differentiate(context)));
            PeerNames.addGradients(gradient, "", results);
            return new Result(
                    results,
                    context.forwardStatistics().functionEvaluations(),
                    context.backwardStatistics().functionEvaluations());
        }
    }

    @Override
    public void close() {
        batch.close();
        pool.close();
        gradient.close();
        velocity.close();
        net.close();
    }
}
