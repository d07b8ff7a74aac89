package org.odenet.adjoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.odenet.core.ode.Linearization;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.tableau.StageWeights;

/**
 * The exact reverse of the steps of any method whose steps are sums of stages.
 *
 * <p>A step is linear in its stages, those among them that the states inside it alone take included: {@code y1 = y0 + Σ b_i k_i}, the state observed at θ is {@code y0 + Σ b_i(θ) k_i}, and
 * {@code k_i = f(z_i)} with {@code z_i = y0 + Σ_j a_ij k_j}; the weights hold the step's size. So with cotangents ȳ1 of
 * the result and ȳθ of the observed states, {@code k̄_i = b_i ȳ1 + Σ_θ b_i(θ) ȳθ + Σ_{j>i} a_ji z̄_j}, {@code z̄_i = VJP of
 * f at z_i with k̄_i}, and {@code ȳ0 = ȳ1 + Σ ȳθ + Σ z̄_i} (Hairer, Lubich and Wanner, "Geometric Numerical Integration",
 * chapter VI; Griewank and Walther, "Evaluating Derivatives").
 *
 * <p>Where a stage comes from an earlier step, its k̄ waits for that step, which adds it to what it finds itself.
 */
final class StagedBackward<S> {

    private final VectorSpace<S> space;
    private final S parameterGradient;
    private final WaitingCotangents<S> waiting;
    private final List<S> stageStates = new ArrayList<>();
    private final S stageCotangent;
    private final List<S> stageCotangents = new ArrayList<>();
    private final TransposedStages<S> equations;
    private final List<S> vectors = new ArrayList<>();
    private double[] weights = new double[16];
    private long products;

    StagedBackward(VectorSpace<S> space, S parameterGradient) {
        this.space = space;
        this.parameterGradient = parameterGradient;
        this.waiting = new WaitingCotangents<>(space);
        this.stageCotangent = space.create();
        this.equations = new TransposedStages<>(space);
    }

    /** A cotangent of the state at a place strictly inside a step. */
    record Observed<S>(double theta, S cotangent) {}

    /** A sum of the stages whose cotangent is known. */
    private record Sum<S>(double[] weights, S cotangent) {

        double weight(int stage) {
            return stage < weights.length ? weights[stage] : 0;
        }
    }

    /**
     * Goes back through one step.
     *
     * @param step the step
     * @param cotangent the cotangent of the state at its end, replaced by that of the state at its start
     * @param endMatters whether the cotangent at the end may be other than zero
     * @param observed cotangents inside the step
     */
    void step(SavedStep<S> step, S cotangent, boolean endMatters, List<Observed<S>> observed) {
        HeldStep held = step.held();
        List<Sum<S>> sums = sums(held, cotangent, endMatters, observed);
        double[][] rows = rows(held, sums);
        boolean[] active = activeStages(held, sums, rows);
        while (stageStates.size() < active.length) {
            stageStates.add(space.create());
        }
        List<Linearization<S>> linearizations = step.linearize(active);
        int together = together(rows, active);
        if (together < active.length) {
            stepTogether(together, rows, sums, linearizations);
        }
        for (int i = together - 1; i >= 0; i--) {
            if (active[i]) {
                addTerms(i, sums, rows, active);
                long evaluation = held.evaluations()[i];
                if (i < held.earlier()) {
                    waitFor(evaluation);
                } else {
                    waiting.take(evaluation, this::addOnce);
                    sum(stageCotangent, null);
                    if (weight(rows, i, i) != 0) {
                        double[][] coefficient = {{rows[i][i]}};
                        equations.solve(linearizations.subList(i, i + 1), coefficient, List.of(stageCotangent));
                    }
                    linearizations.get(i).vjp(stageCotangent, stageStates.get(i), parameterGradient);
                    products++;
                }
            }
        }
        waiting.releaseTaken();
        addAll(held.earlier(), cotangent, observed, active);
    }

    /** How stage i depends on stage j, which is not at all for one of an earlier step. */
    private static double weight(double[][] rows, int i, int j) {
        return rows[i] != null && j < rows[i].length ? rows[i][j] : 0;
    }

    /** Whether there is a stage that depends on later ones. */
    private static boolean isFullyImplicit(double[][] rows) {
        for (int i = 0; i < rows.length; i++) {
            for (int j = i + 1; rows[i] != null && j < rows[i].length; j++) {
                if (rows[i][j] != 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /** From which stage on the stages depend on each other; their number if there is none. */
    private static int together(double[][] rows, boolean[] active) {
        if (!isFullyImplicit(rows)) {
            return active.length;
        }
        int first = 0;
        while (first < active.length && !active[first]) {
            first++;
        }
        return first;
    }

    /** Goes back through the stages from one on, all of which matter. */
    private void stepTogether(int first, double[][] rows, List<Sum<S>> sums, List<Linearization<S>> linearizations) {
        int count = linearizations.size() - first;
        while (stageCotangents.size() < count) {
            stageCotangents.add(space.create());
        }
        double[][] coefficients = new double[count][count];
        for (int i = 0; i < count; i++) {
            addTerms(first + i, sums, rows, new boolean[rows.length]);
            sum(stageCotangents.get(i), null);
            for (int j = 0; j < count; j++) {
                coefficients[i][j] = weight(rows, first + i, first + j);
            }
        }
        List<Linearization<S>> block = linearizations.subList(first, linearizations.size());
        equations.solve(block, coefficients, stageCotangents.subList(0, count));
        for (int i = 0; i < count; i++) {
            block.get(i).vjp(stageCotangents.get(i), stageStates.get(first + i), parameterGradient);
            products++;
        }
    }

    private List<Sum<S>> sums(HeldStep held, S cotangent, boolean endMatters, List<Observed<S>> observed) {
        List<Sum<S>> sums = new ArrayList<>();
        if (endMatters) {
            sums.add(new Sum<>(held.weights().ofEnd(), cotangent));
        }
        for (Observed<S> at : observed) {
            sums.add(new Sum<>(held.weights().ofInside(at.theta()), at.cotangent()));
        }
        if (held.handedOn() != 0) {
            waiting.take(
                    held.handedOn(), later -> sums.add(new Sum<>(held.weights().ofHandedOn(), later)));
        }
        return sums;
    }

    /** The weights of the stages' states, as far as there are stages that sums take. */
    private static <S> double[][] rows(HeldStep held, List<Sum<S>> sums) {
        StageWeights weights = held.weights();
        int stages = sums.stream().mapToInt(sum -> sum.weights().length).max().orElse(0);
        double[][] rows = new double[Math.max(held.stages(), stages)][];
        for (int i = held.earlier(); i < rows.length; i++) {
            rows[i] = weights.ofStage(i);
        }
        return rows;
    }

    private boolean[] activeStages(HeldStep held, List<Sum<S>> sums, double[][] rows) {
        boolean[] active = new boolean[rows.length];
        for (int i = active.length - 1; i >= 0; i--) {
            active[i] = i >= held.earlier() && waiting.has(held.evaluations()[i]);
            for (Sum<S> sum : sums) {
                active[i] |= sum.weight(i) != 0;
            }
            for (int j = Math.max(i + 1, held.earlier()); j < active.length; j++) {
                active[i] |= active[j] && weight(rows, j, i) != 0;
            }
        }
        return isFullyImplicit(rows) ? allThatDepend(rows, active) : active;
    }

    /** Stages that depend on each other matter together. */
    private static boolean[] allThatDepend(double[][] rows, boolean[] active) {
        boolean any = false;
        for (boolean stage : active) {
            any |= stage;
        }
        for (int i = 0; i < active.length; i++) {
            boolean explicit = true;
            for (int j = 0; j < active.length; j++) {
                explicit &= weight(rows, i, j) == 0;
            }
            active[i] |= any && !explicit;
        }
        return active;
    }

    private void addTerms(int i, List<Sum<S>> sums, double[][] rows, boolean[] active) {
        for (Sum<S> sum : sums) {
            add(sum.weight(i), sum.cotangent());
        }
        for (int j = i + 1; j < active.length; j++) {
            if (active[j]) {
                add(weight(rows, j, i), stageStates.get(j));
            }
        }
    }

    private void waitFor(long evaluation) {
        boolean more = waiting.has(evaluation);
        S sum = waiting.of(evaluation);
        sum(sum, more ? sum : null);
    }

    private void addAll(int earlier, S cotangent, List<Observed<S>> observed, boolean[] active) {
        observed.forEach(at -> add(1, at.cotangent()));
        for (int i = earlier; i < active.length; i++) {
            if (active[i]) {
                add(1, stageStates.get(i));
            }
        }
        sum(cotangent, cotangent);
    }

    private void addOnce(S vector) {
        add(1, vector);
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
        waiting.close();
        stageStates.forEach(space::release);
        space.release(stageCotangent);
        stageCotangents.forEach(space::release);
        equations.close();
    }
}
