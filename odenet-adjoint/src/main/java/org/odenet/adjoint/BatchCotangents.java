package org.odenet.adjoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.odenet.core.ode.Outcome;
import org.odenet.core.state.BatchSpace;
import org.odenet.solvers.sample.BatchSolution;

/** The cotangents of a batch's observed states, taken up step by step from the last one back. */
final class BatchCotangents<S> implements AutoCloseable {

    private static final double[] ONE = {1};

    private final BatchSpace<S> space;
    private final BatchSolution<S> solution;
    /** Of each observed state; null for zero. */
    private final List<S> cotangents = new ArrayList<>();

    private final double[][] times;
    /** How many observed times of each sample lie before the steps that were gone back through. */
    private final int[] left;

    /**
     * Cotangents of one observed state inside the steps of some samples.
     *
     * @param cotangents by sample of the batch
     * @param rows in which row of the steps each sample is
     * @param indices which sample of the batch it is
     * @param thetas where in its step it was observed, from 0 to 1
     */
    record Inside<S>(S cotangents, int[] rows, int[] indices, double[] thetas) {}

    BatchCotangents(BatchSpace<S> space, BatchSolution<S> solution, List<S> given) {
        this.space = space;
        this.solution = solution;
        if (given.size() != solution.states().size()) {
            throw new IllegalArgumentException("there are " + given.size() + " cotangents for "
                    + solution.states().size() + " observed states; give one for each, null for zero");
        }
        given.stream().filter(Objects::nonNull).forEach(c -> space.require(c, "a cotangent"));
        for (S cotangent : given) {
            cotangents.add(cotangent == null ? null : copyOf(cotangent));
        }
        this.times = new double[solution.samples()][];
        this.left = new int[times.length];
        for (int i = 0; i < times.length; i++) {
            times[i] = solution.times(i);
            left[i] = times[i].length;
        }
    }

    private S copyOf(S cotangent) {
        S copy = space.create();
        space.copy(cotangent, copy);
        return copy;
    }

    /** Starts with what a sample's final state contributes: it stands for the observed times that it did not reach. */
    void start(S sum) {
        for (int i = 0; i < times.length; i++) {
            boolean whole = solution.outcome(i) == Outcome.SUCCESS;
            for (int k = times[i].length; k < cotangents.size(); k++) {
                if (cotangents.get(k) == null) {
                    continue;
                }
                if (whole) {
                    addRow(cotangents.get(k), i, ofObservation(times[i].length - 1));
                } else {
                    addRow(cotangents.get(k), i, sum);
                }
            }
        }
    }

    private S ofObservation(int k) {
        if (cotangents.get(k) == null) {
            S zeros = space.create();
            space.combineRows(space.samples(), zeros, null, null, null, null, List.of());
            cotangents.set(k, zeros);
        }
        return cotangents.get(k);
    }

    private void addRow(S from, int row, S to) {
        int[] rows = {row};
        space.combineRows(1, to, rows, to, rows, new double[][] {ONE}, List.of(from));
    }

    /** Takes up the cotangents of a turn's steps: those at an end are added to it, the others are returned. */
    List<Inside<S>> take(SavedBatchStep step, S sum) {
        List<Inside<S>> inside = new ArrayList<>();
        int from = cotangents.size();
        int to = 0;
        int[] before = left.clone();
        for (int row = 0; row < step.count(); row++) {
            int sample = step.indices()[row];
            while (left[sample] > 0 && isAfterStart(step, row, times[sample][left[sample] - 1])) {
                left[sample]--;
            }
            from = Math.min(from, left[sample]);
            to = Math.max(to, before[sample]);
        }
        for (int k = from; k < to; k++) {
            if (cotangents.get(k) != null) {
                take(k, step, before, sum, inside);
            }
        }
        return inside;
    }

    private static boolean isAfterStart(SavedBatchStep step, int row, double time) {
        return (time - step.starts()[row]) * step.sizes()[row] > 0;
    }

    private void take(int k, SavedBatchStep step, int[] before, S sum, List<Inside<S>> inside) {
        int[] rows = IntStream.range(0, step.count())
                .filter(row -> left[step.indices()[row]] <= k && k < before[step.indices()[row]])
                .toArray();
        int[] atEnd = IntStream.of(rows)
                .filter(row -> times[step.indices()[row]][k] == step.ends()[row])
                .map(row -> step.indices()[row])
                .toArray();
        double[][] ones = new double[atEnd.length][];
        Arrays.fill(ones, ONE);
        space.combineRows(atEnd.length, sum, atEnd, sum, atEnd, ones, List.of(cotangents.get(k)));
        int[] within = IntStream.of(rows)
                .filter(row -> times[step.indices()[row]][k] != step.ends()[row])
                .toArray();
        if (within.length > 0) {
            inside.add(new Inside<>(
                    cotangents.get(k),
                    within,
                    IntStream.of(within).map(row -> step.indices()[row]).toArray(),
                    IntStream.of(within)
                            .mapToDouble(
                                    row -> (times[step.indices()[row]][k] - step.starts()[row]) / step.sizes()[row])
                            .toArray()));
        }
    }

    @Override
    public void close() {
        cotangents.forEach(space::release);
    }
}
