package org.odenet.core.ode;

import java.util.List;
import java.util.function.IntConsumer;
import org.odenet.core.state.VectorSpace;

/**
 * An ODE function cut into pieces, each a function of its part of the state alone, such as of some samples of a batch. A
 * solver may take a piece through many evaluations before the next one, so that the piece's vectors stay in a cache, and
 * several pieces at once.
 *
 * @param <S> the type of a state
 */
public interface Division<S> {

    /**
     * The whole as the only piece.
     *
     * @param function the function
     * @param space the space of its states
     * @param <S> the type of a state
     * @return the division
     */
    static <S> Division<S> whole(OdeFunction<S> function, VectorSpace<S> space) {
        return new Whole<>(function, space);
    }

    /**
     * The number of pieces.
     *
     * @return the number, at least 1
     */
    int pieces();

    /**
     * The function of a piece.
     *
     * @param piece which piece, from 0
     * @return a function to be called in {@link #forEach} alone, for this piece
     */
    OdeFunction<S> function(int piece);

    /**
     * The space of a piece's states.
     *
     * @param piece which piece, from 0
     * @return a space to be used by one thread at a time; it is closed with that of the whole
     */
    VectorSpace<S> space(int piece);

    /**
     * The pieces of a state, which share its memory. Not to be asked for in {@link #forEach}.
     *
     * @param state a state of the whole
     * @return its pieces, in their order
     */
    List<S> piecesOf(S state);

    /**
     * Runs a task for each piece, on several threads where there are any, and returns when all have ended. What a task
     * throws is thrown here.
     *
     * @param task is given the number of the piece
     */
    void forEach(IntConsumer task);
}
