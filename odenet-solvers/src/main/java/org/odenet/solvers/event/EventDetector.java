package org.odenet.solvers.event;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.odenet.core.ode.Event;
import org.odenet.core.ode.Step;
import org.odenet.core.state.VectorSpace;

/**
 * Finds the events in the steps of one solve.
 *
 * @param <S> the type of a state
 */
public final class EventDetector<S> implements AutoCloseable {

    /** Where in the step after a reset the sign is taken that the reset may have left at zero. */
    private static final double AFTER_RESET = 1e-3;

    private final List<Event<S>> events;
    private final VectorSpace<S> space;
    private final double solveEnd;
    private final String whose;
    private final double[] before;
    private final double[] after;
    /** Made when it is first wanted. */
    private S scratch;

    /**
     * An event found in a step.
     *
     * @param event the number of the event, from 0
     * @param time when it happened
     */
    public record Located(int event, double time) {}

    /**
     * Begins with nothing known.
     *
     * @param events the events
     * @param space the space of the states
     * @param solveEnd the end of the interval: what lies beyond is of no interest
     * @param whose what to add in messages to the name of an event, or an empty text
     */
    public EventDetector(List<Event<S>> events, VectorSpace<S> space, double solveEnd, String whose) {
        this.events = events;
        this.space = space;
        this.solveEnd = solveEnd;
        this.whose = whose;
        this.before = new double[events.size()];
        this.after = new double[events.size()];
    }

    /**
     * Takes the signs at the start of a solve. That of a zero is not known before the first step.
     *
     * @param t the time
     * @param y the state
     */
    public void begin(double t, S y) {
        for (int i = 0; i < before.length; i++) {
            double value = value(i, t, y);
            before[i] = value == 0 ? Double.NaN : value;
        }
    }

    /**
     * Takes the signs after a reset. That of an event which has just happened is not known before the next step.
     *
     * @param t the time
     * @param y the state after the reset
     * @param happened the events
     */
    public void resume(double t, S y, List<Located> happened) {
        begin(t, y);
        happened.forEach(located -> before[located.event()] = Double.NaN);
    }

    private double value(int event, double t, S y) {
        double value = events.get(event).condition().value(t, y);
        if (Double.isNaN(value)) {
            throw new IllegalStateException("the condition of event " + event + whose + " is NaN at t=" + t
                    + "; it must be a number wherever the solution is");
        }
        return value;
    }

    /**
     * Looks at the end of an accepted step alone, not inside, which costs more.
     *
     * @param step the step
     * @return whether there may be an event in it: then {@link #locate} is to be called before the next step
     */
    public boolean maybeIn(Step<S> step) {
        if (isPast(step)) {
            return !events.isEmpty();
        }
        boolean maybe = false;
        for (int i = 0; i < before.length; i++) {
            after[i] = value(i, step.end(), step.finalState());
            maybe |= Double.isNaN(before[i]) || events.get(i).isCrossedBy(before[i], after[i]);
        }
        if (!maybe) {
            System.arraycopy(after, 0, before, 0, after.length);
        }
        return maybe;
    }

    private boolean isPast(Step<S> step) {
        return (step.end() - solveEnd) * step.size() > 0;
    }

    /**
     * The events of an accepted step in which there may be some.
     *
     * @param step the step that {@link #maybeIn} was called with
     * @return the events in their order, up to the first that stops or resets, with those that happen together with it
     */
    public List<Located> locate(Step<S> step) {
        boolean past = isPast(step);
        double end = past ? solveEnd : step.end();
        List<Located> all = new ArrayList<>();
        for (int i = 0; i < before.length; i++) {
            double start = step.start();
            if (Double.isNaN(before[i])) {
                start += AFTER_RESET * (end - start);
                before[i] = valueIn(step, i, start);
            }
            after[i] = past ? valueIn(step, i, end) : after[i];
            if (events.get(i).isCrossedBy(before[i], after[i])) {
                all.add(new Located(i, locate(step, i, start, end)));
            }
        }
        all.sort(Comparator.comparingDouble(located -> (located.time() - step.start()) * step.size()));
        System.arraycopy(after, 0, before, 0, after.length);
        return upToFirstChange(all, step.size());
    }

    private double valueIn(Step<S> step, int event, double t) {
        step.evaluate(t, scratch());
        return value(event, t, scratch());
    }

    private S scratch() {
        if (scratch == null) {
            scratch = space.create();
        }
        return scratch;
    }

    private List<Located> upToFirstChange(List<Located> all, double size) {
        for (Located located : all) {
            if (changes(located)) {
                double limit = events.get(located.event()).tolerance();
                return all.stream()
                        .filter(other -> (other.time() - located.time()) * Math.signum(size) <= limit)
                        .toList();
            }
        }
        return all;
    }

    /**
     * Whether the solve does not simply go on after some events.
     *
     * @param found the events
     * @return true if one of them stops or resets
     */
    public boolean change(List<Located> found) {
        return found.stream().anyMatch(this::changes);
    }

    private boolean changes(Located located) {
        Event<S> event = events.get(located.event());
        return event.stops() || event.reset() != null;
    }

    /**
     * Whether some events end the solve.
     *
     * @param found the events
     * @return true if one of them does
     */
    public boolean stops(List<Located> found) {
        return found.stream().anyMatch(located -> events.get(located.event()).stops());
    }

    /**
     * Applies the resets of events that happen together, one after the other.
     *
     * @param found the events
     * @param t the time
     * @param state the state before
     * @param y overwritten with the state after
     */
    public void reset(List<Located> found, double t, S state, S y) {
        space.copy(state, y);
        for (Located located : found) {
            Event.Reset<S> reset = events.get(located.event()).reset();
            if (reset != null) {
                space.copy(y, scratch());
                reset.apply(t, scratch(), y);
            }
        }
    }

    /**
     * The time of a crossing by the ITP method (Oliveira and Takahashi 2021, "An enhancement of the bisection method
     * average performance preserving minmax optimality"), with θ from 0 to 1 between two times. The result lies on the far
     * side of the crossing.
     */
    private double locate(Step<S> step, int event, double from, double to) {
        double width = to - from;
        double tolerance = Math.max(events.get(event).tolerance(), 4 * Math.ulp(to)) / Math.abs(width);
        double a = 0;
        double b = 1;
        double atA = before[event];
        double atB = valueIn(step, event, to);
        double slack = Math.max(0.5 * tolerance, 0x1p-50);
        double reach = slack * Math.pow(2, Math.ceil(Math.log(1 / (2 * slack)) / Math.log(2)) + 1);
        while (b - a > 2 * slack && atB != 0) {
            double middle = 0.5 * (a + b);
            double regulaFalsi = (atB * a - atA * b) / (atB - atA);
            double towards = Math.signum(middle - regulaFalsi);
            double truncation = 0.2 * (b - a) * (b - a);
            double estimate =
                    truncation <= Math.abs(middle - regulaFalsi) ? regulaFalsi + towards * truncation : middle;
            double radius = reach - 0.5 * (b - a);
            double theta = Math.abs(estimate - middle) <= radius ? estimate : middle - towards * radius;
            double value = valueIn(step, event, from + theta * width);
            if (Math.signum(value) == Math.signum(atA)) {
                a = theta;
                atA = value;
            } else {
                b = theta;
                atB = value;
            }
            reach *= 0.5;
        }
        return b == 1 ? to : from + b * width;
    }

    /** Gives back the scratch memory. */
    @Override
    public void close() {
        space.release(scratch);
    }
}
