package org.odenet.solvers.step;

import org.odenet.core.state.Tolerances;
import org.odenet.core.state.VectorSpace;

/**
 * What a stepper works on.
 *
 * @param function the right-hand side
 * @param space the space of the states; the solve closes it
 * @param tolerances the tolerances that errors are measured by, or null where the steps are fixed
 * @param <S> the type of a state
 */
public record StepProblem<S>(CountingFunction<S> function, VectorSpace<S> space, Tolerances tolerances) {}
