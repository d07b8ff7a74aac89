package org.odenet.benchmarks.libtorch;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** From images to logits. */
final class InferenceWork implements Work {

    private final Network network;
    private final Tensor images;
    private final double tolerance;
    private int evaluations;

    InferenceWork(TensorFile file) {
        this.network = new Network(file);
        this.images = file.tensors().get("images");
        this.tolerance = Double.parseDouble(file.metadata().get("tolerance"));
    }

    @Override
    public void run() {
        logits();
    }

    private Tensor logits() {
        return Scopes.recording(false, () -> {
            DormandPrince solver = new DormandPrince((t, y) -> new Tensor[] {network.dynamics(t, y[0])}, tolerance);
            Tensor[] end = solver.solve(new Tensor[] {network.stem(images)}, 0, 1);
            evaluations = solver.evaluations();
            return network.head(end[0]);
        });
    }

    @Override
    public Result check() {
        return new Result(Map.of("logits", logits()), evaluations, 0);
    }

    @Override
    public void close() {
        network.close();
        images.close();
    }
}
