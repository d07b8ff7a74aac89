package org.odenet.examples;

import java.util.List;
import org.odenet.models.training.EpochRecord;

/** The epochs of a training as a table for people. */
final class HistoryTable {

    private static final String HEADER = "%5s %9s %10s %10s %10s %7s %7s %9s %9s%n"
            .formatted("epoch", "loss", "train acc.", "test loss", "test acc.", "NFE-F", "NFE-B", "rate", "seconds");

    private HistoryTable() {}

    static String of(List<EpochRecord> epochs) {
        StringBuilder table = new StringBuilder(HEADER);
        for (EpochRecord epoch : epochs) {
            table.append("%5d %9.4f %9.2f%% %10.4f %9.2f%% %7.1f %7.1f %9.2g %9.1f%n"
                    .formatted(
                            epoch.epoch(),
                            epoch.loss(),
                            100 * epoch.trainAccuracy(),
                            epoch.testLoss(),
                            100 * epoch.testAccuracy(),
                            epoch.forwardEvaluations(),
                            epoch.backwardEvaluations(),
                            epoch.learningRate(),
                            epoch.seconds()));
        }
        return table.toString();
    }
}
