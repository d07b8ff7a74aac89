package org.odenet.adjoint;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.odenet.core.ode.DifferentiableDivision;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.step.MultistepStep;
import org.odenet.solvers.tableau.StageWeights;

/**
 * The state and its companion at the end of the last step that was taken and not taken back, whose memory does not grow with
 * the steps.
 */
final class WayBack<S> implements AutoCloseable {

    private static final double[] MINUS_ONE = {-1};

    private final DifferentiableDivision<S> division;
    private final VectorSpace<S> space;
    /** Handed on by the last steps before the method began anew, at a discontinuity. */
    private final Deque<S> handedOnBefore = new ArrayDeque<>();

    private final S y;
    private S handedOn;
    private S previouslyHandedOn;
    private S derivativeAtEnd;
    private S derivativeAtStart;
    private final S companion;
    private DividedLinearization<S> atEnd;
    private DividedLinearization<S> atStart;
    private boolean begun;
    private long evaluations;

    WayBack(DifferentiableDivision<S> division, VectorSpace<S> space) {
        this.division = division;
        this.space = space;
        this.y = space.create();
        this.handedOn = space.create();
        this.previouslyHandedOn = space.create();
        this.derivativeAtEnd = space.create();
        this.derivativeAtStart = space.create();
        this.companion = space.create();
    }

    /** Notes the end of a step, in the forward pass. */
    void advance(MultistepStep<S> step) {
        if (begun && isFirst(step.weights())) {
            handedOnBefore.push(space.copyOf(handedOn));
        }
        begun = true;
        space.copy(step.finalState(), y);
        space.combine(handedOn, null, step.weights().ofHandedOn(), step.stages());
    }

    private static boolean isFirst(StageWeights weights) {
        return weights.earlier() == 0;
    }

    /** Goes from the end of a step to its start; returns the linearizations of its own stages. */
    List<DividedLinearization<S>> takeBack(HeldStep step, StageWeights back) {
        if (atEnd == null) {
            space.combine(companion, y, MINUS_ONE, List.of(handedOn));
            atEnd = linearize(step.end(), derivativeAtEnd);
        }
        int last = back.stages() - 1;
        space.combine(companion, y, back.ofStage(last), List.of(handedOn, derivativeAtEnd));
        atStart = linearize(back.time(last), derivativeAtStart);
        List<S> stages = List.of(handedOn, derivativeAtEnd, derivativeAtStart);
        space.combine(y, y, back.ofEnd(), stages);
        space.combine(previouslyHandedOn, null, back.ofHandedOn(), stages);
        return isFirst(step.weights()) ? List.of(atStart, atEnd) : Arrays.asList(null, null, atEnd);
    }

    private DividedLinearization<S> linearize(double time, S derivative) {
        evaluations++;
        return DividedLinearization.of(division, time, companion, derivative);
    }

    /** The start of a step that was taken back becomes the end of the one before. */
    void closeEnd(HeldStep step) {
        close(atEnd);
        atEnd = atStart;
        atStart = null;
        S swapped = handedOn;
        handedOn = previouslyHandedOn;
        previouslyHandedOn = swapped;
        swapped = derivativeAtEnd;
        derivativeAtEnd = derivativeAtStart;
        derivativeAtStart = swapped;
        if (isFirst(step.weights())) {
            close(atEnd);
            atEnd = null;
            takeUpBefore();
        }
    }

    private void takeUpBefore() {
        if (!handedOnBefore.isEmpty()) {
            space.release(handedOn);
            handedOn = handedOnBefore.pop();
        }
    }

    private static void close(DividedLinearization<?> linearization) {
        if (linearization != null) {
            linearization.close();
        }
    }

    long evaluations() {
        return evaluations;
    }

    @Override
    public void close() {
        close(atEnd);
        close(atStart);
        atEnd = null;
        atStart = null;
        handedOnBefore.forEach(space::release);
        handedOnBefore.clear();
        space.release(y);
        space.release(handedOn);
        space.release(previouslyHandedOn);
        space.release(derivativeAtEnd);
        space.release(derivativeAtStart);
        space.release(companion);
    }
}
