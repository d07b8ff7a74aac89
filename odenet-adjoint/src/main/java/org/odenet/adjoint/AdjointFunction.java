package org.odenet.adjoint;

import java.util.List;
import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.state.VectorSpace;

/**
 * The right-hand side of the continuous adjoint: {@code dy/dt = f}, {@code da/dt = -(∂f/∂y)ᵀ a}, {@code dg/dt =
 * -(∂f/∂θ)ᵀ a} (Chen et al. 2018, "Neural Ordinary Differential Equations", appendix B).
 */
final class AdjointFunction<S> implements OdeFunction<AdjointState<S>>, AutoCloseable {

    private static final double[] MINUS_ONE = {-1};
    private static final double[] NONE = {};

    private final DifferentiableOdeFunction<S> function;
    private final VectorSpace<S> states;
    private final VectorSpace<S> gradients;
    private final S negated;

    AdjointFunction(DifferentiableOdeFunction<S> function, VectorSpace<S> states, VectorSpace<S> gradients) {
        this.function = function;
        this.states = states;
        this.gradients = gradients;
        this.negated = states.create();
    }

    @Override
    public void evaluate(double t, AdjointState<S> state, AdjointState<S> derivative) {
        states.combine(negated, null, MINUS_ONE, List.of(state.cotangent()));
        if (gradients != null) {
            gradients.combine(derivative.gradient(), null, NONE, List.of());
        }
        function.evaluateWithVjp(t, state.y(), derivative.y(), negated, derivative.cotangent(), derivative.gradient());
    }

    @Override
    public void close() {
        states.release(negated);
    }
}
