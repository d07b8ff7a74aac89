package org.odenet.benchmarks.libtorch;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The continuous adjoint (Chen et al. 2018) as in torchdiffeq: state, cotangent and the gradient of the weights are solved
 * backward together. As in odenet, the cotangent is scaled to length 1 and the error of the weights' gradient is that of
 * one vector, so that both take the same steps.
 */
final class AdjointSolve {

    /** What the backward solve gave. */
    record Result(Tensor cotangent, List<Tensor> gradients) {}

    private final Network network;
    private final List<Tensor> weights;
    private final double tolerance;
    private int forwardEvaluations;
    private int backwardEvaluations;

    AdjointSolve(Network network, double tolerance) {
        this.network = network;
        this.weights = network.weightsOf(Network.DYNAMICS);
        this.tolerance = tolerance;
    }

    int forwardEvaluations() {
        return forwardEvaluations;
    }

    int backwardEvaluations() {
        return backwardEvaluations;
    }

    Tensor forward(Tensor start) {
        DormandPrince solver = new DormandPrince((t, y) -> new Tensor[] {network.dynamics(t, y[0])}, tolerance);
        Tensor[] end = Scopes.recording(false, () -> solver.solve(new Tensor[] {start}, 0, 1));
        forwardEvaluations = solver.evaluations();
        return end[0];
    }

    Result backward(Tensor end, Tensor cotangent) {
        return Scopes.recording(false, () -> {
            double length = cotangent.norm().item_double();
            long parameters = weights.stream().mapToLong(Tensor::numel).sum();
            Tensor none = torch.zeros(new long[] {parameters});
            DormandPrince solver = new DormandPrince(this::evaluate, tolerance);
            Tensor[] initial = {end, cotangent.mul(new Scalar((float) (1 / length))), none};
            Tensor[] start = solver.solve(initial, 1, 0);
            backwardEvaluations = solver.evaluations();
            Scalar scale = new Scalar((float) length);
            return new Result(start[1].mul_(scale), split(start[2].mul_(scale)));
        });
    }

    private Tensor[] evaluate(double t, Tensor[] state) {
        return Scopes.keepAll(() -> {
            Tensor y = state[0].detach().set_requires_grad(true);
            Tensor derivative = Scopes.recording(true, () -> network.dynamics(t, y));
            List<Tensor> back = Gradients.of(derivative, state[1].neg(), Gradients.list(y, weights));
            return new Tensor[] {derivative.detach(), back.get(0), flatten(back.subList(1, back.size()))};
        });
    }

    private static Tensor flatten(List<Tensor> tensors) {
        return torch.cat(
                new TensorVector(tensors.stream().map(tensor -> tensor.reshape(-1)).toArray(Tensor[]::new)));
    }

    private List<Tensor> split(Tensor flat) {
        List<Tensor> parts = new ArrayList<>();
        long at = 0;
        for (Tensor weight : weights) {
            parts.add(flat.narrow(0, at, weight.numel()).view_as(weight));
            at += weight.numel();
        }
        return parts;
    }
}
