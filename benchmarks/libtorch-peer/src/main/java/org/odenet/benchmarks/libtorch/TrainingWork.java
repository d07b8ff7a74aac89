package org.odenet.benchmarks.libtorch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A training step: forward, loss, gradient, and an update by gradient descent with momentum. */
final class TrainingWork implements Work {

    private final Network network;
    private final Tensor images;
    private final Tensor labels;
    private final double tolerance;
    private final boolean adjoint;
    private final Scalar rate;
    private final Scalar momentum;
    private final Map<String, Tensor> velocities = new LinkedHashMap<>();

    TrainingWork(TensorFile file) {
        this.network = new Network(file);
        this.images = file.tensors().get("images");
        Tensor numbers = file.tensors().get("labels");
        this.labels = numbers.to(torch.ScalarType.Long);
        labels.retainReference();
        numbers.close();
        this.tolerance = number(file, "tolerance");
        this.adjoint = file.metadata().get("gradient").equals("adjoint");
        this.rate = scalar(number(file, "rate"));
        this.momentum = scalar(number(file, "momentum"));
        network.weights().forEach((name, weight) -> {
            Tensor velocity = torch.zeros_like(weight);
            velocity.retainReference();
            velocities.put(name, velocity);
        });
    }

    private static double number(TensorFile file, String name) {
        return Double.parseDouble(file.metadata().get(name));
    }

    private static Scalar scalar(double value) {
        Scalar scalar = new Scalar((float) value);
        scalar.retainReference();
        return scalar;
    }

    @Override
    public void run() {
        update(differentiate().tensors());
    }

    @Override
    public Result check() {
        return differentiate();
    }

    private Result differentiate() {
        return adjoint ? byAdjoint() : direct();
    }

    /** Autograd through the steps of the solver. */
    private Result direct() {
        DormandPrince solver = new DormandPrince((t, y) -> new Tensor[] {network.dynamics(t, y[0])}, tolerance);
        Tensor end = solver.solve(new Tensor[] {network.stem(images)}, 0, 1)[0];
        Tensor loss = loss(end);
        List<Tensor> gradients =
                Gradients.of(loss, null, List.copyOf(network.weights().values()));
        return result(loss, List.copyOf(network.weights().keySet()), gradients, solver.evaluations(), 0);
    }

    private Tensor loss(Tensor end) {
        return torch.cross_entropy_loss(network.head(end), labels);
    }

    /** The continuous adjoint between stem and head, whose parts autograd differentiates. */
    private Result byAdjoint() {
        Tensor start = network.stem(images);
        AdjointSolve solve = new AdjointSolve(network, tolerance);
        Tensor end = solve.forward(start.detach()).set_requires_grad(true);
        Tensor loss = loss(end);
        List<Tensor> ofHead = Gradients.of(loss, null, Gradients.list(end, network.weightsOf("classifier.")));
        AdjointSolve.Result back = solve.backward(end.detach(), ofHead.get(0));
        List<Tensor> ofStem = Gradients.of(start, back.cotangent(), network.weightsOf("downsample."));
        // The names' alphabetical order: classifier, downsample, odeblock.
        List<Tensor> gradients = new ArrayList<>(ofHead.subList(1, ofHead.size()));
        gradients.addAll(ofStem);
        gradients.addAll(back.gradients());
        return result(
                loss,
                List.copyOf(network.weights().keySet()),
                gradients,
                solve.forwardEvaluations(),
                solve.backwardEvaluations());
    }

    private static Result result(
            Tensor loss, List<String> names, List<Tensor> gradients, int forwardEvaluations, int backwardEvaluations) {
        Map<String, Tensor> results = new LinkedHashMap<>();
        results.put("loss", loss.view(1));
        for (int i = 0; i < names.size(); i++) {
            results.put("gradient/" + names.get(i), gradients.get(i));
        }
        return new Result(results, forwardEvaluations, backwardEvaluations);
    }

    private void update(Map<String, Tensor> results) {
        Scopes.number(() -> {
            network.weights().forEach((name, weight) -> {
                Tensor velocity = velocities.get(name).mul_(momentum).add_(results.get("gradient/" + name));
                weight.sub_(velocity, rate);
            });
            return results.get("loss").item_float();
        });
    }

    @Override
    public void close() {
        network.close();
        images.close();
        labels.close();
        rate.close();
        momentum.close();
        velocities.values().forEach(Tensor::close);
    }
}
