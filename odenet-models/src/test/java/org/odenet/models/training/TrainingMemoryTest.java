package org.odenet.models.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.odenet.models.ImageClassifier;
import org.odenet.models.OdeNets;
import org.odenet.models.TinyTask;
import org.odenet.models.data.TrainTest;
import org.odenet.solvers.Solvers;

/** Long trainings end with the memory that they begin with. */
class TrainingMemoryTest {

    private static final int STEPS = 500;
    private static final int WARM_UP = 100;
    /** Several, each with a pause, since ND4J frees in a thread of its own what was collected. */
    private static final int COLLECTIONS = 3;

    private static final long FREEING_NANOS = 100_000_000;
    private static final TrainTest DATA = TinyTask.data(2 * STEPS, 8);

    /**
     * What a run took.
     *
     * @param losses those of its steps
     * @param processGrowth how much the process grew after the first steps
     * @param tensorGrowth how much the tensors grew
     * @param heldAfter the bytes of all tensors after the run
     */
    private record Run(List<Double> losses, long processGrowth, long tensorGrowth, long heldAfter) {}

    @Test
    void memoryDoesNotGrowAndASecondRunStartsClean() {
        Run first = run();
        Run second = run();
        for (Run run : List.of(first, second)) {
            System.out.printf(
                    "from step %d to %d: tensors %+d bytes, whole process, with its heap, %+d bytes%n",
                    WARM_UP, STEPS, run.tensorGrowth(), run.processGrowth());
        }
        assertThat(first.losses()).hasSize(STEPS);
        assertThat(second.losses()).isEqualTo(first.losses());
        // One activation left behind in each step would be 400 kB.
        assertThat(first.tensorGrowth()).isLessThan(200_000);
        assertThat(second.tensorGrowth()).isLessThan(200_000);
        assertThat(second.heldAfter() - first.heldAfter()).isLessThan(200_000);
    }

    private static Run run() {
        List<Double> losses = new ArrayList<>();
        long[] before = new long[2];
        long[] after = new long[2];
        TrainingListener listener = new TrainingListener() {
            @Override
            public void stepFinished(StepRecord step) {
                losses.add(step.loss());
                if (step.step() == WARM_UP) {
                    measure(before);
                } else if (step.step() == STEPS) {
                    measure(after);
                }
            }
        };
        try (ImageClassifier net =
                OdeNets.odeOnly(TinyTask.config().withSolver(Solvers.euler()).withDropout(0.2))) {
            Trainer.of(net)
                    .optimizer(new Adam(0.01))
                    .batchSize(2)
                    .listener(listener)
                    .fit(DATA);
        }
        long[] atEnd = new long[2];
        measure(atEnd);
        return new Run(losses, after[0] - before[0], after[1] - before[1], atEnd[1]);
    }

    /** Tensors that nobody refers to any more do not count: when they are freed is the garbage collector's choice. */
    private static void measure(long[] into) {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            LockSupport.parkNanos(FREEING_NANOS);
        }
        into[0] = Pointer.physicalBytes();
        into[1] = Nd4j.getEnvironment().getDeviceCouner(0);
    }
}
