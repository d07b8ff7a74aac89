package org.odenet.benchmarks;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** odenet's side of a comparison on a network, whose weights and inputs a peer gets too. */
interface NetworkWork extends Side {

    /**
     * What the work gave.
     *
     * @param tensors the results by name, to be closed
     * @param forwardEvaluations of the ODE function in the forward pass
     * @param backwardEvaluations of the ODE function in the backward pass
     */
    record Result(Map<String, INDArray> tensors, long forwardEvaluations, long backwardEvaluations)
            implements AutoCloseable {

        @Override
        public void close() {
            tensors.values().forEach(INDArray::close);
        }
    }

    /** The name by which peers know this work. */
    String kind();

    /** The weights, each as {@code weight/NAME}, and the inputs. */
    Map<String, INDArray> tensors();

    /** The numbers that belong to the work. */
    Map<String, String> settings();

    /** Does the work once, leaves the weights as they are and gives all results. */
    Result check();

    /** Does the work once. */
    void run();

    @Override
    default double milliseconds(int calls) {
        long start = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            run();
        }
        return (System.nanoTime() - start) / 1e6;
    }
}
