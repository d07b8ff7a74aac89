package org.odenet.adjoint;

import java.util.List;
import org.odenet.core.ode.Linearization;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.implicit.DenseLu;
import org.odenet.solvers.implicit.Gmres;
import org.odenet.solvers.implicit.StackedSpace;

/**
 * Solves the equations that the implicit function theorem gives for the cotangents of stages, {@code k̄_i - Σ_j c_ji J_jᵀ
 * k̄_j = r_i} with {@code c_ij = h a_ij}: for short arrays by the factors of a matrix, for all else by GMRES.
 */
final class TransposedStages<S> implements AutoCloseable {

    private static final int SMALL = 128;
    private static final int RESTART = 50;
    private static final int MOST_PRODUCTS = 1000;
    /** How much smaller than the right-hand side GMRES makes the residual, in units of the precision. */
    private static final double TOLERANCE = 100;

    private final VectorSpace<S> space;
    private StackedSpace<S> stack;
    private Gmres<List<S>> gmres;
    private List<S> products;
    private List<S> solution;
    private DenseLu factors;
    private double[] rightHandSide;
    private int count;
    private long taken;

    TransposedStages(VectorSpace<S> space) {
        this.space = space;
    }

    /**
     * Solves.
     *
     * @param linearizations those of the stages
     * @param coefficients the matrix c
     * @param cotangents the right-hand sides, replaced by the solutions
     */
    void solve(List<Linearization<S>> linearizations, double[][] coefficients, List<S> cotangents) {
        if (cotangents.get(0) instanceof double[] array && array.length <= SMALL) {
            solveDensely(arrays(linearizations), coefficients, arrays(cotangents), array.length);
        } else {
            solveByProducts(linearizations, coefficients, cotangents);
        }
    }

    @SuppressWarnings("unchecked")
    private static <A, B> A arrays(B states) {
        return (A) states;
    }

    private void solveDensely(
            List<Linearization<double[]>> linearizations,
            double[][] coefficients,
            List<double[]> cotangents,
            int size) {
        int stages = cotangents.size();
        if (factors == null || count != stages) {
            count = stages;
            factors = new DenseLu(stages * size);
            rightHandSide = new double[stages * size];
        }
        double[] unit = new double[size];
        double[] row = new double[size];
        for (int i = 0; i < stages; i++) {
            for (int r = 0; r < size; r++) {
                unit[r] = 1;
                linearizations.get(i).vjp(unit, row, null);
                taken++;
                unit[r] = 0;
                fill(factors.rows()[i * size + r], i * size + r, coefficients[i], row);
            }
            System.arraycopy(cotangents.get(i), 0, rightHandSide, i * size, size);
        }
        if (!factors.factorize()) {
            throw unsolved("their matrix is singular");
        }
        factors.solveTransposed(rightHandSide);
        for (int i = 0; i < stages; i++) {
            System.arraycopy(rightHandSide, i * size, cotangents.get(i), 0, size);
        }
    }

    /** A row of {@code I - C ⊗ J}. */
    private static void fill(double[] row, int diagonal, double[] coefficients, double[] derivative) {
        for (int j = 0; j < coefficients.length; j++) {
            for (int c = 0; c < derivative.length; c++) {
                row[j * derivative.length + c] = -coefficients[j] * derivative[c];
            }
        }
        row[diagonal] += 1;
    }

    private void solveByProducts(List<Linearization<S>> linearizations, double[][] coefficients, List<S> cotangents) {
        int stages = cotangents.size();
        if (stack == null || count != stages) {
            close();
            count = stages;
            stack = new StackedSpace<>(space, stages);
            gmres = new Gmres<>(stack, RESTART);
            products = stack.create();
            solution = stack.create();
        }
        Gmres.Operator<List<S>> operator = (vector, result) -> multiply(linearizations, coefficients, vector, result);
        double tolerance = TOLERANCE * space.precision();
        if (!gmres.solve(operator, cotangents, solution, tolerance, MOST_PRODUCTS)) {
            throw unsolved("GMRES did not reach a residual of " + tolerance + " times their right-hand side within "
                    + MOST_PRODUCTS + " products");
        }
        stack.copy(solution, cotangents);
    }

    private boolean multiply(
            List<Linearization<S>> linearizations, double[][] coefficients, List<S> vector, List<S> result) {
        double[] weights = new double[count];
        for (int j = 0; j < count; j++) {
            linearizations.get(j).vjp(vector.get(j), products.get(j), null);
            taken++;
        }
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < count; j++) {
                weights[j] = -coefficients[j][i];
            }
            space.combine(result.get(i), vector.get(i), weights, products);
        }
        return true;
    }

    private static IllegalStateException unsolved(String reason) {
        return new IllegalStateException("the cotangents of an implicit step's stages could not be solved for: "
                + reason + "; take smaller steps, or check the function's vector-Jacobian products");
    }

    /** How many vector-Jacobian products were taken. */
    long products() {
        return taken;
    }

    @Override
    public void close() {
        if (stack != null) {
            gmres.close();
            stack.release(products);
            stack.release(solution);
            stack = null;
        }
    }
}
