package org.odenet.solvers.implicit;

import org.odenet.core.state.VectorSpace;

/** How the equations of implicit steps are solved. */
public enum StageSolvers {

    /** {@link #NEWTON} for {@code double[]} states of up to 128 components, {@link #NEWTON_KRYLOV} for all others. */
    AUTOMATIC,

    /**
     * Newton's method with a dense Jacobian that is used again in as many stages and steps as it serves, for {@code double[]}
     * states. The Jacobian comes from the function's derivative products, or else from differences.
     */
    NEWTON,

    /**
     * Newton's method with linear equations solved by GMRES, which takes products with the Jacobian only: from the
     * function's Jacobian-vector products, or else from differences along a direction. For states of any kind and size,
     * and stiffness of few components or of a moderate degree, as there is no preconditioner.
     */
    NEWTON_KRYLOV,

    /**
     * The least sum of squared residuals by the limited-memory BFGS method, for functions with vector-Jacobian products.
     * It solves no linear equations, and is slow where the problem is stiff.
     */
    LBFGS;

    private static final int SMALL = 128;

    /**
     * Makes a solver for one solve.
     *
     * @param space the space of the states
     * @param prototype a state
     * @param <S> the type of a state
     * @return the solver, to be closed at the end of the solve
     * @throws IllegalArgumentException if it is the dense one and the states are no arrays
     */
    public <S> StageSolver<S> create(VectorSpace<S> space, S prototype) {
        return switch (this) {
            case NEWTON -> dense(prototype);
            case NEWTON_KRYLOV -> new NewtonKrylov<>(space);
            case LBFGS -> new LimitedMemoryBfgs<>(space);
            case AUTOMATIC -> prototype instanceof double[] array && array.length <= SMALL
                    ? dense(prototype)
                    : new NewtonKrylov<>(space);
        };
    }

    @SuppressWarnings("unchecked")
    private static <S> StageSolver<S> dense(S prototype) {
        if (prototype instanceof double[] array) {
            return (StageSolver<S>) new DenseNewton(array.length);
        }
        throw new IllegalArgumentException("the dense Newton method solves for double[] states, not for "
                + prototype.getClass().getSimpleName() + "; use StageSolvers.NEWTON_KRYLOV or AUTOMATIC");
    }
}
