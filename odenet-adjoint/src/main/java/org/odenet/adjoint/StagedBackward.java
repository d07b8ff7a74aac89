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
    private final List<S> vectors = new ArrayList<>();
    private double[] weights = new double[16];
    private long products;

    StagedBackward(VectorSpace<S> space, S parameterGradient) {
        this.space = space;
        this.parameterGradient = parameterGradient;
        this.waiting = new WaitingCotangents<>(space);
        this.stageCotangent = space.create();
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
        for (int i = active.length - 1; i >= 0; i--) {
            if (active[i]) {
                addTerms(i, sums, rows, active);
                long evaluation = held.evaluations()[i];
                if (i < held.earlier()) {
                    waitFor(evaluation);
                } else {
                    waiting.take(evaluation, this::addOnce);
                    sum(stageCotangent, null);
                    linearizations.get(i).vjp(stageCotangent, stageStates.get(i), parameterGradient);
                    products++;
                }
            }
        }
        waiting.releaseTaken();
        addAll(held.earlier(), cotangent, observed, active);
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
                active[i] |= active[j] && rows[j][i] != 0;
            }
        }
        return active;
    }

    private void addTerms(int i, List<Sum<S>> sums, double[][] rows, boolean[] active) {
        for (Sum<S> sum : sums) {
            add(sum.weight(i), sum.cotangent());
        }
        for (int j = i + 1; j < active.length; j++) {
            if (active[j] && rows[j] != null) {
                add(rows[j][i], stageStates.get(j));
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
        return products;
    }

    void close() {
        waiting.close();
        stageStates.forEach(space::release);
        space.release(stageCotangent);
    }
}
