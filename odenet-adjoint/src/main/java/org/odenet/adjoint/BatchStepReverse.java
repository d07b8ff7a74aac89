package org.odenet.adjoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.odenet.core.ode.DifferentiableBatchFunction;
import org.odenet.core.ode.Linearization;
import org.odenet.core.ode.Samples;
import org.odenet.core.state.BatchSpace;
import org.odenet.solvers.tableau.ButcherTableau;

/**
 * The exact reverse of the steps of several samples at once, each of its own size: {@link RungeKuttaBackward} by sample.
 * The stages are computed again from the states at the start of the steps.
 */
final class BatchStepReverse<S> implements AutoCloseable {

    private final ButcherTableau tableau;
    private final DifferentiableBatchFunction<S> function;
    private final BatchSpace<S> space;
    private final S parameterGradient;

    private final S initial;
    private final S cotangent;
    private final S stageCotangent;
    private final S observed;
    private final List<S> stageStates = new ArrayList<>();
    private final List<S> stages = new ArrayList<>();
    private final List<S> stateCotangents = new ArrayList<>();
    private final double[] ones;
    private long evaluations;
    private long products;

    BatchStepReverse(
            ButcherTableau tableau, DifferentiableBatchFunction<S> function, BatchSpace<S> space, S parameterGradient) {
        this.tableau = tableau;
        this.function = function;
        this.space = space;
        this.parameterGradient = parameterGradient;
        this.initial = space.create();
        this.cotangent = space.create();
        this.stageCotangent = space.create();
        this.observed = space.create();
        for (int i = 0; i < tableau.interpolationStages(); i++) {
            stageStates.add(i == 0 ? initial : space.create());
            stages.add(space.create());
            stateCotangents.add(space.create());
        }
        this.ones = ones(space.samples());
    }

    /** Where the states at the start of the steps go, one after another, before {@link #step}. */
    S initialStates() {
        return initial;
    }

    /**
     * Goes back through a turn's accepted steps.
     *
     * @param cotangents by sample of the batch: those at the ends of the steps are replaced by those at their starts
     * @param inside cotangents inside the steps
     */
    void step(SavedBatchStep step, S cotangents, List<BatchCotangents.Inside<S>> inside) {
        int count = step.count();
        space.copyRows(count, cotangents, step.indices(), cotangent, null);
        boolean[] active = activeStages(!inside.isEmpty());
        List<Linearization<S>> linearizations = new ArrayList<>();
        try {
            linearize(step, active, linearizations);
            for (int i = active.length - 1; i >= 0; i--) {
                if (active[i]) {
                    formStageCotangent(i, step, active, inside);
                    linearizations
                            .get(i)
                            .vjp(
                                    space.first(stageCotangent, count),
                                    space.first(stateCotangents.get(i), count),
                                    parameterGradient);
                    products++;
                }
            }
        } finally {
            linearizations.stream().filter(l -> l != null).forEach(Linearization::close);
        }
        addAll(count, active, inside);
        space.copyRows(count, cotangent, null, cotangents, step.indices());
    }

    private boolean[] activeStages(boolean observedInside) {
        boolean[] active = new boolean[observedInside ? tableau.interpolationStages() : tableau.stages()];
        for (int i = active.length - 1; i >= 0; i--) {
            active[i] = observedInside || tableau.b(i) != 0;
            for (int j = i + 1; j < active.length; j++) {
                active[i] |= active[j] && tableau.a(j, i) != 0;
            }
        }
        return active;
    }

    private void linearize(SavedBatchStep step, boolean[] active, List<Linearization<S>> linearizations) {
        double[] weights = new double[active.length];
        double[] times = new double[step.count()];
        space.begin(step.count(), step.sizes());
        for (int i = 0; i < active.length; i++) {
            if (!active[i]) {
                linearizations.add(null);
                continue;
            }
            double c = tableau.c(i);
            for (int row = 0; row < times.length; row++) {
                double start = step.starts()[row];
                double end = step.ends()[row];
                times[row] = c == 1 ? end : start + c * (end - start);
            }
            if (i > 0) {
                for (int j = 0; j < i; j++) {
                    weights[j] = tableau.a(i, j);
                }
                space.combine(stageStates.get(i), initial, weights, stages.subList(0, i));
            }
            linearizations.add(function.linearize(
                    new Samples(step.count(), step.indices(), times),
                    space.first(stageStates.get(i), step.count()),
                    space.first(stages.get(i), step.count())));
            evaluations++;
        }
    }

    private void formStageCotangent(
            int i, SavedBatchStep step, boolean[] active, List<BatchCotangents.Inside<S>> inside) {
        List<S> vectors = new ArrayList<>(List.of(cotangent));
        double[] weights = new double[1 + active.length];
        // The extra stages, for states inside a step, have no part in its end.
        weights[0] = i < tableau.stages() ? tableau.b(i) : 0;
        for (int j = i + 1; j < active.length; j++) {
            if (active[j]) {
                weights[vectors.size()] = tableau.a(j, i);
                vectors.add(stateCotangents.get(j));
            }
        }
        space.begin(step.count(), step.sizes());
        space.combine(stageCotangent, null, weights, vectors);
        for (BatchCotangents.Inside<S> at : inside) {
            double[][] own = new double[at.rows().length][1];
            for (int n = 0; n < own.length; n++) {
                own[n][0] = step.sizes()[at.rows()[n]] * tableau.interpolation(i, at.thetas()[n]);
            }
            add(at, own, stageCotangent);
        }
    }

    private void add(BatchCotangents.Inside<S> at, double[][] weights, S sum) {
        int count = weights.length;
        space.copyRows(count, at.cotangents(), at.indices(), observed, at.rows());
        space.combineRows(count, sum, at.rows(), sum, at.rows(), weights, List.of(observed));
    }

    private void addAll(int count, boolean[] active, List<BatchCotangents.Inside<S>> inside) {
        List<S> vectors = new ArrayList<>();
        for (int i = 0; i < active.length; i++) {
            if (active[i]) {
                vectors.add(stateCotangents.get(i));
            }
        }
        space.begin(count, ones);
        space.combine(cotangent, cotangent, ones(vectors.size()), vectors);
        for (BatchCotangents.Inside<S> at : inside) {
            double[][] own = new double[at.rows().length][];
            Arrays.fill(own, ones(1));
            add(at, own, cotangent);
        }
    }

    private static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** How often the function was evaluated again. */
    long evaluations() {
        return evaluations;
    }

    /** How many vector-Jacobian products were taken. */
    long products() {
        return products;
    }

    @Override
    public void close() {
        space.release(cotangent);
        space.release(stageCotangent);
        space.release(observed);
        stageStates.forEach(space::release);
        stages.forEach(space::release);
        stateCotangents.forEach(space::release);
    }
}
