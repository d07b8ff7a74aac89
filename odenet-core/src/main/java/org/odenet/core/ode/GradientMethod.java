package org.odenet.core.ode;

/** A way to differentiate through a solve. Immutable: one method may serve many threads. */
public interface GradientMethod {

    /**
     * The name by which the method is found and reported, such as {@code checkpointed}.
     *
     * @return the name
     */
    String name();

    /**
     * Solves an initial value problem and keeps what its gradient needs.
     *
     * @param solver the solver
     * @param function the right-hand side
     * @param initialState the state at the start, not changed
     * @param span the interval and the observed times
     * @param <S> the type of a state
     * @return the solution with its gradient, to be closed by the caller
     * @throws UnsupportedOperationException if the method cannot go back through this solver's steps
     */
    <S> DifferentiableSolution<S> solve(
            OdeSolver solver, DifferentiableOdeFunction<S> function, S initialState, TimeSpan span);
}
