package org.odenet.adjoint;

import java.util.List;
import java.util.function.IntConsumer;
import org.odenet.core.ode.Division;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.state.VectorSpace;

/** A division with other functions in place of the pieces' own. */
record RecordedDivision<S>(Division<S> division, List<? extends OdeFunction<S>> functions) implements Division<S> {

    @Override
    public int pieces() {
        return division.pieces();
    }

    @Override
    public OdeFunction<S> function(int piece) {
        return functions.get(piece);
    }

    @Override
    public VectorSpace<S> space(int piece) {
        return division.space(piece);
    }

    @Override
    public List<S> piecesOf(S state) {
        return division.piecesOf(state);
    }

    @Override
    public void forEach(IntConsumer task) {
        division.forEach(task);
    }
}
