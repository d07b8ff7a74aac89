package org.odenet.solvers.step;

import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.Linearization;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.ode.OdeFunctionException;
import org.odenet.core.state.VectorSpace;

/**
 * Counts the evaluations of one solve, keeps them within a budget, and says where the function failed.
 *
 * @param <S> the type of a state
 */
public final class CountingFunction<S> implements OdeFunction<S> {

    private final OdeFunction<S> function;
    private final long budget;
    private long evaluations;
    private long products;

    /** Ends an attempt at a step whose cost was not known before: one more evaluation would exceed the budget. */
    public static final class BudgetSpentException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private BudgetSpentException(long budget) {
            super("the budget of " + budget + " evaluations is spent", null, false, false);
        }
    }

    /**
     * Starts to count.
     *
     * @param function the function
     * @param budget how many evaluations are allowed
     */
    public CountingFunction(OdeFunction<S> function, long budget) {
        this.function = function;
        this.budget = budget;
    }

    @Override
    public void evaluate(double t, S y, S dydt) {
        spend(1);
        evaluate(function, true, evaluations, t, y, dydt);
    }

    /** Evaluates the function, or a piece of it, as what was counted before; says where it failed. */
    void evaluate(OdeFunction<S> piece, boolean withQuadratures, long number, double t, S y, S dydt) {
        try {
            if (withQuadratures) {
                piece.evaluate(t, y, dydt);
            } else {
                piece.evaluateWithoutQuadratures(t, y, dydt);
            }
        } catch (RuntimeException e) {
            throw new OdeFunctionException(t, number, e);
        }
    }

    /**
     * Counts evaluations that are about to be made elsewhere, such as those of a linearization.
     *
     * @param count how many
     * @throws BudgetSpentException if they would exceed the budget
     */
    public void spend(long count) {
        if (evaluations + count > budget) {
            throw new BudgetSpentException(budget);
        }
        evaluations += count;
    }

    /**
     * This function with the derivatives of the counted one, if it has any. Linearizations count as evaluations, and their
     * products as products.
     *
     * @return a {@link DifferentiableOdeFunction} if the counted one is, else this
     */
    public OdeFunction<S> withDerivatives() {
        return function instanceof DifferentiableOdeFunction<S> differentiable
                ? new CountingDerivatives<>(this, differentiable)
                : this;
    }

    Linearization<S> linearize(DifferentiableOdeFunction<S> differentiable, double t, S y, S dydt) {
        spend(1);
        try {
            return differentiable.linearize(t, y, dydt);
        } catch (RuntimeException e) {
            throw new OdeFunctionException(t, evaluations, e);
        }
    }

    void countProduct() {
        products++;
    }

    /**
     * How many products with derivatives were taken.
     *
     * @return the number
     */
    public long products() {
        return products;
    }

    @Override
    public VectorSpace<S> space(S prototype) {
        return function.space(prototype);
    }

    /**
     * The function itself, uncounted: what else it can do tells its type.
     *
     * @return the function
     */
    public OdeFunction<S> counted() {
        return function;
    }

    /**
     * How many evaluations were made.
     *
     * @return the number
     */
    public long evaluations() {
        return evaluations;
    }

    /**
     * How many evaluations may still be made.
     *
     * @return the number
     */
    public long remaining() {
        return budget - evaluations;
    }
}
