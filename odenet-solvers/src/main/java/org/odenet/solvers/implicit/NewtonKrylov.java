package org.odenet.solvers.implicit;

import java.util.ArrayList;
import java.util.List;
import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.Linearization;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.state.VectorSpace;

/**
 * Newton's method whose linear equations GMRES solves as far as they matter (Knoll and Keyes 2004, "Jacobian-free
 * Newton–Krylov methods"). Products with the Jacobian are the function's own, or differences along a direction.
 */
final class NewtonKrylov<S> implements StageSolver<S> {

    private static final int RESTART = 30;
    private static final int MOST_PRODUCTS = 300;
    /** How exactly the linear equations are solved: it bounds the rate of Newton's iterations. */
    private static final double FORCING = 0.01;

    private static final double SMOOTHING = 0.1;
    private static final double[] ONE = {1};

    private final VectorSpace<S> space;
    private final double[] weight = new double[1];
    private final double[] difference = new double[2];
    private double shift;
    private Convergence convergence;
    private StackedSpace<S> stack;
    private Gmres<List<S>> gmres;
    private Gmres<S> gmresOfOne;
    private List<S> residual;
    private List<S> change;
    private int stages;
    private final S direction;
    private final S shifted;
    private final S image;
    private final List<Linearization<S>> linearizations = new ArrayList<>();
    private boolean ownProducts = true;

    NewtonKrylov(VectorSpace<S> space) {
        this.space = space;
        this.direction = space.create();
        this.shifted = space.create();
        this.image = space.create();
    }

    @Override
    public boolean solve(StageEquations<S> equations, List<S> k) {
        prepare(equations);
        convergence.begin();
        Convergence.Verdict verdict = Convergence.Verdict.GO_ON;
        while (verdict == Convergence.Verdict.GO_ON) {
            try {
                linearize(equations, k);
                equations.residual(k, residual);
                Gmres.Operator<List<S>> operator = (vector, result) -> multiply(equations, vector, result);
                if (!gmres.solve(operator, residual, change, FORCING, MOST_PRODUCTS)) {
                    return false;
                }
            } finally {
                closeLinearizations();
            }
            verdict = convergence.judge(equations.norm(change));
            stack.combine(k, k, ONE, List.of(change));
        }
        return verdict == Convergence.Verdict.DONE;
    }

    private void prepare(StageEquations<S> equations) {
        if (convergence == null) {
            convergence = new Convergence(equations);
        }
        if (stages != equations.count()) {
            closeStack();
            stages = equations.count();
            stack = new StackedSpace<>(space, stages);
            gmres = new Gmres<>(stack, RESTART);
            residual = stack.create();
            change = stack.create();
        }
    }

    /** Evaluates all stages, with linearizations if these have Jacobian-vector products. */
    private void linearize(StageEquations<S> equations, List<S> k) {
        for (int i = 0; i < stages; i++) {
            equations.formState(i, k);
            linearize(equations.function(), equations.time(i), equations.state(i), equations.value(i));
        }
    }

    private void linearize(OdeFunction<S> function, double t, S y, S value) {
        if (ownProducts && function instanceof DifferentiableOdeFunction<S> differentiable) {
            Linearization<S> linearization = differentiable.linearize(t, y, value);
            linearizations.add(linearization);
            ownProducts = linearization.hasJvp();
        } else {
            function.evaluate(t, y, value);
        }
    }

    private void closeLinearizations() {
        linearizations.forEach(Linearization::close);
        linearizations.clear();
    }

    /** {@code v_i - J_i Σ_j c_ij v_j}. */
    private boolean multiply(StageEquations<S> equations, List<S> vector, List<S> result) {
        for (int i = 0; i < stages; i++) {
            space.combine(direction, null, equations.coefficients(i), vector);
            linearizedAt(i, equations.time(i), equations.state(i), equations.value(i), equations.function());
            subtractProduct(vector.get(i), equations.value(i), result.get(i));
        }
        return true;
    }

    /** Overwrites the image with the product of a Jacobian and the direction, or with the function at a shifted state. */
    private void linearizedAt(int number, double t, S y, S value, OdeFunction<S> function) {
        if (ownProducts && !linearizations.isEmpty()) {
            linearizations.get(number).jvp(direction, image);
            shift = 0;
            return;
        }
        double length = Math.sqrt(space.dot(direction, direction));
        if (length == 0) {
            space.copy(value, image);
            shift = 1;
            return;
        }
        // A change of the square root of the precision in the root mean square.
        double size = Math.sqrt(space.dimension()) + Math.sqrt(space.dot(y, y));
        shift = Math.sqrt(space.precision()) * size / length;
        weight[0] = shift;
        space.combine(shifted, y, weight, List.of(direction));
        function.evaluate(t, shifted, image);
    }

    /** The vector less the product that the image stands for. */
    private void subtractProduct(S vector, S value, S result) {
        if (shift == 0) {
            weight[0] = -1;
            space.combine(result, vector, weight, List.of(image));
        } else {
            difference[0] = -1 / shift;
            difference[1] = 1 / shift;
            space.combine(result, vector, difference, List.of(image, value));
        }
    }

    @Override
    public void smooth(StageEquations<S> equations, double scale, S error) {
        S value = space.create();
        S smoothed = space.create();
        if (gmresOfOne == null) {
            gmresOfOne = new Gmres<>(space, RESTART);
        }
        try {
            double t = equations.startTime();
            S y = equations.startState();
            linearize(equations.function(), t, y, value);
            Gmres.Operator<S> operator = (vector, result) -> {
                weight[0] = scale;
                space.combine(direction, null, weight, List.of(vector));
                linearizedAt(0, t, y, value, equations.function());
                subtractProduct(vector, value, result);
                return true;
            };
            if (gmresOfOne.solve(operator, error, smoothed, SMOOTHING, MOST_PRODUCTS)) {
                space.copy(smoothed, error);
            }
        } finally {
            closeLinearizations();
            space.release(value);
            space.release(smoothed);
        }
    }

    @Override
    public double growthLimit() {
        return Double.POSITIVE_INFINITY;
    }

    @Override
    public void accept() {
        // Each iteration has a Jacobian of its own.
    }

    @Override
    public void restart() {
        // The same.
    }

    private void closeStack() {
        if (gmres != null) {
            gmres.close();
            stack.release(residual);
            stack.release(change);
        }
    }

    @Override
    public void close() {
        closeStack();
        if (gmresOfOne != null) {
            gmresOfOne.close();
        }
        space.release(direction);
        space.release(shifted);
        space.release(image);
    }
}
