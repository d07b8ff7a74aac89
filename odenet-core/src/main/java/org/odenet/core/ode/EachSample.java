package org.odenet.core.ode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A function of one sample, evaluated on each sample of a batch. */
final class EachSample implements DifferentiableBatchFunction<double[]> {

    private final int dimension;
    private final DifferentiableOdeFunction<double[]> function;
    private final BatchFunction<double[]> plain;

    EachSample(int dimension, DifferentiableOdeFunction<double[]> function) {
        this.dimension = dimension;
        this.function = function;
        this.plain = BatchFunction.ofEach(dimension, function);
    }

    @Override
    public void evaluate(Samples at, double[] states, double[] derivatives) {
        plain.evaluate(at, states, derivatives);
    }

    @Override
    public Linearization<double[]> linearize(Samples at, double[] states, double[] derivatives) {
        List<Linearization<double[]>> each = new ArrayList<>();
        double[] dydt = new double[dimension];
        for (int row = 0; row < at.count(); row++) {
            each.add(function.linearize(at.time(row), sample(states, row), dydt));
            System.arraycopy(dydt, 0, derivatives, row * dimension, dimension);
        }
        return new Linearization<>() {
            @Override
            public void vjp(double[] cotangent, double[] stateCotangent, double[] parameterGradient) {
                double[] back = new double[dimension];
                for (int row = 0; row < each.size(); row++) {
                    each.get(row).vjp(sample(cotangent, row), back, parameterGradient);
                    System.arraycopy(back, 0, stateCotangent, row * dimension, dimension);
                }
            }

            @Override
            public long bytes() {
                return each.stream().mapToLong(Linearization::bytes).sum();
            }

            @Override
            public void close() {
                each.forEach(Linearization::close);
            }
        };
    }

    private double[] sample(double[] batch, int row) {
        return Arrays.copyOfRange(batch, row * dimension, (row + 1) * dimension);
    }
}
