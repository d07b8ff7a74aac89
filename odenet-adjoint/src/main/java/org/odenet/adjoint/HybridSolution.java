package org.odenet.adjoint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.DifferentiableSolution;
import org.odenet.core.ode.Event;
import org.odenet.core.ode.GradientMethod;
import org.odenet.core.ode.OdeSolver;
import org.odenet.core.ode.TimeSpan;
import org.odenet.core.state.VectorSpace;

/**
 * A solve to the end of its interval through events that reset the state, with its gradient: the chain of its pieces
 * between events. The times of the events depend on the initial state and the parameters, and the gradient knows it.
 *
 * @param <S> the type of a state, and of the flat vector of parameters
 */
public final class HybridSolution<S> implements AutoCloseable {

    private final DifferentiableOdeFunction<S> function;
    private final VectorSpace<S> space;
    private final List<Event<S>> events;
    private final List<DifferentiableEvent<S>> happened = new ArrayList<>();
    private DifferentiableSolution<S> last;
    private double lastStart;
    private S lastState;
    private boolean closed;

    private HybridSolution(DifferentiableOdeFunction<S> function, S initialState, List<Event<S>> events) {
        this.function = function;
        this.space = function.space(initialState);
        this.events = List.copyOf(events);
        this.lastState = space.copyOf(initialState);
    }

    /**
     * Solves.
     *
     * @param method how to differentiate
     * @param solver the solver
     * @param function the right-hand side
     * @param initialState the state at the start, not changed
     * @param span the interval; its end alone is observed
     * @param events events that reset the state, with {@link Event.DifferentiableCondition}s and {@link
     *     Event.DifferentiableReset}s
     * @param <S> the type of a state
     * @return the solution, to be closed by the caller
     * @throws IllegalArgumentException if an event cannot be differentiated or does not reset the state
     */
    public static <S> HybridSolution<S> solve(
            GradientMethod method,
            OdeSolver solver,
            DifferentiableOdeFunction<S> function,
            S initialState,
            TimeSpan span,
            List<Event<S>> events) {
        events.forEach(HybridSolution::reset);
        HybridSolution<S> solution = new HybridSolution<>(function, initialState, events);
        try {
            solution.run(method, solver, span);
            return solution;
        } catch (RuntimeException e) {
            solution.close();
            throw e;
        }
    }

    private static <S> Event.DifferentiableReset<S> reset(Event<S> event) {
        if (event.reset() instanceof Event.DifferentiableReset<S> reset) {
            return reset;
        }
        throw new IllegalArgumentException("the reset of an event cannot be differentiated; make it an"
                + " Event.DifferentiableReset, which tells its vector-Jacobian product");
    }

    private void run(GradientMethod method, OdeSolver solver, TimeSpan span) {
        lastStart = span.start();
        TimeSpan rest = Spans.part(span, span.start(), span.end());
        Optional<DifferentiableEvent<S>> next = EventGradients.until(method, solver, function, lastState, rest, events);
        while (next.isPresent() && next.get().time() != span.end()) {
            DifferentiableEvent<S> event = next.get();
            happened.add(event);
            reset(events.get(event.event())).apply(event.time(), event.state(), lastState);
            lastStart = event.time();
            rest = Spans.part(span, lastStart, span.end());
            next = EventGradients.until(method, solver, function, lastState, rest, after(event));
        }
        next.ifPresent(DifferentiableEvent::close);
        last = method.solve(solver, function, lastState, rest);
    }

    /** The events as they are looked for once one of them has happened. */
    private List<Event<S>> after(DifferentiableEvent<S> latest) {
        List<Event<S>> after = new ArrayList<>(events);
        Event<S> event = events.get(latest.event());
        after.set(
                latest.event(), event.withCondition(new AfterReset<>(EventGradients.condition(event), latest.time())));
        return after;
    }

    /**
     * The condition of the event that has just happened. Rounding may leave it on either side of zero, which at the start
     * of a solve would tell a crossing that is none; of a zero a solver takes the sign a bit later.
     */
    private record AfterReset<S>(Event.DifferentiableCondition<S> condition, double resetTime)
            implements Event.DifferentiableCondition<S> {

        @Override
        public double value(double t, S y) {
            return t == resetTime ? 0 : condition.value(t, y);
        }

        @Override
        public double gradient(double t, S y, S stateGradient) {
            return condition.gradient(t, y, stateGradient);
        }
    }

    /**
     * The events that happened.
     *
     * @return the events in their order, with their times and their states before the reset
     */
    public List<DifferentiableEvent<S>> events() {
        return Collections.unmodifiableList(happened);
    }

    /**
     * The state at the end.
     *
     * @return the solution's own state; it lives as long as this object
     */
    public S finalState() {
        return last.solution().finalState();
    }

    /**
     * Goes back through all pieces.
     *
     * @param cotangent the cotangent of the final state
     * @param parameterGradient the gradient of the function's parameters is added to it; null where it is not wanted
     * @return the cotangent of the initial state, a new state
     */
    public S backward(S cotangent, S parameterGradient) {
        S current = last.backward(List.of(cotangent), parameterGradient);
        S scratch = space.create();
        try {
            function.evaluate(lastStart, lastState, scratch);
            double ofTime = -space.dot(current, scratch);
            for (int i = happened.size() - 1; i >= 0; i--) {
                DifferentiableEvent<S> event = happened.get(i);
                ofTime += reset(events.get(event.event())).vjp(event.time(), event.state(), current, scratch);
                space.release(current);
                current = event.backward(ofTime, scratch, parameterGradient);
                ofTime = event.startTimeCotangent();
            }
            return current;
        } finally {
            space.release(scratch);
        }
    }

    /** Gives back all memory. A second call does nothing. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        happened.forEach(DifferentiableEvent::close);
        if (last != null) {
            last.close();
        }
        space.release(lastState);
        space.close();
    }
}
