package org.odenet.core.ode;

import java.util.List;
import java.util.function.IntConsumer;
import org.odenet.core.state.VectorSpace;

/** A function that is not divided. */
class Whole<S> implements Division<S> {

    private final OdeFunction<S> function;
    private final VectorSpace<S> space;

    Whole(OdeFunction<S> function, VectorSpace<S> space) {
        this.function = function;
        this.space = space;
    }

    @Override
    public final int pieces() {
        return 1;
    }

    @Override
    public OdeFunction<S> function(int piece) {
        return function;
    }

    @Override
    public final VectorSpace<S> space(int piece) {
        return space;
    }

    @Override
    public final List<S> piecesOf(S state) {
        return List.of(state);
    }

    @Override
    public final void forEach(IntConsumer task) {
        task.accept(0);
    }
}
