package org.odenet.adjoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.odenet.core.ode.Linearization;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.tableau.ButcherTableau;

/**
 * The exact reverse of the steps of any explicit Runge–Kutta method.
 *
 * <p>A step is linear in the derivatives of its stages, those among them that the states inside it alone take included: {@code y1 = y0 + h Σ b_i k_i}, the state observed at θ is {@code
 * y0 + h Σ b_i(θ) k_i}, and {@code k_i = f(z_i)} with {@code z_i = y0 + h Σ_j a_ij k_j}. So with cotangents ȳ1 of the
 * result and ȳθ of the observed states, {@code k̄_i = h b_i ȳ1 + h Σ_θ b_i(θ) ȳθ + h Σ_{j>i} a_ji z̄_j}, {@code z̄_i = VJP
 * of f at z_i with k̄_i}, and {@code ȳ0 = ȳ1 + Σ ȳθ + Σ z̄_i} (Hairer, Lubich and Wanner, "Geometric Numerical
 * Integration", chapter VI; Griewank and Walther, "Evaluating Derivatives").
 */
final class RungeKuttaBackward<S> {

    private final VectorSpace<S> space;
    private final S parameterGradient;
    private final List<S> stageStates = new ArrayList<>();
    private final S stageCotangent;
    private final List<S> vectors = new ArrayList<>();
    private double[] weights = new double[16];
    private long products;

    RungeKuttaBackward(VectorSpace<S> space, S parameterGradient) {
        this.space = space;
        this.parameterGradient = parameterGradient;
        this.stageCotangent = space.create();
    }

    /** A cotangent of the state at a place strictly inside a step. */
    record Observed<S>(double theta, S cotangent) {}

    /**
     * Goes back through one step.
     *
     * @param step the step
     * @param cotangent the cotangent of the state at its end, replaced by that of the state at its start
     * @param endMatters whether the cotangent at the end may be other than zero
     * @param observed cotangents inside the step
     */
    void step(SavedStep<S> step, S cotangent, boolean endMatters, List<Observed<S>> observed) {
        boolean[] active = activeStages(step.tableau(), endMatters, observed);
        while (stageStates.size() < active.length) {
            stageStates.add(space.create());
        }
        List<Linearization<S>> linearizations = step.linearize(active);
        for (int i = active.length - 1; i >= 0; i--) {
            if (active[i]) {
                formStageCotangent(i, step, cotangent, observed, active);
                linearizations.get(i).vjp(stageCotangent, stageStates.get(i), parameterGradient);
                products++;
            }
        }
        addAll(cotangent, observed, active);
    }

    private static <S> boolean[] activeStages(ButcherTableau tableau, boolean endMatters, List<Observed<S>> observed) {
        boolean[] active = new boolean[observed.isEmpty() ? tableau.stages() : tableau.interpolationStages()];
        for (int i = active.length - 1; i >= 0; i--) {
            active[i] = endMatters && tableau.b(i) != 0;
            for (Observed<S> at : observed) {
                active[i] |= tableau.interpolation(i, at.theta()) != 0;
            }
            for (int j = i + 1; j < active.length; j++) {
                active[i] |= active[j] && tableau.a(j, i) != 0;
            }
        }
        return active;
    }

    private void formStageCotangent(
            int i, SavedStep<S> step, S cotangent, List<Observed<S>> observed, boolean[] active) {
        ButcherTableau tableau = step.tableau();
        double h = step.size();
        add(h * tableau.b(i), cotangent);
        for (Observed<S> at : observed) {
            add(h * tableau.interpolation(i, at.theta()), at.cotangent());
        }
        for (int j = i + 1; j < active.length; j++) {
            if (active[j]) {
                add(h * tableau.a(j, i), stageStates.get(j));
            }
        }
        sum(stageCotangent, null);
    }

    private void addAll(S cotangent, List<Observed<S>> observed, boolean[] active) {
        observed.forEach(at -> add(1, at.cotangent()));
        for (int i = 0; i < active.length; i++) {
            if (active[i]) {
                add(1, stageStates.get(i));
            }
        }
        sum(cotangent, cotangent);
    }

    /** Adds a term to the next {@link #sum}. */
    private void add(double weight, S vector) {
        if (vectors.size() == weights.length) {
            weights = Arrays.copyOf(weights, 2 * weights.length);
        }
        weights[vectors.size()] = weight;
        vectors.add(vector);
    }

    private void sum(S out, S base) {
        space.combine(out, base, weights, vectors);
        vectors.clear();
    }

    /** How many vector-Jacobian products were taken. */
    long products() {
        return products;
    }

    void close() {
        stageStates.forEach(space::release);
        space.release(stageCotangent);
    }
}
