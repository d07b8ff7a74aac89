package org.odenet.adjoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.odenet.core.ode.Linearization;
import org.odenet.core.state.VectorSpace;

/**
 * The exact reverse of the steps of any method whose steps are sums of stages, for one piece of a divided function.
 *
 * <p>A step is linear in its stages, those among them that the states inside it alone take included: {@code y1 = y0 + Σ
 * b_i k_i}, the state observed at θ is {@code y0 + Σ b_i(θ) k_i}, and {@code k_i = f(z_i)} with {@code z_i = y0 + Σ_j a_ij
 * k_j}; the weights hold the step's size. So with cotangents ȳ1 of the result and ȳθ of the observed states, {@code k̄_i = b_i
 * ȳ1 + Σ_θ b_i(θ) ȳθ + Σ_{j>i} a_ji z̄_j}, {@code z̄_i = VJP of f at z_i with k̄_i}, and {@code ȳ0 = ȳ1 + Σ ȳθ + Σ z̄_i}
 * (Hairer, Lubich and Wanner, "Geometric Numerical Integration", chapter VI; Griewank and Walther, "Evaluating
 * Derivatives").
 *
 * <p>Where a stage comes from an earlier step, its k̄ waits for that step, which adds it to what it finds itself.
 */
final class StagedBackward<S> {

    private final VectorSpace<S> space;
    private final WaitingCotangents<S> waiting;
    private final List<S> stageStates = new ArrayList<>();
    private final S stageCotangent;
    private final List<S> stageCotangents = new ArrayList<>();
    private final TransposedStages<S> equations;
    private final List<S> vectors = new ArrayList<>();
    private double[] weights = new double[16];
    private long products;

    private HeldStep held;
    private S cotangent;
    private List<ObservedCotangent<S>> observed;
    private List<Sum<S>> sums;
    /** How the stages' states depend on stages. */
    private double[][] rows;
    /** The stages that what is observed depends on. */
    private boolean[] active;

    StagedBackward(VectorSpace<S> space) {
        this.space = space;
        this.waiting = new WaitingCotangents<>(space);
        this.stageCotangent = space.create();
        this.equations = new TransposedStages<>(space);
    }

    /** A sum of the stages whose cotangent is known. */
    private record Sum<S>(double[] weights, S cotangent) {

        double weight(int stage) {
            return stage < weights.length ? weights[stage] : 0;
        }
    }

    /**
     * Begins to go back through a step.
     *
     * @param held the step
     * @param cotangent the cotangent of the state at its end, which {@link #goBack} replaces by that of the state at its start
     * @param endMatters whether the cotangent at the end may be other than zero
     * @param observed cotangents inside the step
     */
    void begin(HeldStep held, S cotangent, boolean endMatters, List<ObservedCotangent<S>> observed) {
        this.held = held;
        this.cotangent = cotangent;
        this.observed = observed;
        this.sums = sums(endMatters);
        this.rows = rows();
        this.active = findActiveStages();
    }

    /** For each stage of the step whether its linearization is needed. */
    boolean[] activeStages() {
        return active;
    }

    /**
     * Goes back through the step.
     *
     * @param linearizations those of the active stages that are the step's own
     * @param parameterGradient the gradient of the parameters is added to it
     */
    void goBack(List<Linearization<S>> linearizations, S parameterGradient) {
        while (stageStates.size() < active.length) {
            stageStates.add(space.create());
        }
        int together = together(rows, active);
        if (together < active.length) {
            goBackTogether(together, linearizations, parameterGradient);
        }
        for (int i = together - 1; i >= 0; i--) {
            if (active[i]) {
                addTerms(i);
                if (i < held.earlier()) {
                    waitFor(held.evaluations()[i]);
                } else {
                    goBackThrough(i, linearizations.get(i), parameterGradient);
                }
            }
        }
        waiting.releaseTaken();
        addAll();
    }

    /** Goes back through one stage, whose terms have been added. */
    private void goBackThrough(int stage, Linearization<S> linearization, S parameterGradient) {
        waiting.take(held.evaluations()[stage], this::addOnce);
        sum(stageCotangent, null);
        double coefficient = weight(rows, stage, stage);
        if (coefficient != 0) {
            equations.solve(List.of(linearization), new double[][] {{coefficient}}, List.of(stageCotangent));
        }
        linearization.vjp(stageCotangent, stageStates.get(stage), parameterGradient);
        products++;
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
    private void goBackTogether(int first, List<Linearization<S>> linearizations, S parameterGradient) {
        int count = linearizations.size() - first;
        while (stageCotangents.size() < count) {
            stageCotangents.add(space.create());
        }
        double[][] coefficients = new double[count][count];
        for (int i = 0; i < count; i++) {
            addTermsOfSums(first + i);
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

    private List<Sum<S>> sums(boolean endMatters) {
        List<Sum<S>> found = new ArrayList<>();
        if (endMatters) {
            found.add(new Sum<>(held.weights().ofEnd(), cotangent));
        }
        for (ObservedCotangent<S> at : observed) {
            found.add(new Sum<>(held.weights().ofInside(at.theta()), at.cotangent()));
        }
        if (held.handedOn() != 0) {
            waiting.take(
                    held.handedOn(), later -> found.add(new Sum<>(held.weights().ofHandedOn(), later)));
        }
        return found;
    }

    /** The weights of the stages' states, as far as there are stages that sums take. */
    private double[][] rows() {
        int stages = sums.stream().mapToInt(sum -> sum.weights().length).max().orElse(0);
        double[][] found = new double[Math.max(held.stages(), stages)][];
        for (int i = held.earlier(); i < found.length; i++) {
            found[i] = held.weights().ofStage(i);
        }
        return found;
    }

    private boolean[] findActiveStages() {
        boolean[] found = new boolean[rows.length];
        for (int i = found.length - 1; i >= 0; i--) {
            found[i] = i >= held.earlier() && waiting.has(held.evaluations()[i]);
            for (Sum<S> sum : sums) {
                found[i] |= sum.weight(i) != 0;
            }
            for (int j = Math.max(i + 1, held.earlier()); j < found.length; j++) {
                found[i] |= found[j] && weight(rows, j, i) != 0;
            }
        }
        return isFullyImplicit(rows) ? allThatDepend(rows, found) : found;
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

    private void addTermsOfSums(int i) {
        for (Sum<S> sum : sums) {
            add(sum.weight(i), sum.cotangent());
        }
    }

    private void addTerms(int i) {
        addTermsOfSums(i);
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

    private void addAll() {
        observed.forEach(at -> add(1, at.cotangent()));
        for (int i = held.earlier(); i < active.length; i++) {
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
