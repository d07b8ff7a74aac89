package org.odenet.examples;

import me.tongfei.progressbar.ProgressBar;
import org.odenet.examples.output.ProgressBars;
import org.odenet.models.training.EpochRecord;
import org.odenet.models.training.StepRecord;
import org.odenet.models.training.TrainingLength;
import org.odenet.models.training.TrainingListener;

/** Shows a training as a bar for each epoch. */
final class TrainingBar implements TrainingListener, AutoCloseable {

    private ProgressBar bar;

    @Override
    public void epochStarted(int epoch, long step, TrainingLength length) {
        bar = ProgressBars.of("epoch " + epoch + "/" + length.epochs(), length.stepsPerEpoch(), " steps");
        bar.stepTo(step);
    }

    @Override
    public void stepFinished(StepRecord step) {
        bar.setExtraMessage("loss %.3f, accuracy %.1f %%, NFE %d + %d"
                .formatted(
                        step.meanLoss(), 100 * step.accuracy(), step.forwardEvaluations(), step.backwardEvaluations()));
        bar.stepTo(step.step());
    }

    @Override
    public void epochFinished(EpochRecord epoch) {
        close();
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
