package org.odenet.adjoint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.odenet.core.ode.DifferentiableDivision;
import org.odenet.core.ode.Linearization;

/** The linearizations of a function's pieces at one evaluation. */
final class DividedLinearization<S> implements AutoCloseable {

    private final List<Linearization<S>> ofPieces;

    /** Starts with none. */
    DividedLinearization(int pieces) {
        this.ofPieces = new ArrayList<>(Collections.nCopies(pieces, null));
    }

    /** Linearizes each piece at its part of a state, and overwrites the derivative. */
    static <S> DividedLinearization<S> of(DifferentiableDivision<S> division, double t, S state, S derivative) {
        List<S> states = division.piecesOf(state);
        List<S> derivatives = division.piecesOf(derivative);
        DividedLinearization<S> result = new DividedLinearization<>(division.pieces());
        try {
            division.forEach(piece -> result.set(
                    piece, division.function(piece).linearize(t, states.get(piece), derivatives.get(piece))));
            return result;
        } catch (RuntimeException e) {
            result.close();
            throw e;
        }
    }

    /** Owns a piece's linearization from now on. */
    void set(int piece, Linearization<S> linearization) {
        ofPieces.set(piece, linearization);
    }

    Linearization<S> of(int piece) {
        return ofPieces.get(piece);
    }

    @Override
    public void close() {
        ofPieces.stream().filter(Objects::nonNull).forEach(Linearization::close);
    }
}
