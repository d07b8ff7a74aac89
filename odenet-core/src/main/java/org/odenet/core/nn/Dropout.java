package org.odenet.core.nn;

import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.tensor.Tensors;

/**
 * Dropout (Srivastava et al. 2014), for any shape: in training each element becomes 0 with the probability {@code rate}
 * and is divided by {@code 1 - rate} otherwise; else the identity.
 */
public final class Dropout implements Layer {

    private final double rate;

    /**
     * Makes the layer.
     *
     * @param rate the probability of dropping an element, at least 0 and below 1
     * @throws IllegalArgumentException if it is not
     */
    public Dropout(double rate) {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("the dropout rate is " + rate + "; it must be at least 0 and below 1");
        }
        this.rate = rate;
    }

    @Override
    public ForwardPass forward(INDArray x, LayerContext context) {
        INDArray out = context.allocate(Inputs.check(this, x, context));
        if (!context.isTraining()) {
            Elementwise.copy(context.kernels(), x, out);
            return ForwardPass.of(
                    context,
                    x,
                    out,
                    (cotangent, gradient, result) -> Elementwise.copy(context.kernels(), cotangent, result));
        }
        INDArray mask = context.allocate(x.shape());
        draw(mask, context.random());
        Elementwise.apply(x, mask, out, (a, b, to) -> a.muli(b, to));
        ForwardPass.Backward backward = (cotangent, gradient, result) ->
                Elementwise.apply(cotangent, mask, result, (a, b, to) -> a.muli(b, to));
        return ForwardPass.of(context, x, out, backward, mask);
    }

    private void draw(INDArray mask, SplittableRandom random) {
        double kept = 1 / (1 - rate);
        double[] values = new double[Math.toIntExact(mask.length())];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextDouble() < rate ? 0 : kept;
        }
        try (INDArray drawn = Nd4j.createFromArray(values)) {
            Tensors.flat(mask).assign(drawn);
        }
    }

    @Override
    public boolean isRandom() {
        return rate > 0;
    }

    @Override
    public long[] outputShape(long... inputShape) {
        return inputShape.clone();
    }
}
