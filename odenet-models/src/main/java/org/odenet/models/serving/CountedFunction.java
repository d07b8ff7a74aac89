package org.odenet.models.serving;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.nn.LayerFunction;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.state.VectorSpace;

/** Counts the evaluations as they happen: a step does not tell them. */
final class CountedFunction implements OdeFunction<INDArray> {

    private final LayerFunction function;
    private long evaluations;

    CountedFunction(LayerFunction function) {
        this.function = function;
    }

    @Override
    public void evaluate(double t, INDArray y, INDArray dydt) {
        evaluations++;
        function.evaluate(t, y, dydt);
    }

    @Override
    public VectorSpace<INDArray> space(INDArray prototype) {
        return function.space(prototype);
    }

    long evaluations() {
        return evaluations;
    }
}
