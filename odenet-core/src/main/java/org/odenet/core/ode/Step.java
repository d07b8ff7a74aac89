package org.odenet.core.ode;

import java.util.List;
import org.odenet.core.state.VectorSpace;

/**
 * One step of a solve, shown to a {@link StepListener}. Its states belong to the solver and are valid only
 * during that call.
 *
 * @param <S> the type of a state
 */
public interface Step<S> {

    /**
     * Where the step starts.
     *
     * @return the time
     */
    double start();

    /**
     * Where the step ends: where the next one starts, to the bit.
     *
     * @return the time
     */
    double end();

    /**
     * The step's size.
     *
     * @return the size, negative where time runs backward
     */
    double size();

    /**
     * The error of the step as the error control measures it.
     *
     * @return at most 1 where an adaptive method accepted the step, more where it rejected it, 0 for a fixed step
     */
    double error();

    /**
     * The state at the start.
     *
     * @return the solver's own state, not to be changed
     */
    S initialState();

    /**
     * The state at the end.
     *
     * @return the solver's own state, not to be changed
     */
    S finalState();

    /**
     * Evaluates the step's dense output.
     *
     * @param t a time in the step
     * @param out the state, to be overwritten
     */
    void evaluate(double t, S out);

    /**
     * Evaluates the step's dense output at several times.
     *
     * @param times times in the step
     * @param outs a state for each, to be overwritten
     */
    default void evaluateAll(double[] times, List<S> outs) {
        for (int k = 0; k < times.length; k++) {
            evaluate(times[k], outs.get(k));
        }
    }

    /**
     * A copy of the step's dense output that outlives the call.
     *
     * @return the interpolant, to be closed by the caller
     */
    Interpolant<S> interpolant();

    /**
     * The space that the states lie in.
     *
     * @return the space of this solve
     */
    VectorSpace<S> space();
}
