package org.odenet.solvers.implicit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.Linearization;
import org.odenet.core.state.VectorSpace;

/**
 * The stages of the least {@code ½ Σ |f_i - k_i|²}, by the limited-memory BFGS method (Nocedal 1980; Liu and Nocedal
 * 1989) with a backtracking line search. The gradient takes one vector-Jacobian product per stage.
 */
final class LimitedMemoryBfgs<S> implements StageSolver<S> {

    private static final int MEMORY = 10;
    private static final int MOST_ITERATIONS = 300;
    private static final int MOST_HALVINGS = 30;
    private static final double SUFFICIENT_DECREASE = 1e-4;
    /** How much smaller than the allowed error the residual shall be: it stands for the error itself. */
    private static final double SAFETY = 0.1;

    /** The same where steps are fixed: rounding leaves squares no smaller. */
    private static final double TIGHT = 0.05;

    private final VectorSpace<S> space;
    private final Deque<Pair<S>> pairs = new ArrayDeque<>();
    private final double[] weight = new double[1];
    private final List<S> products = new ArrayList<>();
    private NewtonKrylov<S> smoothing;
    private StackedSpace<S> stack;
    private List<S> residual;
    private List<S> gradient;
    private List<S> nextGradient;
    private List<S> direction;
    private List<S> trial;

    /** A change of k and the change of the gradient that it made. */
    private record Pair<S>(List<S> step, List<S> change, double product) {}

    LimitedMemoryBfgs(VectorSpace<S> space) {
        this.space = space;
    }

    @Override
    public boolean solve(StageEquations<S> equations, List<S> k) {
        if (!(equations.function() instanceof DifferentiableOdeFunction<S> function)) {
            throw new IllegalArgumentException("L-BFGS needs the function's vector-Jacobian products; give a"
                    + " DifferentiableOdeFunction, or use StageSolvers.NEWTON_KRYLOV");
        }
        prepare(equations);
        double allowed = equations.isTight() ? TIGHT : SAFETY * Convergence.allowed(equations);
        double value = evaluate(equations, function, k, gradient);
        for (int iteration = 0; iteration < MOST_ITERATIONS && Double.isFinite(value); iteration++) {
            if (equations.norm(residual) <= allowed) {
                return true;
            }
            double next = search(equations, function, k, value);
            if (!(next < value)) {
                // No further decrease: rounding, or a minimum that is no solution.
                return equations.norm(residual) <= 1 && equations.isTight();
            }
            value = next;
        }
        return false;
    }

    private void prepare(StageEquations<S> equations) {
        int count = equations.count();
        if (products.size() != count) {
            closeStack();
            products.clear();
            stack = new StackedSpace<>(space, count);
            residual = stack.create();
            gradient = stack.create();
            nextGradient = stack.create();
            direction = stack.create();
            trial = stack.create();
            products.addAll(stack.create());
        }
        forget();
    }

    private void forget() {
        pairs.forEach(this::release);
        pairs.clear();
    }

    private void release(Pair<S> pair) {
        stack.release(pair.step());
        stack.release(pair.change());
    }

    /** Half the squared residual at k, and its gradient {@code -r_j + Σ_i c_ij J_iᵀ r_i}. */
    private double evaluate(
            StageEquations<S> equations, DifferentiableOdeFunction<S> function, List<S> k, List<S> out) {
        int count = equations.count();
        for (int i = 0; i < count; i++) {
            equations.formState(i, k);
            try (Linearization<S> linearization =
                    function.linearize(equations.time(i), equations.state(i), equations.value(i))) {
                space.combine(residual.get(i), null, new double[] {1, -1}, List.of(equations.value(i), k.get(i)));
                linearization.vjp(residual.get(i), products.get(i), null);
            }
        }
        for (int j = 0; j < count; j++) {
            double[] weights = new double[count + 1];
            List<S> terms = new ArrayList<>(products);
            for (int i = 0; i < count; i++) {
                weights[i] = equations.coefficients(i)[j];
            }
            weights[count] = -1;
            terms.add(residual.get(j));
            space.combine(out.get(j), null, weights, terms);
        }
        return 0.5 * stack.dot(residual, residual);
    }

    /** Moves k to a smaller value along the quasi-Newton direction; returns that value, or the old one if there is none. */
    private double search(StageEquations<S> equations, DifferentiableOdeFunction<S> function, List<S> k, double value) {
        double slope = findDirection();
        double length = 1;
        for (int halving = 0; halving < MOST_HALVINGS; halving++) {
            weight[0] = length;
            stack.combine(trial, k, weight, List.of(direction));
            double next = evaluate(equations, function, trial, nextGradient);
            if (next <= value + SUFFICIENT_DECREASE * length * slope) {
                remember(k);
                stack.copy(trial, k);
                stack.copy(nextGradient, gradient);
                return next;
            }
            length /= 2;
        }
        return value;
    }

    /** The two-loop recursion; returns the slope along the direction. */
    private double findDirection() {
        weight[0] = -1;
        stack.combine(direction, null, weight, List.of(gradient));
        double[] factors = new double[pairs.size()];
        int i = 0;
        for (Pair<S> pair : pairs) {
            factors[i] = stack.dot(pair.step(), direction) / pair.product();
            add(-factors[i], pair.change());
            i++;
        }
        if (!pairs.isEmpty()) {
            Pair<S> latest = pairs.getFirst();
            double scale = latest.product() / stack.dot(latest.change(), latest.change());
            stack.copy(direction, trial);
            weight[0] = scale;
            stack.combine(direction, null, weight, List.of(trial));
        }
        Iterator<Pair<S>> oldestFirst = pairs.descendingIterator();
        while (oldestFirst.hasNext()) {
            Pair<S> pair = oldestFirst.next();
            i--;
            add(factors[i] - stack.dot(pair.change(), direction) / pair.product(), pair.step());
        }
        return stack.dot(gradient, direction);
    }

    private void add(double factor, List<S> vector) {
        weight[0] = factor;
        stack.combine(direction, direction, weight, List.of(vector));
    }

    /** Keeps the move from k to the trial, if the curvature along it is positive. */
    private void remember(List<S> k) {
        List<S> step = stack.create();
        List<S> change = stack.create();
        double[] difference = {1, -1};
        stack.combine(step, null, difference, List.of(trial, k));
        stack.combine(change, null, difference, List.of(nextGradient, gradient));
        Pair<S> pair = new Pair<>(step, change, stack.dot(step, change));
        if (!(pair.product() > 0)) {
            release(pair);
            return;
        }
        pairs.addFirst(pair);
        if (pairs.size() > MEMORY) {
            release(pairs.removeLast());
        }
    }

    @Override
    public void smooth(StageEquations<S> equations, double scale, S error) {
        if (smoothing == null) {
            smoothing = new NewtonKrylov<>(space);
        }
        smoothing.smooth(equations, scale, error);
    }

    @Override
    public double growthLimit() {
        return Double.POSITIVE_INFINITY;
    }

    @Override
    public void accept() {
        // Each solution starts anew.
    }

    @Override
    public void restart() {
        // The same.
    }

    @Override
    public void close() {
        if (smoothing != null) {
            smoothing.close();
        }
        closeStack();
    }

    private void closeStack() {
        if (stack != null) {
            forget();
            stack.release(residual);
            stack.release(gradient);
            stack.release(nextGradient);
            stack.release(direction);
            stack.release(trial);
            stack.release(products);
            stack = null;
        }
    }
}
