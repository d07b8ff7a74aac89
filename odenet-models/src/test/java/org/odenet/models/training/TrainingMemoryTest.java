package org.odenet.models.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
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
    private static final TrainTest DATA = TinyTask.data(2 * STEPS, 8);

    private record Run(List<Double> losses, long nativeGrowth, long processGrowth) {}

    @Test
    void memoryDoesNotGrowAndASecondRunStartsClean() {
        Run first = run();
        Run second = run();
        System.out.printf(
                "after %d steps, since step %d: JavaCPP %+d bytes, process without heap %+d bytes; second run %+d, %+d%n",
                STEPS,
                WARM_UP,
                first.nativeGrowth(),
                first.processGrowth(),
                second.nativeGrowth(),
                second.processGrowth());
        assertThat(second.losses()).isEqualTo(first.losses());
        assertThat(first.losses()).hasSize(STEPS);
        // What waits for the garbage collector comes and goes.
        assertThat(second.nativeGrowth()).isLessThan(4 << 20);
        assertThat(second.processGrowth()).isLessThan(32 << 20);
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
                OdeNets.odeOnly(TinyTask.config().withSolver(Solvers.midpoint()).withDropout(0.2))) {
            Trainer.of(net)
                    .optimizer(new Adam(0.01))
                    .batchSize(2)
                    .listener(listener)
                    .fit(DATA);
        }
        return new Run(losses, after[0] - before[0], after[1] - before[1]);
    }

    private static void measure(long[] into) {
        into[0] = Pointer.totalBytes();
        into[1] = Pointer.physicalBytes() - Runtime.getRuntime().totalMemory();
    }
}
