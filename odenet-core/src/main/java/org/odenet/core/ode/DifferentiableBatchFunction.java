package org.odenet.core.ode;

/**
 * A function of a batch of samples that can be differentiated in reverse: it adds vector-Jacobian products.
 *
 * @param <S> the type of a batch of states, and of the flat vector of parameters
 */
public interface DifferentiableBatchFunction<S> extends BatchFunction<S> {

    /**
     * Evaluates the derivatives and keeps what their vector-Jacobian products need.
     *
     * @param at the samples in the rows of the states, and their times; valid during this call
     * @param states the states, not to be changed until the linearization is closed
     * @param derivatives the derivatives of these samples, to be overwritten
     * @return the linearization at this point, to be closed by the caller; its cotangents are batches of these samples
     */
    Linearization<S> linearize(Samples at, S states, S derivatives);

    /**
     * A function of a batch from a function of one sample, for states that are arrays. Samples are copied out and in.
     *
     * @param dimension the number of components of a sample
     * @param function the right-hand side of each sample, with the same parameters for all
     * @return the function of the batch
     */
    static DifferentiableBatchFunction<double[]> ofEach(int dimension, DifferentiableOdeFunction<double[]> function) {
        return new EachSample(dimension, function);
    }
}
