package org.odenet.adjoint;

import java.util.stream.IntStream;
import org.odenet.solvers.sample.BatchStep;

/**
 * The accepted steps of one turn of a batch's solve, without their states.
 *
 * @param count how many samples there are
 * @param rows in which row of the step each was
 * @param indices which sample of the batch each is
 * @param starts where each one's step starts
 * @param ends where each one's step ends
 * @param sizes each one's step size
 */
record SavedBatchStep(int count, int[] rows, int[] indices, double[] starts, double[] ends, double[] sizes) {

    static SavedBatchStep of(BatchStep<?> step) {
        int[] rows = IntStream.range(0, step.count())
                .filter(row -> step.accepted()[row])
                .toArray();
        return new SavedBatchStep(
                rows.length,
                rows,
                IntStream.of(rows).map(row -> step.indices()[row]).toArray(),
                IntStream.of(rows).mapToDouble(row -> step.starts()[row]).toArray(),
                IntStream.of(rows).mapToDouble(row -> step.ends()[row]).toArray(),
                IntStream.of(rows).mapToDouble(row -> step.sizes()[row]).toArray());
    }
}
