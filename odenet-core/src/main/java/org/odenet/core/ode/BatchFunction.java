package org.odenet.core.ode;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.state.BatchSpace;

/**
 * The right-hand side of an ordinary differential equation for a batch of independent samples, each at a time of its own:
 * {@code dy_i/dt = f(t_i, y_i)}.
 *
 * <p>A batch of states is a tensor {@code [samples, …]}, or a {@code double[]} with the components of one sample after
 * those of another. An array may be longer than the samples need: only its first {@link Samples#count} rows are meant.
 *
 * <p>Example, with a parameter for each sample of the batch:
 *
 * <pre>{@code
 * BatchFunction<double[]> vanDerPol = (at, y, dydt) -> {
 *     for (int row = 0; row < at.count(); row++) {
 *         double x = y[2 * row];
 *         double v = y[2 * row + 1];
 *         dydt[2 * row] = v;
 *         dydt[2 * row + 1] = mu[at.index(row)] * (1 - x * x) * v - x;
 *     }
 * };
 * }</pre>
 *
 * @param <S> the type of a batch of states: an {@link INDArray} or a {@code double[]}
 */
@FunctionalInterface
public interface BatchFunction<S> {

    /**
     * Evaluates the derivatives.
     *
     * @param at the samples in the rows of the states, and their times; valid during this call
     * @param states the states, not to be changed
     * @param derivatives the derivatives of these samples, to be overwritten
     */
    void evaluate(Samples at, S states, S derivatives);

    /**
     * The space that batches of this function live in. A function may offer one with memory of its own, such as a pool.
     *
     * @param prototype a batch of states
     * @param samples how many samples it has
     * @return a new space of such batches; the solve that asks for it closes it
     * @throws IllegalArgumentException if such a batch has no space
     */
    default BatchSpace<S> batchSpace(S prototype, int samples) {
        return BatchSpace.of(prototype, samples);
    }

    /**
     * A function of a batch from a function of one sample, for states that are arrays. Samples are copied out and in.
     *
     * @param dimension the number of components of a sample
     * @param function the right-hand side of each sample
     * @return the function of the batch
     */
    static BatchFunction<double[]> ofEach(int dimension, OdeFunction<double[]> function) {
        return (at, states, derivatives) -> {
            double[] y = new double[dimension];
            double[] dydt = new double[dimension];
            for (int row = 0; row < at.count(); row++) {
                System.arraycopy(states, row * dimension, y, 0, dimension);
                function.evaluate(at.time(row), y, dydt);
                System.arraycopy(dydt, 0, derivatives, row * dimension, dimension);
            }
        };
    }
}
