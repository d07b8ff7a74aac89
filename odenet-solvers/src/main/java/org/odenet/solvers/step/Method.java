package org.odenet.solvers.step;

/**
 * A method of solving initial value problems step by step: what it is, and how it takes a step. Immutable. The choice of
 * the steps' sizes, and everything else that a solve is, belongs to the solvers that run a method.
 *
 * @see RungeKutta
 */
public interface Method {

    /**
     * The name by which the method is found.
     *
     * @return the name, in lower case
     */
    String name();

    /**
     * The order of convergence.
     *
     * @return the order; of a method of variable order the highest
     */
    int order();

    /**
     * The order of the solution within a step.
     *
     * @return the order p; observed between the ends of steps, the solution converges with order p + 1, or with the
     *     method's own if that is lower
     */
    int interpolationOrder();

    /**
     * Whether the method estimates its error, so that it can choose its steps.
     *
     * @return true if it can be used adaptively
     */
    boolean hasErrorEstimate();

    /**
     * How far the region of stability reaches along the negative real axis.
     *
     * @return the size of {@code h λ} at its end; infinite if the method is meant for stiff problems, or if it is not known
     */
    default double stabilityLimit() {
        return Double.POSITIVE_INFINITY;
    }

    /**
     * Where the method was published.
     *
     * @return the citation
     */
    String citation();

    /**
     * Makes what one solve needs to take steps.
     *
     * @param problem the problem to solve
     * @param <S> the type of a state
     * @return a stepper, to be closed at the end of the solve
     */
    <S> Stepper<S> stepper(StepProblem<S> problem);
}
