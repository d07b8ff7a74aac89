package org.odenet.adjoint;

import java.util.List;
import org.odenet.core.ode.DifferentiableDivision;
import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.Division;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.state.VectorSpace;

/**
 * The right-hand side of the continuous adjoint: {@code dy/dt = f}, {@code da/dt = -(∂f/∂y)ᵀ a}, {@code dg/dt =
 * -(∂f/∂θ)ᵀ a} (Chen et al. 2018, "Neural Ordinary Differential Equations", appendix B).
 */
final class AdjointFunction<S> implements OdeFunction<AdjointState<S>>, AutoCloseable {

    private static final double[] MINUS_ONE = {-1};

    private final DifferentiableOdeFunction<S> function;
    private final VectorSpace<S> states;
    private final AdjointSpace<S> space;
    private final S negated;
    private AdjointDivision<S> division;

    AdjointFunction(DifferentiableOdeFunction<S> function, VectorSpace<S> states, AdjointSpace<S> space) {
        this.function = function;
        this.states = states;
        this.space = space;
        this.negated = states.create();
    }

    @Override
    public void evaluate(double t, AdjointState<S> state, AdjointState<S> derivative) {
        clear(derivative.gradient());
        evaluate(t, state, derivative, derivative.gradient());
    }

    /** The gradient is a quadrature. */
    @Override
    public void evaluateWithoutQuadratures(double t, AdjointState<S> state, AdjointState<S> derivative) {
        clear(derivative.gradient());
        evaluate(t, state, derivative, null);
    }

    private void clear(S gradient) {
        if (gradient != null) {
            space.gradients().clear(gradient);
        }
    }

    private void evaluate(double t, AdjointState<S> state, AdjointState<S> derivative, S gradient) {
        states.combine(negated, null, MINUS_ONE, List.of(state.cotangent()));
        function.evaluateWithVjp(t, state.y(), derivative.y(), negated, derivative.cotangent(), gradient);
    }

    /** As the function is; one for all solves. */
    @Override
    public Division<AdjointState<S>> division(VectorSpace<AdjointState<S>> ofSolve) {
        if (division != null) {
            division.restart();
            return division;
        }
        DifferentiableDivision<S> ofFunction = function.division(states);
        if (ofFunction.pieces() == 1) {
            return Division.whole(this, ofSolve);
        }
        division = new AdjointDivision<>(ofFunction, space);
        return division;
    }

    @Override
    public void close() {
        if (division != null) {
            division.close();
        }
        states.release(negated);
    }
}
