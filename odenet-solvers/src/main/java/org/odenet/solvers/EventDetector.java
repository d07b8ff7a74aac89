package org.odenet.solvers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.odenet.core.ode.Event;
import org.odenet.core.ode.Step;
import org.odenet.core.state.VectorSpace;

/** Finds the events in the steps of one solve. */
final class EventDetector<S> implements AutoCloseable {

    /** Where in the step after a reset the sign is taken that the reset may have left at zero. */
    private static final double AFTER_RESET = 1e-3;

    private final List<Event<S>> events;
    private final VectorSpace<S> space;
    private final double solveEnd;
    private final double[] before;
    private final S scratch;

    /** An event found in a step. */
    record Located(int event, double time) {}

    EventDetector(List<Event<S>> events, VectorSpace<S> space, double solveEnd) {
        this.events = events;
        this.space = space;
        this.solveEnd = solveEnd;
        this.before = new double[events.size()];
        this.scratch = events.isEmpty() ? null : space.create();
    }

    /** Takes the signs at the start of a solve. That of a zero is not known before the first step. */
    void begin(double t, S y) {
        for (int i = 0; i < before.length; i++) {
            double value = value(i, t, y);
            before[i] = value == 0 ? Double.NaN : value;
        }
    }

    /** Takes the signs after a reset. That of an event which has just happened is not known before the next step. */
    void resume(double t, S y, List<Located> happened) {
        begin(t, y);
        happened.forEach(located -> before[located.event()] = Double.NaN);
    }

    private double value(int event, double t, S y) {
        double value = events.get(event).condition().value(t, y);
        if (Double.isNaN(value)) {
            throw new IllegalStateException("the condition of event " + event + " is NaN at t=" + t
                    + "; it must be a number wherever the solution is");
        }
        return value;
    }

    /**
     * The events of an accepted step in their order, up to the first that stops or resets, with those that happen together
     * with it.
     */
    List<Located> locate(Step<S> step) {
        if (events.isEmpty()) {
            return List.of();
        }
        boolean past = (step.end() - solveEnd) * step.size() > 0;
        double end = past ? solveEnd : step.end();
        List<Located> all = new ArrayList<>();
        double[] after = new double[before.length];
        for (int i = 0; i < before.length; i++) {
            double start = step.start();
            if (Double.isNaN(before[i])) {
                start += AFTER_RESET * (end - start);
                before[i] = valueIn(step, i, start);
            }
            after[i] = past ? valueIn(step, i, end) : value(i, end, step.finalState());
            if (events.get(i).isCrossedBy(before[i], after[i])) {
                all.add(new Located(i, locate(step, i, start, end)));
            }
        }
        all.sort(Comparator.comparingDouble(located -> (located.time() - step.start()) * step.size()));
        System.arraycopy(after, 0, before, 0, after.length);
        return upToFirstChange(all, step.size());
    }

    private double valueIn(Step<S> step, int event, double t) {
        step.evaluate(t, scratch);
        return value(event, t, scratch);
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

    /** Whether the solve does not simply go on after these. */
    boolean change(List<Located> found) {
        return found.stream().anyMatch(this::changes);
    }

    private boolean changes(Located located) {
        Event<S> event = events.get(located.event());
        return event.stops() || event.reset() != null;
    }

    boolean stops(List<Located> found) {
        return found.stream().anyMatch(located -> events.get(located.event()).stops());
    }

    /** Applies the resets of events that happen together, one after the other; {@code y} is the result. */
    void reset(List<Located> found, double t, S state, S y) {
        space.copy(state, y);
        for (Located located : found) {
            Event.Reset<S> reset = events.get(located.event()).reset();
            if (reset != null) {
                space.copy(y, scratch);
                reset.apply(t, scratch, y);
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

    @Override
    public void close() {
        space.release(scratch);
    }
}
