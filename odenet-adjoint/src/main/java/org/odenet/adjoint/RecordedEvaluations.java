package org.odenet.adjoint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.odenet.core.ode.DifferentiableDivision;
import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.Division;
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
    private final DifferentiableDivision<S> division;
    private final List<Piece> pieces = new ArrayList<>();
    private final Map<Long, Recorded<S>> waiting = new HashMap<>();
    private Map<Long, Recorded<S>> ofPreviousStep = Map.of();
    private long room;
    private volatile boolean recording;

    /** An evaluation, as far as it has been recorded. */
    private static final class Recorded<S> {

        final DividedLinearization<S> linearization;
        long bytes;

        Recorded(int pieces) {
            this.linearization = new DividedLinearization<>(pieces);
        }
    }

    /** The function of one piece, whose evaluations are numbered as those of the whole. */
    private final class Piece implements OdeFunction<S> {

        private final int number;
        private final DifferentiableOdeFunction<S> own;
        private final long stateBytes;
        private long evaluations;

        Piece(int number) {
            this.number = number;
            this.own = division.function(number);
            this.stateBytes = Double.BYTES * division.space(number).dimension();
        }

        @Override
        public void evaluate(double t, S y, S dydt) {
            if (recording) {
                Linearization<S> linearization = own.linearize(t, y, dydt);
                record(evaluations, number, linearization, Math.max(linearization.bytes(), stateBytes));
            } else {
                own.evaluate(t, y, dydt);
            }
            evaluations++;
        }
    }

    /**
     * Starts to record.
     *
     * @param function the function
     * @param budget the most bytes that the linearizations may hold together; one that tells less than its state's counts as
     *     much
     * @param division the function's
     */
    RecordedEvaluations(DifferentiableOdeFunction<S> function, long budget, DifferentiableDivision<S> division) {
        this.function = function;
        this.division = division;
        for (int piece = 0; piece < division.pieces(); piece++) {
            pieces.add(new Piece(piece));
        }
        this.room = budget;
        this.recording = budget > 0;
    }

    @Override
    public void evaluate(double t, S y, S dydt) {
        List<S> states = division.piecesOf(y);
        List<S> derivatives = division.piecesOf(dydt);
        division.forEach(piece -> pieces.get(piece).evaluate(t, states.get(piece), derivatives.get(piece)));
    }

    @Override
    public VectorSpace<S> space(S prototype) {
        return function.space(prototype);
    }

    @Override
    public Division<S> division(VectorSpace<S> space) {
        Division<S> own = function.division(space);
        return own.pieces() == pieces.size() ? new RecordedDivision<>(own, pieces) : Division.whole(this, space);
    }

    /** Takes a piece's linearization, on any thread. */
    private synchronized void record(long evaluation, int piece, Linearization<S> linearization, long bytes) {
        if (!recording) {
            // Another piece has spent the budget at the same time.
            linearization.close();
            return;
        }
        Recorded<S> recorded = waiting.computeIfAbsent(evaluation, none -> new Recorded<>(pieces.size()));
        recorded.linearization.set(piece, linearization);
        recorded.bytes += bytes;
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
        List<DividedLinearization<S>> stages = new ArrayList<>();
        List<DividedLinearization<S>> owned = new ArrayList<>();
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
                owned.add(recorded.linearization);
            }
            stages.add(recorded.linearization);
            taken.put(evaluation, recorded);
        }
        close();
        ofPreviousStep = taken;
        recording = bytesOfNext(held) <= room;
        return new KeptStep<>(held, stages, owned);
    }

    /** What the step after this one will add, if its linearizations are as large. */
    private long bytesOfNext(HeldStep step) {
        long all = ofPreviousStep.values().stream()
                .mapToLong(recorded -> recorded.bytes)
                .sum();
        long[] numbers = step.evaluations();
        int atEnd = step.weights().stageAtEnd();
        boolean shared = atEnd >= 0 && atEnd < numbers.length;
        return shared ? all - ofPreviousStep.get(numbers[atEnd]).bytes : all;
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
            room += recorded.bytes;
            recorded.linearization.close();
        }
        waiting.clear();
    }
}
