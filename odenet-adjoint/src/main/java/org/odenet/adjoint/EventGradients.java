package org.odenet.adjoint;

import java.util.List;
import java.util.Optional;
import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.DifferentiableSolution;
import org.odenet.core.ode.Event;
import org.odenet.core.ode.GradientMethod;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.OdeSolver;
import org.odenet.core.ode.Outcome;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.TimeSpan;

/**
 * Gradients of solves that events end or change. First a plain solve finds the event, then a solve that ends there is
 * differentiated by any method.
 */
public final class EventGradients {

    private EventGradients() {}

    /**
     * Solves until one of some events happens.
     *
     * @param method how to differentiate
     * @param solver the solver
     * @param function the right-hand side
     * @param initialState the state at the start, not changed
     * @param span the interval in which the events are looked for
     * @param events the events, whatever they do otherwise; their conditions are {@link Event.DifferentiableCondition}s
     * @param <S> the type of a state
     * @return the first event, to be closed by the caller; empty if none happens in the interval
     * @throws IllegalArgumentException if a condition cannot be differentiated
     */
    public static <S> Optional<DifferentiableEvent<S>> until(
            GradientMethod method,
            OdeSolver solver,
            DifferentiableOdeFunction<S> function,
            S initialState,
            TimeSpan span,
            List<Event<S>> events) {
        SolveOptions<S> options = SolveOptions.defaults();
        for (Event<S> event : events) {
            condition(event);
            options = options.withEvent(event.asStopping());
        }
        int first;
        double time;
        try (OdeSolution<S> found = solver.solve(function, initialState, span, options)) {
            if (found.outcome() != Outcome.EVENT) {
                return Optional.empty();
            }
            first = found.events().get(0).event();
            time = found.finalTime();
        }
        DifferentiableSolution<S> solution =
                method.solve(solver, function, initialState, Spans.part(span, span.start(), time));
        return Optional.of(new DifferentiableEvent<>(
                first, condition(events.get(first)), function, solution, span.start(), initialState));
    }

    static <S> Event.DifferentiableCondition<S> condition(Event<S> event) {
        if (event.condition() instanceof Event.DifferentiableCondition<S> condition) {
            return condition;
        }
        throw new IllegalArgumentException("the condition of an event cannot be differentiated; make it an"
                + " Event.DifferentiableCondition, which tells its gradient");
    }
}
