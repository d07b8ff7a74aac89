package org.odenet.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingHistoryTest {

    private static final EpochRecord FIRST = new EpochRecord(1, 2.5, 0.25, 2.25, 0.5, 26, 24.5, 0.1, 1.75);
    private static final EpochRecord SECOND = new EpochRecord(2, 1.5, 0.75, 1e-7, 1, 32, 30, 0.01, 2);

    @TempDir
    private Path folder;

    @Test
    void csvHasARowForEachEpoch() throws IOException {
        Path file = folder.resolve("history.csv");
        new TrainingHistory(List.of(FIRST, SECOND), false).writeCsv(file);
        assertThat(Files.readString(file))
                .isEqualTo(
                        "epoch,loss,train_accuracy,test_loss,test_accuracy,nfe_forward,nfe_backward,learning_rate,seconds\n"
                                + "1,2.5,0.25,2.25,0.5,26.0,24.5,0.1,1.75\n"
                                + "2,1.5,0.75,1.0E-7,1.0,32.0,30.0,0.01,2.0\n");
    }

    @Test
    void csvOfNoEpochs() throws IOException {
        Path file = folder.resolve("history.csv");
        new TrainingHistory(List.of(), true).writeCsv(file);
        assertThat(Files.readAllLines(file)).hasSize(1);
    }

    @Test
    void theLastEpoch() {
        assertThat(new TrainingHistory(List.of(FIRST, SECOND), false).last()).isEqualTo(SECOND);
        assertThatThrownBy(() -> new TrainingHistory(List.of(), true).last())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no epoch was finished");
    }

    @Test
    void keepsACopy() {
        List<EpochRecord> epochs = new ArrayList<>(List.of(FIRST));
        TrainingHistory history = new TrainingHistory(epochs, false);
        epochs.add(SECOND);
        assertThat(history.epochs()).containsExactly(FIRST);
    }
}
