package org.odenet.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.kernel.ArrayPool;
import org.odenet.core.nn.Layer;
import org.odenet.core.nn.LayerContext;
import org.odenet.core.nn.LayerFunction;
import org.odenet.core.nn.Parameters;
import org.odenet.models.ImageClassifier;
import org.odenet.models.OdeNetConfig;
import org.odenet.models.OdeNets;

/** One evaluation of the networks' ODE function, with or without its vector-Jacobian product. */
final class FunctionWork implements NetworkWork {

    private static final double TIME = 0.3;

    private final ImageClassifier net;
    private final ArrayPool pool;
    private final LayerContext context;
    private final LayerFunction function;
    private final boolean product;
    private final INDArray state;
    private final INDArray cotangent;
    private final INDArray derivative;
    private final INDArray stateCotangent;
    private final Parameters gradient;
    private final INDArray flatGradient;

    FunctionWork(StateShape shape, boolean product) {
        this.net = OdeNets.odeOnly(OdeNetConfig.mnist().withFilters(shape.channels()));
        this.pool = net.newPool();
        this.context = LayerContext.inference(net.parameters(), pool);
        Layer dynamics = net.odeBlock().orElseThrow().dynamics();
        this.function = new LayerFunction(dynamics, context);
        this.product = product;
        this.state = shape.random(pool.kernels(), 1);
        this.cotangent = shape.random(pool.kernels(), 2);
        this.derivative = context.allocate(shape.dimensions());
        this.stateCotangent = context.allocate(shape.dimensions());
        this.gradient = net.parameters().zerosLike();
        this.flatGradient = gradient.flatOf(dynamics);
    }

    LayerFunction function() {
        return function;
    }

    INDArray state() {
        return state;
    }

    @Override
    public String kind() {
        return product ? "vjp" : "forward";
    }

    @Override
    public Map<String, INDArray> tensors() {
        Map<String, INDArray> tensors = PeerNames.weights(net.parameters());
        tensors.put("state", state);
        tensors.put("cotangent", cotangent);
        return tensors;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("time", String.valueOf(TIME));
    }

    @Override
    public void run() {
        if (product) {
            function.evaluateWithVjp(TIME, state, derivative, cotangent, stateCotangent, flatGradient);
        } else {
            function.evaluate(TIME, state, derivative);
        }
    }

    @Override
    public Result check() {
        gradient.flat().assign(0);
        run();
        Map<String, INDArray> results = new LinkedHashMap<>();
        results.put("derivative", derivative.dup('c'));
        if (product) {
            results.put(PeerNames.STATE_COTANGENT, stateCotangent.dup('c'));
            PeerNames.addGradients(gradient, PeerNames.DYNAMICS, results);
        }
        return new Result(results, 0, 0);
    }

    @Override
    public void close() {
        context.close();
        for (INDArray tensor : new INDArray[] {state, cotangent, derivative, stateCotangent}) {
            tensor.close();
        }
        pool.close();
        gradient.close();
        net.close();
    }
}
