package org.odenet.core.nn;

import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Sets a parameter's first value. */
@FunctionalInterface
public interface Initializer {

    /** All zeros. */
    Initializer ZEROS = (parameter, random) -> parameter.assign(0);

    /** All ones. */
    Initializer ONES = (parameter, random) -> parameter.assign(1);

    /**
     * Sets the values.
     *
     * @param parameter the parameter, to be overwritten
     * @param random the random numbers of this parameter
     */
    void initialize(INDArray parameter, SplittableRandom random);

    /**
     * Uniform numbers in {@code ±1/sqrt(fanIn)}: what PyTorch gives weights and biases of linear and convolution
     * layers (He et al. 2015, with a negative slope of √5).
     *
     * @param fanIn the number of inputs of one output
     * @return the initializer
     */
    static Initializer uniformFanIn(long fanIn) {
        double bound = 1 / Math.sqrt(fanIn);
        return (parameter, random) -> {
            for (long i = 0; i < parameter.length(); i++) {
                parameter.putScalar(i, random.nextDouble(-bound, bound));
            }
        };
    }
}
