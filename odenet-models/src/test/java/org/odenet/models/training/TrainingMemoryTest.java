package org.odenet.models.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
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

    private static final int STEPS = 600;
    private static final int WARM_UP = 100;
    /** In so many steps the least counts: in others there are tensors that wait for their memory to be freed. */
    private static final int WINDOW = 100;
    /** Several, each with a pause, since ND4J frees in a thread of its own what was collected. */
    private static final int COLLECTIONS = 3;

    private static final long FREEING_NANOS = 100_000_000;
    private static final TrainTest DATA = TinyTask.data(2 * STEPS, 8);

    /**
     * What a run took.
     *
     * @param losses those of its steps
     * @param growth how much the tensors grew after the first steps, in bytes
     * @param heldAfter the bytes of all tensors after the run
     */
    private record Run(List<Double> losses, long growth, long heldAfter) {}

    @Test
    void memoryDoesNotGrowAndASecondRunStartsClean() {
        Run first = run();
        Run second = run();
        for (Run run : List.of(first, second)) {
            System.out.printf("from step %d to %d: tensors %+d bytes%n", WARM_UP, STEPS, run.growth());
        }
        assertThat(first.losses()).hasSize(STEPS);
        assertThat(second.losses()).isEqualTo(first.losses());
        // One activation left behind in each step would be 400 kB.
        assertThat(first.growth()).isLessThan(200_000);
        assertThat(second.growth()).isLessThan(200_000);
        assertThat(second.heldAfter() - first.heldAfter()).isLessThan(200_000);
    }

    private static Run run() {
        List<Double> losses = new ArrayList<>();
        Memory before = new Memory();
        Memory after = new Memory();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void stepFinished(StepRecord step) {
                losses.add(step.loss());
                if (step.step() >= WARM_UP && step.step() < WARM_UP + WINDOW) {
                    before.measure();
                } else if (step.step() >= STEPS - WINDOW) {
                    after.measure();
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
        Memory atEnd = new Memory();
        atEnd.measure();
        return new Run(losses, after.bytes - before.bytes, atEnd.bytes);
    }

    /** The bytes of all tensors, the least of some measurements, the first of them after garbage is collected. */
    private static final class Memory {

        private long bytes = Long.MAX_VALUE;

        void measure() {
            if (bytes == Long.MAX_VALUE) {
                collect();
            }
            bytes = Math.min(bytes, Nd4j.getEnvironment().getDeviceCouner(0));
        }

        private static void collect() {
            for (int i = 0; i < COLLECTIONS; i++) {
                System.gc();
                LockSupport.parkNanos(FREEING_NANOS);
            }
        }
    }
}
