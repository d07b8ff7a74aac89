package org.odenet.adjoint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.Linearization;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.step.StagedStep;

/**
 * A function that keeps the linearization of each of its evaluations until a step takes it, as long as their memory
 * stays within a budget. Once it does not, the rest of the solve is evaluated plainly.
 */
final class RecordedEvaluations<S> implements OdeFunction<S>, AutoCloseable {

    private final DifferentiableOdeFunction<S> function;
    private final long stateBytes;
    private final Map<Long, Recorded<S>> waiting = new HashMap<>();
    private Map<Long, Recorded<S>> ofPreviousStep = Map.of();
    private long room;
    private boolean recording;
    private long evaluations;

    private record Recorded<S>(Linearization<S> linearization, long bytes) {}

    /**
     * Starts to record.
     *
     * @param function the function
     * @param budget the most bytes that the linearizations may hold together
     * @param stateBytes the size of a state, the least that a linearization counts
     */
    RecordedEvaluations(DifferentiableOdeFunction<S> function, long budget, long stateBytes) {
        this.function = function;
        this.stateBytes = stateBytes;
        this.room = budget;
        this.recording = budget > 0;
    }

    @Override
    public void evaluate(double t, S y, S dydt) {
        if (recording) {
            record(function.linearize(t, y, dydt));
        } else {
            function.evaluate(t, y, dydt);
        }
        evaluations++;
    }

    @Override
    public VectorSpace<S> space(S prototype) {
        return function.space(prototype);
    }

    private void record(Linearization<S> linearization) {
        long bytes = Math.max(linearization.bytes(), stateBytes);
        waiting.put(evaluations, new Recorded<>(linearization, bytes));
        room -= bytes;
        if (room < 0) {
            recording = false;
            close();
        }
    }

    /**
     * The step with the linearizations of its stages; it owns them, but for one that the previous step shares.
     *
     * @return null if not all of them were kept
     */
    KeptStep<S> take(StagedStep<S> step) {
        if (!recording) {
            return null;
        }
        List<Linearization<S>> stages = new ArrayList<>();
        List<Linearization<S>> owned = new ArrayList<>();
        Map<Long, Recorded<S>> taken = new HashMap<>();
        HeldStep held = HeldStep.of(step);
        for (int i = 0; i < held.evaluations().length; i++) {
            if (i < held.earlier()) {
                stages.add(null);
                continue;
            }
            long evaluation = held.evaluations()[i];
            Recorded<S> recorded = waiting.remove(evaluation);
            if (recorded == null) {
                recorded = ofPreviousStep.get(evaluation);
            } else {
                owned.add(recorded.linearization());
            }
            stages.add(recorded.linearization());
            taken.put(evaluation, recorded);
        }
        close();
        ofPreviousStep = taken;
        recording = bytesOfNext(held) <= room;
        return new KeptStep<>(held, stages, owned);
    }

    /** What the step after this one will add, if its linearizations are as large. */
    private long bytesOfNext(HeldStep step) {
        long all = ofPreviousStep.values().stream().mapToLong(Recorded::bytes).sum();
        long[] numbers = step.evaluations();
        int atEnd = step.weights().stageAtEnd();
        boolean shared = atEnd >= 0 && atEnd < numbers.length;
        return shared ? all - ofPreviousStep.get(numbers[atEnd]).bytes() : all;
    }

    /** Frees the linearizations of a rejected step, but for its first own stage, which the next attempt uses again. */
    void discard(StagedStep<S> step) {
        long first = step.evaluations()[step.weights().earlier()];
        Recorded<S> reused = waiting.remove(first);
        close();
        if (reused != null) {
            waiting.put(first, reused);
        }
    }

    /** Frees what no step has taken. */
    @Override
    public void close() {
        for (Recorded<S> recorded : waiting.values()) {
            room += recorded.bytes();
            recorded.linearization().close();
        }
        waiting.clear();
    }
}
