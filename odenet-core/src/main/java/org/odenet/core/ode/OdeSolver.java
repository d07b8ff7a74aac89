package org.odenet.core.ode;

/** Solves initial value problems. Immutable: one solver may serve many threads. */
public interface OdeSolver {

    /**
     * The name by which the solver is found and reported, such as {@code dopri5}.
     *
     * @return the name
     */
    String name();

    /**
     * Solves an initial value problem.
     *
     * @param function the right-hand side
     * @param initialState the state at the start, not changed
     * @param span the interval and the observed times
     * @param options what to keep, spend and report to
     * @param <S> the type of a state
     * @return the solution, to be closed by the caller where states are tensors
     * @throws OdeException if the solve ends early and the options do not ask for its partial solution
     * @throws OdeFunctionException if the function throws
     */
    <S> OdeSolution<S> solve(OdeFunction<S> function, S initialState, TimeSpan span, SolveOptions<S> options);

    /**
     * Solves an initial value problem with dense output: the solution can be evaluated at any time of the interval.
     *
     * @param function the right-hand side
     * @param initialState the state at the start, not changed
     * @param span the interval and the observed times
     * @param <S> the type of a state
     * @return the solution, to be closed by the caller where states are tensors
     * @throws OdeException if the solve ends early
     * @throws OdeFunctionException if the function throws
     */
    default <S> OdeSolution<S> solve(OdeFunction<S> function, S initialState, TimeSpan span) {
        return solve(function, initialState, span, SolveOptions.<S>defaults().withDenseOutput());
    }
}
