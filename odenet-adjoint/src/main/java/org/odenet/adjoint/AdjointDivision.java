package org.odenet.adjoint;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.odenet.core.ode.DifferentiableDivision;
import org.odenet.core.ode.Division;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.state.VectorSpace;

/**
 * The continuous adjoint of a divided function. A piece of the state and of its cotangent goes through all stages of a step
 * by itself. The parameters' gradient is a sum over all pieces, on which none of them depends: it is one more piece, the
 * last, which follows when the others are done.
 */
final class AdjointDivision<S> implements Division<AdjointState<S>>, AutoCloseable {

    private final DifferentiableDivision<S> division;
    private final VectorSpace<S> gradients;
    private final AdjointSpace<S> spaceOfGradient;
    private final List<Piece> pieces = new ArrayList<>();
    private final double[] ones;

    AdjointDivision(DifferentiableDivision<S> division, AdjointSpace<S> space) {
        this.division = division;
        this.gradients = space.gradients();
        this.spaceOfGradient = new AdjointSpace<>(null, gradients, space.isSeminorm());
        for (int piece = 0; piece < division.pieces(); piece++) {
            pieces.add(new Piece(piece));
        }
        this.ones = new double[pieces.size()];
        Arrays.fill(ones, 1);
    }

    /** A piece of the state and of its cotangent. */
    private final class Piece implements OdeFunction<AdjointState<S>> {

        private final AdjointFunction<S> function;
        private final AdjointSpace<S> space;
        private final VectorSpace<S> ownGradients;
        /** Always the same, as functions remember how it is cut; null where it is not wanted. */
        private final S product;
        /** The piece's part of derivatives of the gradient, by the whole's. */
        private final Map<S, S> shares = new IdentityHashMap<>();

        private final Deque<S> free = new ArrayDeque<>();

        Piece(int number) {
            VectorSpace<S> states = division.space(number);
            this.space = new AdjointSpace<>(states, null, false);
            this.product = gradients == null ? null : gradients.create();
            this.ownGradients = gradients == null ? null : VectorSpace.of(product);
            AdjointSpace<S> withGradient = new AdjointSpace<>(states, ownGradients, false);
            this.function = new AdjointFunction<>(division.function(number), states, withGradient);
        }

        @Override
        public void evaluate(double t, AdjointState<S> state, AdjointState<S> derivative) {
            function.evaluate(t, state, new AdjointState<>(derivative.y(), derivative.cotangent(), product));
            if (gradients != null) {
                ownGradients.copy(product, shares.computeIfAbsent(derivative.gradient(), key -> newShare()));
            }
        }

        @Override
        public void evaluateWithoutQuadratures(double t, AdjointState<S> state, AdjointState<S> derivative) {
            function.evaluateWithoutQuadratures(
                    t, state, new AdjointState<>(derivative.y(), derivative.cotangent(), null));
        }

        private S newShare() {
            return free.isEmpty() ? ownGradients.create() : free.pop();
        }

        void forgetShares() {
            free.addAll(shares.values());
            shares.clear();
        }

        void close() {
            function.close();
            if (gradients != null) {
                forgetShares();
                free.forEach(ownGradients::release);
                ownGradients.close();
                gradients.release(product);
            }
        }
    }

    /** The parameters' gradient, of whose derivative the pieces have evaluated their shares before. */
    private final class Sum implements OdeFunction<AdjointState<S>> {

        @Override
        public void evaluate(double t, AdjointState<S> state, AdjointState<S> derivative) {
            S sum = derivative.gradient();
            List<S> shares = new ArrayList<>();
            pieces.forEach(piece -> shares.add(piece.shares.get(sum)));
            gradients.combine(sum, null, ones, shares);
        }

        @Override
        public void evaluateWithoutQuadratures(double t, AdjointState<S> state, AdjointState<S> derivative) {
            gradients.clear(derivative.gradient());
        }
    }

    /** Begins another solve, whose derivatives are others. */
    void restart() {
        pieces.forEach(Piece::forgetShares);
    }

    @Override
    public int pieces() {
        return pieces.size() + (gradients == null ? 0 : 1);
    }

    private boolean isGradient(int piece) {
        return piece == pieces.size();
    }

    @Override
    public OdeFunction<AdjointState<S>> function(int piece) {
        return isGradient(piece) ? new Sum() : pieces.get(piece);
    }

    @Override
    public VectorSpace<AdjointState<S>> space(int piece) {
        return isGradient(piece) ? spaceOfGradient : pieces.get(piece).space;
    }

    /** All have the gradient of the whole, by which the pieces find their shares of it. */
    @Override
    public List<AdjointState<S>> piecesOf(AdjointState<S> state) {
        List<S> states = division.piecesOf(state.y());
        List<S> cotangents = division.piecesOf(state.cotangent());
        List<AdjointState<S>> result = new ArrayList<>();
        for (int piece = 0; piece < pieces.size(); piece++) {
            result.add(new AdjointState<>(states.get(piece), cotangents.get(piece), state.gradient()));
        }
        if (gradients != null) {
            result.add(new AdjointState<>(null, null, state.gradient()));
        }
        return result;
    }

    @Override
    public void forEach(IntConsumer task) {
        division.forEach(task);
        if (gradients != null) {
            task.accept(pieces.size());
        }
    }

    @Override
    public void close() {
        pieces.forEach(Piece::close);
    }
}
