package org.odenet.models.training;

import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.odenet.models.io.AtomicFiles;

/**
 * The results of a training.
 *
 * @param epochs the epochs in their order
 * @param interrupted whether the training was stopped before its end
 */
public record TrainingHistory(List<EpochRecord> epochs, boolean interrupted) {

    private static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setHeader(
                    "epoch",
                    "loss",
                    "train_accuracy",
                    "test_loss",
                    "test_accuracy",
                    "nfe_forward",
                    "nfe_backward",
                    "learning_rate",
                    "seconds")
            .setRecordSeparator('\n')
            .build();

    /**
     * Keeps an unmodifiable copy.
     *
     * @param epochs the epochs in their order
     * @param interrupted whether the training was stopped before its end
     */
    public TrainingHistory {
        epochs = List.copyOf(epochs);
    }

    /**
     * The last epoch.
     *
     * @return its results
     * @throws IllegalStateException if no epoch was finished
     */
    public EpochRecord last() {
        if (epochs.isEmpty()) {
            throw new IllegalStateException("no epoch was finished; resume the training");
        }
        return epochs.get(epochs.size() - 1);
    }

    /**
     * Writes a table with a row for each epoch.
     *
     * @param file the CSV file to create or replace
     */
    public void writeCsv(Path file) {
        AtomicFiles.write(file, out -> {
            Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            CSVPrinter printer = new CSVPrinter(writer, FORMAT);
            for (EpochRecord epoch : epochs) {
                printer.printRecord(
                        epoch.epoch(),
                        epoch.loss(),
                        epoch.trainAccuracy(),
                        epoch.testLoss(),
                        epoch.testAccuracy(),
                        epoch.forwardEvaluations(),
                        epoch.backwardEvaluations(),
                        epoch.learningRate(),
                        epoch.seconds());
            }
            printer.flush();
        });
    }
}
