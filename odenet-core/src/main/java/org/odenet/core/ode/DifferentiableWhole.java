package org.odenet.core.ode;

import org.odenet.core.state.VectorSpace;

/** A differentiable function that is not divided. */
final class DifferentiableWhole<S> extends Whole<S> implements DifferentiableDivision<S> {

    private final DifferentiableOdeFunction<S> function;

    DifferentiableWhole(DifferentiableOdeFunction<S> function, VectorSpace<S> space) {
        super(function, space);
        this.function = function;
    }

    @Override
    public DifferentiableOdeFunction<S> function(int piece) {
        return function;
    }

    @Override
    public void forEach(S parameterGradient, GradientTask<S> task) {
        task.run(0, parameterGradient);
    }
}
