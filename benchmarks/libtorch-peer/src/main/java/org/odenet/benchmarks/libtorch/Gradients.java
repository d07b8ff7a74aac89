package org.odenet.benchmarks.libtorch;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Reverse differentiation by autograd. */
final class Gradients {

    private Gradients() {}

    static List<Tensor> list(Tensor first, List<Tensor> others) {
        List<Tensor> all = new ArrayList<>();
        all.add(first);
        all.addAll(others);
        return all;
    }

    /** The cotangents of inputs; null as the output's cotangent stands for 1. */
    static List<Tensor> of(Tensor output, Tensor cotangent, List<Tensor> inputs) {
        TensorVector seeds = cotangent == null ? new TensorVector() : new TensorVector(cotangent);
        TensorVector gradients = torch.grad(
                new TensorVector(output),
                new TensorVector(inputs.toArray(new Tensor[0])),
                seeds,
                new BoolOptional(false),
                false,
                false);
        // The vector's elements are mere references into it.
        return Stream.of(gradients.get()).map(Tensor::new).toList();
    }
}
