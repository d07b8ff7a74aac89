package org.odenet.benchmarks.libtorch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** The gradient of a small network that follows a curve, in double precision. */
final class SpiralWork implements Work {

    private static final List<String> WEIGHTS = List.of("w0", "b0", "w1", "b1");

    private final List<Tensor> weights = new ArrayList<>();
    private final Tensor start;
    private final Tensor targets;
    private final double[] times;
    private final double tolerance;
    private int evaluations;

    SpiralWork(TensorFile file) {
        Map<String, Tensor> tensors = file.tensors();
        for (String name : WEIGHTS) {
            Tensor weight = exact(tensors.get("weight/" + name));
            weight.set_requires_grad(true);
            weights.add(weight);
        }
        this.start = exact(tensors.get("start"));
        this.targets = exact(tensors.get("targets"));
        this.times = values(tensors.get("times"));
        this.tolerance = Double.parseDouble(file.metadata().get("tolerance"));
    }

    private static Tensor exact(Tensor given) {
        Tensor tensor = given.to(torch.ScalarType.Double);
        tensor.retainReference();
        given.close();
        return tensor;
    }

    private static double[] values(Tensor tensor) {
        FloatPointer values = new FloatPointer(tensor.const_data_ptr());
        double[] copy = new double[(int) tensor.numel()];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = values.get(i);
        }
        tensor.close();
        return copy;
    }

    private Tensor[] dynamics(Tensor[] y) {
        Tensor hidden = torch.addmm(weights.get(1), y[0], weights.get(0)).tanh();
        return new Tensor[] {torch.addmm(weights.get(3), hidden, weights.get(2))};
    }

    @Override
    public void run() {
        differentiate();
    }

    /** The loss, then the gradients. */
    private List<Tensor> differentiate() {
        DormandPrince solver = new DormandPrince((t, y) -> dynamics(y), tolerance);
        Tensor[] states = solver.solve(new Tensor[] {start}, 0, times).stream()
                .map(state -> state[0])
                .toArray(Tensor[]::new);
        evaluations = solver.evaluations();
        Tensor errors = torch.cat(new TensorVector(states)).sub(targets);
        Tensor loss = errors.square().mean();
        return Gradients.list(loss, Gradients.of(loss, null, weights));
    }

    @Override
    public Result check() {
        List<Tensor> values = differentiate();
        Map<String, Tensor> results = new LinkedHashMap<>();
        results.put("loss", single(values.get(0).view(1)));
        for (int i = 0; i < WEIGHTS.size(); i++) {
            results.put("gradient/" + WEIGHTS.get(i), single(values.get(1 + i)));
        }
        return new Result(results, evaluations, 0);
    }

    private static Tensor single(Tensor tensor) {
        return tensor.to(torch.ScalarType.Float);
    }

    @Override
    public void close() {
        weights.forEach(Tensor::close);
        start.close();
        targets.close();
    }
}
