package org.odenet.adjoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.odenet.core.ode.Linearization;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.tableau.ButcherTableau;

/**
 * The exact reverse of the steps of any Runge–Kutta method.
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
    private final List<S> stageCotangents = new ArrayList<>();
    private final TransposedStages<S> equations;
    private final List<S> vectors = new ArrayList<>();
    private double[] weights = new double[16];
    private long products;

    RungeKuttaBackward(VectorSpace<S> space, S parameterGradient) {
        this.space = space;
        this.parameterGradient = parameterGradient;
        this.stageCotangent = space.create();
        this.equations = new TransposedStages<>(space);
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
        ButcherTableau tableau = step.tableau();
        List<Linearization<S>> linearizations = step.linearize(active);
        int together = together(tableau, active);
        if (together < active.length) {
            stepTogether(together, step, cotangent, observed, linearizations);
        }
        for (int i = together - 1; i >= 0; i--) {
            if (active[i]) {
                formStageCotangent(i, step, cotangent, observed, active, stageCotangent);
                if (tableau.a(i, i) != 0) {
                    double[][] coefficient = {{step.size() * tableau.a(i, i)}};
                    equations.solve(linearizations.subList(i, i + 1), coefficient, List.of(stageCotangent));
                }
                linearizations.get(i).vjp(stageCotangent, stageStates.get(i), parameterGradient);
                products++;
            }
        }
        addAll(cotangent, observed, active);
    }

    /** From which stage on the stages depend on each other; their number if there is none. */
    private static int together(ButcherTableau tableau, boolean[] active) {
        if (tableau.isDiagonallyImplicit()) {
            return active.length;
        }
        int first = 0;
        while (first < active.length && !active[first]) {
            first++;
        }
        return first;
    }

    /** Goes back through the stages from one on, all of which matter. */
    private void stepTogether(
            int first,
            SavedStep<S> step,
            S cotangent,
            List<Observed<S>> observed,
            List<Linearization<S>> linearizations) {
        int count = linearizations.size() - first;
        while (stageCotangents.size() < count) {
            stageCotangents.add(space.create());
        }
        boolean[] none = new boolean[linearizations.size()];
        double[][] coefficients = new double[count][count];
        for (int i = 0; i < count; i++) {
            formStageCotangent(first + i, step, cotangent, observed, none, stageCotangents.get(i));
            for (int j = 0; j < count; j++) {
                coefficients[i][j] = step.size() * step.tableau().a(first + i, first + j);
            }
        }
        List<Linearization<S>> block = linearizations.subList(first, linearizations.size());
        equations.solve(block, coefficients, stageCotangents.subList(0, count));
        for (int i = 0; i < count; i++) {
            block.get(i).vjp(stageCotangents.get(i), stageStates.get(first + i), parameterGradient);
            products++;
        }
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
        return tableau.isDiagonallyImplicit() ? active : allThatDepend(tableau, active);
    }

    /** Stages that depend on each other matter together. */
    private static boolean[] allThatDepend(ButcherTableau tableau, boolean[] active) {
        boolean any = false;
        for (boolean stage : active) {
            any |= stage;
        }
        for (int i = 0; i < active.length; i++) {
            boolean explicit = true;
            for (int j = 0; j < active.length; j++) {
                explicit &= tableau.a(i, j) == 0;
            }
            active[i] |= any && !explicit;
        }
        return active;
    }

    private void formStageCotangent(
            int i, SavedStep<S> step, S cotangent, List<Observed<S>> observed, boolean[] active, S out) {
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
        sum(out, null);
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
        return products + equations.products();
    }

    void close() {
        stageStates.forEach(space::release);
        space.release(stageCotangent);
        stageCotangents.forEach(space::release);
        equations.close();
    }
}
