package org.odenet.solvers.implicit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.odenet.core.state.VectorSpace;

/**
 * The generalized minimal residual method with restarts (Saad and Schultz 1986), for linear equations {@code A x = b} in
 * any space with an inner product. Its memory is used again.
 *
 * @param <S> the type of a vector
 */
public final class Gmres<S> implements AutoCloseable {

    private static final double[] MINUS_ONE = {-1};

    private final VectorSpace<S> space;
    private final int restart;
    private final List<S> basis = new ArrayList<>();
    private final double[][] hessenberg;
    private final double[] cosines;
    private final double[] sines;
    private final double[] residuals;
    private final double[] scale = new double[1];
    private S residual;

    /**
     * A linear map.
     *
     * @param <S> the type of a vector
     */
    @FunctionalInterface
    public interface Operator<S> {

        /**
         * Applies the map.
         *
         * @param vector the vector, not changed
         * @param result overwritten with its image
         * @return false to give up, such as for a budget that is spent
         */
        boolean apply(S vector, S result);
    }

    /**
     * Makes a solver.
     *
     * @param space the space
     * @param restart how many vectors are kept before it starts anew
     */
    public Gmres(VectorSpace<S> space, int restart) {
        this.space = space;
        this.restart = restart;
        this.hessenberg = new double[restart][restart + 1];
        this.cosines = new double[restart];
        this.sines = new double[restart];
        this.residuals = new double[restart + 1];
    }

    /**
     * Solves, from zero on.
     *
     * @param operator A
     * @param b the right-hand side, not changed
     * @param x overwritten with the solution
     * @param tolerance how much smaller than b the residual shall be, in the Euclidean norm
     * @param maxProducts how often A may be applied
     * @return whether it was reached
     */
    public boolean solve(Operator<S> operator, S b, S x, double tolerance, int maxProducts) {
        space.clear(x);
        double target = tolerance * norm(b);
        if (residual == null) {
            residual = space.create();
        }
        space.copy(b, residual);
        int products = 0;
        double reached = norm(residual);
        while (!(reached <= target)) {
            int size = Math.min(restart, maxProducts - products);
            int used = size <= 0 || !Double.isFinite(reached) ? -1 : cycle(operator, reached, target, size);
            if (used < 0) {
                return false;
            }
            products += used + 1;
            addSolution(x, used);
            if (residuals[used] <= target) {
                return true;
            }
            // The residual itself, as the one of the recursion drifts away from it.
            if (products > maxProducts || !operator.apply(x, residual)) {
                return false;
            }
            space.combine(residual, b, MINUS_ONE, List.of(copyOf(residual)));
            reached = norm(residual);
        }
        return true;
    }

    /** In the basis' first vector, which the next cycle overwrites. */
    private S copyOf(S vector) {
        space.copy(vector, basis.get(0));
        return basis.get(0);
    }

    /** Returns how many vectors the solution is made of, or -1 if the operator gave up. */
    private int cycle(Operator<S> operator, double reached, double target, int size) {
        scaled(residual, 1 / reached, vector(0));
        Arrays.fill(residuals, 0);
        residuals[0] = reached;
        int k = 0;
        while (k < size && Math.abs(residuals[k]) > target) {
            S next = vector(k + 1);
            if (!operator.apply(basis.get(k), next)) {
                return -1;
            }
            double length = orthogonalize(next, k);
            rotate(k, length);
            k++;
            if (length == 0 || !Double.isFinite(length)) {
                break;
            }
            scaled(next, 1 / length, next);
        }
        residuals[k] = Math.abs(residuals[k]);
        return k;
    }

    private double orthogonalize(S next, int k) {
        for (int i = 0; i <= k; i++) {
            double product = space.dot(next, basis.get(i));
            hessenberg[k][i] = product;
            scale[0] = -product;
            space.combine(next, next, scale, List.of(basis.get(i)));
        }
        return norm(next);
    }

    /** Turns the new column of the Hessenberg matrix into one of a triangular matrix, by Givens rotations. */
    private void rotate(int k, double length) {
        double[] column = hessenberg[k];
        for (int i = 0; i < k; i++) {
            double upper = cosines[i] * column[i] + sines[i] * column[i + 1];
            column[i + 1] = cosines[i] * column[i + 1] - sines[i] * column[i];
            column[i] = upper;
        }
        double radius = Math.hypot(column[k], length);
        cosines[k] = radius == 0 ? 1 : column[k] / radius;
        sines[k] = radius == 0 ? 0 : length / radius;
        column[k] = radius;
        residuals[k + 1] = -sines[k] * residuals[k];
        residuals[k] *= cosines[k];
    }

    private void addSolution(S x, int k) {
        double[] weights = new double[k];
        for (int i = k - 1; i >= 0; i--) {
            double sum = residuals[i];
            for (int j = i + 1; j < k; j++) {
                sum -= hessenberg[j][i] * weights[j];
            }
            weights[i] = hessenberg[i][i] == 0 ? 0 : sum / hessenberg[i][i];
        }
        space.combine(x, x, weights, basis.subList(0, k));
    }

    private S vector(int index) {
        while (basis.size() <= index) {
            basis.add(space.create());
        }
        return basis.get(index);
    }

    /** In place by way of the residual's memory, which is free within a cycle. */
    private void scaled(S vector, double factor, S out) {
        S source = vector;
        if (out == vector) {
            space.copy(vector, residual);
            source = residual;
        }
        scale[0] = factor;
        space.combine(out, null, scale, List.of(source));
    }

    private double norm(S vector) {
        return Math.sqrt(space.dot(vector, vector));
    }

    @Override
    public void close() {
        space.release(residual);
        basis.forEach(space::release);
    }
}
