package org.odenet.benchmarks.libtorch;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** The work of one case. */
interface Work extends AutoCloseable {

    /** What the work gave: tensors by name, and how often the ODE function was evaluated. */
    record Result(Map<String, Tensor> tensors, int forwardEvaluations, int backwardEvaluations) {}

    /** Does the work once; the caller's scope frees what it made. */
    void run();

    /** Does the work once, leaves the weights as they are and gives all results. */
    Result check();

    @Override
    void close();

    static Work of(String kind, TensorFile file) {
        return switch (kind) {
            case "forward" -> new FunctionWork(file, false);
            case "vjp" -> new FunctionWork(file, true);
            case "train" -> new TrainingWork(file);
            case "spiral" -> new SpiralWork(file);
            case "infer" -> new InferenceWork(file);
            default -> throw new IllegalArgumentException("no such work: " + kind);
        };
    }
}
