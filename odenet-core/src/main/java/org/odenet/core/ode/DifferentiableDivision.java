package org.odenet.core.ode;

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
     * What is done with a piece and adds to the parameters' gradient.
     *
     * @param <S> the type of the flat vector of parameters
     */
    @FunctionalInterface
    interface GradientTask<S> {

        /**
         * Runs the task.
         *
         * @param piece the number of the piece
         * @param parameterGradient a vector to add the piece's part of the gradient to; null where it is not wanted
         */
        void run(int piece, S parameterGradient);
    }

    /**
     * Runs a task for each piece, as {@link #forEach(java.util.function.IntConsumer)} does. Threads get vectors of their own
     * for the gradient, which are added at the end.
     *
     * @param parameterGradient what the tasks give their vectors is added to it; null where it is not wanted
     * @param task the task
     */
    void forEach(S parameterGradient, GradientTask<S> task);
}
