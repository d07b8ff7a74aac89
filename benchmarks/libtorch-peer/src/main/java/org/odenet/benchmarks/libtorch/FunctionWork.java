package org.odenet.benchmarks.libtorch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** One evaluation of the ODE function, with or without its vector-Jacobian product. */
final class FunctionWork implements Work {

    private final Network network;
    private final double time;
    private final Tensor state;
    private final Tensor cotangent;
    private final boolean product;

    FunctionWork(TensorFile file, boolean product) {
        this.network = new Network(file);
        this.time = Double.parseDouble(file.metadata().get("time"));
        this.state = network.inOrder(file.tensors().get("state"));
        this.cotangent = network.inOrder(file.tensors().get("cotangent"));
        this.product = product;
        state.set_requires_grad(product);
    }

    @Override
    public void run() {
        if (product) {
            differentiate();
        } else {
            evaluate();
        }
    }

    private Tensor evaluate() {
        return Scopes.recording(false, () -> network.dynamics(time, state));
    }

    /** The derivative, then the cotangents of the state and of each weight. */
    private List<Tensor> differentiate() {
        Tensor derivative = network.dynamics(time, state);
        List<Tensor> results = new ArrayList<>();
        results.add(derivative);
        results.addAll(Gradients.of(derivative, cotangent, Gradients.list(state, network.weightsOf(Network.DYNAMICS))));
        return results;
    }

    @Override
    public Result check() {
        Map<String, Tensor> results = new LinkedHashMap<>();
        if (!product) {
            results.put("derivative", evaluate());
        } else {
            List<Tensor> values = differentiate();
            results.put("derivative", values.get(0));
            results.put("state-cotangent", values.get(1));
            List<String> names = network.namesOf(Network.DYNAMICS);
            for (int i = 0; i < names.size(); i++) {
                results.put("gradient/" + names.get(i), values.get(2 + i));
            }
        }
        return new Result(results, 0, 0);
    }

    @Override
    public void close() {
        network.close();
        state.close();
        cotangent.close();
    }
}
