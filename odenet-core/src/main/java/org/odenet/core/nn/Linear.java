package org.odenet.core.nn;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An affine map {@code y = x Wᵀ + b} from {@code [batch, in]} to {@code [batch, out]}.
 *
 * <p>Parameters: {@code weight} {@code [out, in]} and {@code bias} {@code [out]}, at first uniform in {@code
 * ±1/sqrt(in)}.
 */
public final class Linear implements Layer {

    private final long inFeatures;
    private final long outFeatures;
    private final ParameterSpec weight;
    private final ParameterSpec bias;

    /**
     * Makes the layer.
     *
     * @param inFeatures the input's features
     * @param outFeatures the output's features
     * @throws IllegalArgumentException if a number is not positive
     */
    public Linear(long inFeatures, long outFeatures) {
        if (inFeatures <= 0 || outFeatures <= 0) {
            throw new IllegalArgumentException(
                    "a linear layer from " + inFeatures + " to " + outFeatures + " features; both must be positive");
        }
        this.inFeatures = inFeatures;
        this.outFeatures = outFeatures;
        Initializer initializer = Initializer.uniformFanIn(inFeatures);
        this.weight = new ParameterSpec("weight", initializer, outFeatures, inFeatures);
        this.bias = new ParameterSpec("bias", initializer, outFeatures);
    }

    @Override
    public ForwardPass forward(INDArray x, LayerContext context) {
        INDArray out = context.allocate(Inputs.check(this, x, context));
        INDArray w = context.parameters().get(weight);
        x.mmuli(w.transpose(), out);
        out.addiRowVector(context.parameters().get(bias));
        return ForwardPass.of(context, x, out, (cotangent, gradient, result) -> {
            cotangent.mmuli(w, result);
            if (gradient != null) {
                addGradient(x, cotangent, gradient);
            }
        });
    }

    private void addGradient(INDArray x, INDArray cotangent, Parameters gradient) {
        try (INDArray ofWeight = cotangent.transpose().mmul(x);
                INDArray ofBias = cotangent.sum(0)) {
            gradient.get(weight).addi(ofWeight);
            gradient.get(bias).addi(ofBias);
        }
    }

    @Override
    public long[] outputShape(long... inputShape) {
        Inputs.requireFeatures(this, inFeatures, inputShape);
        return new long[] {inputShape[0], outFeatures};
    }

    @Override
    public List<ParameterSpec> parameters() {
        return List.of(weight, bias);
    }
}
