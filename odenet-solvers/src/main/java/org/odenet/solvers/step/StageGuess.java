package org.odenet.solvers.step;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.tableau.ButcherTableau;

/**
 * Where the search for a stage's derivative begins. Where stages are solved for one after the other, it is the straight
 * line through the first and the latest; else the polynomial through the stages of the step before.
 */
final class StageGuess<S> implements AutoCloseable {

    private final ButcherTableau tableau;
    private final VectorSpace<S> space;
    private final int first;
    private final boolean looksBack;
    private final List<S> previous = new ArrayList<>();
    private final double[] weights;
    private double previousSize = Double.NaN;

    StageGuess(ButcherTableau tableau, VectorSpace<S> space) {
        this.tableau = tableau;
        this.space = space;
        this.first = tableau.c(0) == 0 ? 1 : 0;
        this.looksBack = first == 0 || !tableau.isDiagonallyImplicit();
        this.weights = new double[tableau.stages()];
        for (int i = 0; looksBack && i < tableau.stages(); i++) {
            previous.add(space.create());
        }
    }

    /**
     * Overwrites a stage.
     *
     * @param start the derivative at the start, or null
     */
    void form(int stage, List<S> stages, double size, S start) {
        S out = stages.get(stage);
        boolean oneByOne = tableau.isDiagonallyImplicit();
        if (oneByOne && stage > 0) {
            line(stage, stages, out);
        } else if (!Double.isNaN(previousSize)) {
            extrapolate(1 + tableau.c(stage) * size / previousSize, out);
        } else if (first == 1 || start != null) {
            space.copy(start != null ? start : stages.get(0), out);
        } else {
            space.clear(out);
        }
    }

    private void line(int stage, List<S> stages, S out) {
        double from = tableau.c(0);
        double to = tableau.c(stage - 1);
        double slope = stage > 1 && to != from ? (tableau.c(stage) - from) / (to - from) : 0;
        if (stage == 1) {
            space.copy(stages.get(0), out);
        } else {
            space.combine(out, null, new double[] {1 - slope, slope}, List.of(stages.get(0), stages.get(stage - 1)));
        }
    }

    /** By Lagrange's formula. */
    private void extrapolate(double place, S out) {
        weights[0] = 0;
        for (int j = first; j < weights.length; j++) {
            weights[j] = 1;
            for (int m = first; m < weights.length; m++) {
                if (m != j) {
                    weights[j] *= (place - tableau.c(m)) / (tableau.c(j) - tableau.c(m));
                }
            }
        }
        space.combine(out, null, weights, previous);
    }

    void accept(List<S> stages, double size) {
        previousSize = size;
        for (int i = 0; i < previous.size(); i++) {
            S kept = previous.get(i);
            previous.set(i, stages.get(i));
            stages.set(i, kept);
        }
    }

    /** Makes the last stage of the step just accepted the first of the next one. */
    void passLastOn(List<S> stages) {
        int last = stages.size() - 1;
        if (looksBack) {
            space.copy(previous.get(last), stages.get(0));
        } else {
            Collections.swap(stages, 0, last);
        }
    }

    void restart() {
        previousSize = Double.NaN;
    }

    @Override
    public void close() {
        previous.forEach(space::release);
    }
}
