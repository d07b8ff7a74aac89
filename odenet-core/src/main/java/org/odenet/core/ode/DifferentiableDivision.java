package org.odenet.core.ode;

import java.util.List;
import org.odenet.core.state.VectorSpace;

/**
 * A differentiable ODE function cut into pieces.
 *
 * @param <S> the type of a state, and of the flat vector of parameters
 */
public interface DifferentiableDivision<S> extends Division<S> {

    /**
     * The whole as the only piece.
     *
     * @param function the function
     * @param space the space of its states
     * @param <S> the type of a state, and of the flat vector of parameters
     * @return the division
     */
    static <S> DifferentiableDivision<S> whole(DifferentiableOdeFunction<S> function, VectorSpace<S> space) {
        return new DifferentiableWhole<>(function, space);
    }

    @Override
    DifferentiableOdeFunction<S> function(int piece);

    /**
     * Makes one linearization, of the whole, of those that the pieces' functions made.
     *
     * @param ofPieces the linearization of each piece at its part of one state
     * @return the linearization of the whole, which owns them; not to be used in {@link #forEach}
     */
    Linearization<S> join(List<Linearization<S>> ofPieces);
}
