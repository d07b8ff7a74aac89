package org.odenet.adjoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.odenet.core.ode.DifferentiableDivision;
import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.Linearization;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.tableau.StageWeights;

/** Computes the stages of one step at a time again, from its initial state, in memory that all steps share. */
final class StageRecomputation<S> implements AutoCloseable {

    private final VectorSpace<S> space;
    private final DifferentiableDivision<S> division;
    private final List<S> stages = new ArrayList<>();
    private S stageState;

    StageRecomputation(DifferentiableDivision<S> division, VectorSpace<S> space) {
        this.space = space;
        this.division = division;
    }

    /** Up to the last active stage: the linearizations of the active ones, null for the others. */
    List<DividedLinearization<S>> linearize(StageWeights weights, S initialState, boolean[] active) {
        int count = active.length;
        while (count > 0 && !active[count - 1]) {
            count--;
        }
        allocate(count);
        List<Piece> pieces = pieces(initialState, count);
        try {
            division.forEach(piece -> pieces.get(piece).linearize(weights, active));
            List<DividedLinearization<S>> linearizations = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                linearizations.add(active[i] ? joined(pieces, i) : null);
            }
            return linearizations;
        } catch (RuntimeException e) {
            pieces.forEach(Piece::close);
            throw e;
        }
    }

    private List<Piece> pieces(S initialState, int count) {
        List<S> initialStates = division.piecesOf(initialState);
        List<S> stageStates = division.piecesOf(stageState);
        List<List<S>> ofStages =
                stages.subList(0, count).stream().map(division::piecesOf).toList();
        List<Piece> pieces = new ArrayList<>();
        for (int p = 0; p < division.pieces(); p++) {
            int number = p;
            List<S> own = ofStages.stream().map(stage -> stage.get(number)).toList();
            pieces.add(new Piece(number, initialStates.get(p), stageStates.get(p), own));
        }
        return pieces;
    }

    private DividedLinearization<S> joined(List<Piece> pieces, int stage) {
        DividedLinearization<S> joined = new DividedLinearization<>(pieces.size());
        for (int p = 0; p < pieces.size(); p++) {
            joined.set(p, pieces.get(p).linearizations.get(stage));
        }
        return joined;
    }

    /** A piece of one step. */
    private final class Piece {

        private final DifferentiableOdeFunction<S> own;
        private final VectorSpace<S> algebra;
        private final S initialState;
        private final S state;
        private final List<S> derivatives;
        private final List<Linearization<S>> linearizations = new ArrayList<>();

        Piece(int number, S initialState, S state, List<S> derivatives) {
            this.own = division.function(number);
            this.algebra = division.space(number);
            this.initialState = initialState;
            this.state = state;
            this.derivatives = derivatives;
        }

        void linearize(StageWeights weights, boolean[] active) {
            for (int i = 0; i < derivatives.size(); i++) {
                algebra.combine(state, initialState, weights.ofStage(i), derivatives.subList(0, i));
                linearizations.add(evaluate(weights.time(i), derivatives.get(i), active[i]));
            }
        }

        private Linearization<S> evaluate(double time, S derivative, boolean active) {
            if (active) {
                return own.linearize(time, state, derivative);
            }
            own.evaluate(time, state, derivative);
            return null;
        }

        void close() {
            linearizations.stream().filter(Objects::nonNull).forEach(Linearization::close);
        }
    }

    /** The linearization at a state that is known. */
    DividedLinearization<S> linearize(double time, S state) {
        allocate(1);
        return DividedLinearization.of(division, time, state, stages.get(0));
    }

    private void allocate(int count) {
        if (stageState == null) {
            stageState = space.create();
        }
        while (stages.size() < count) {
            stages.add(space.create());
        }
    }

    @Override
    public void close() {
        space.release(stageState);
        stages.forEach(space::release);
    }
}
