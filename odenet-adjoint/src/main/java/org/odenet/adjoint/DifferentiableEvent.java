package org.odenet.adjoint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.DifferentiableSolution;
import org.odenet.core.ode.Event;
import org.odenet.core.state.VectorSpace;

/**
 * An event that ended a solve, with the gradient of its time and state.
 *
 * <p>On the solution {@code g(t*, y(t*)) = 0}, so a change δy of the state at t* moves the event by {@code δt* = -(g_y ·
 * δy) / (g_t + g_y · f)}, and the state at it by {@code δy + f δt*} (Chen, Amos and Nickel 2021, "Learning Neural Event
 * Functions for Ordinary Differential Equations", section 3).
 *
 * @param <S> the type of a state, and of the flat vector of parameters
 */
public final class DifferentiableEvent<S> implements AutoCloseable {

    private final int event;
    private final Event.DifferentiableCondition<S> condition;
    private final DifferentiableOdeFunction<S> function;
    private final DifferentiableSolution<S> solution;
    private final VectorSpace<S> space;
    private final double startTime;
    private final S startState;
    private double startTimeCotangent = Double.NaN;
    private boolean closed;

    DifferentiableEvent(
            int event,
            Event.DifferentiableCondition<S> condition,
            DifferentiableOdeFunction<S> function,
            DifferentiableSolution<S> solution,
            double startTime,
            S startState) {
        this.event = event;
        this.condition = condition;
        this.function = function;
        this.solution = solution;
        this.space = function.space(startState);
        this.startTime = startTime;
        this.startState = space.copyOf(startState);
    }

    /**
     * Which event it was.
     *
     * @return its number, from 0, in the order in which the events were given
     */
    public int event() {
        return event;
    }

    /**
     * When it happened.
     *
     * @return the time
     */
    public double time() {
        return solution.solution().finalTime();
    }

    /**
     * The state when it happened.
     *
     * @return the solution's own state; it lives as long as this object
     */
    public S state() {
        return solution.solution().finalState();
    }

    /**
     * Goes back through the solve.
     *
     * @param timeCotangent the cotangent of the event's time
     * @param stateCotangent the cotangent of the event's state, or null for zero
     * @param parameterGradient the gradient of the function's parameters is added to it; null where it is not wanted
     * @return the cotangent of the initial state, a new state
     * @throws ArithmeticException if the solution only touches the event, where its time has no derivative
     */
    public S backward(double timeCotangent, S stateCotangent, S parameterGradient) {
        S gradient = space.create();
        S derivative = space.create();
        S cotangent = stateCotangent == null ? space.zeros() : space.copyOf(stateCotangent);
        try {
            function.evaluate(time(), state(), derivative);
            double ofTime = condition.gradient(time(), state(), gradient);
            double rate = ofTime + space.dot(gradient, derivative);
            double shift = (timeCotangent + space.dot(cotangent, derivative)) / rate;
            if (!Double.isFinite(shift)) {
                throw new ArithmeticException("the condition of event " + event + " changes at the rate " + rate
                        + " at t=" + time() + "; where the solution only touches an event, its time has no derivative");
            }
            space.combine(cotangent, cotangent, new double[] {-shift}, List.of(gradient));
            return backward(cotangent, parameterGradient, derivative);
        } finally {
            space.release(gradient);
            space.release(derivative);
            space.release(cotangent);
        }
    }

    private S backward(S cotangent, S parameterGradient, S derivative) {
        int observed = solution.solution().states().size();
        List<S> cotangents = new ArrayList<>(Collections.nCopies(observed, null));
        cotangents.set(observed - 1, cotangent);
        S initial = solution.backward(cotangents, parameterGradient);
        function.evaluate(startTime, startState, derivative);
        startTimeCotangent = -space.dot(initial, derivative);
        return initial;
    }

    /**
     * The cotangent of the time at which the solve began: {@code -λ · f} with the cotangent λ of the initial state.
     *
     * @return the cotangent; NaN before {@link #backward(double, Object, Object)}
     */
    public double startTimeCotangent() {
        return startTimeCotangent;
    }

    /** Gives back all memory. A second call does nothing. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        solution.close();
        space.release(startState);
        space.close();
    }
}
