package org.odenet.models.training;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.odenet.models.data.Augmentation;

/** What a {@link Trainer} was told. */
record TrainingSettings(
        IUpdater updater,
        Regularization regularization,
        LearningRateSchedule schedule,
        Augmentation augmentation,
        int epochs,
        int batchSize,
        double clipNorm,
        long seed,
        TrainingListener listener,
        BooleanSupplier stop,
        Path runFolder) {

    /** What must be the same for a resumed run to give the same results; the epochs may differ. */
    Map<String, String> identity() {
        Map<String, String> identity = new TreeMap<>();
        identity.put("optimizer", updater.toString());
        identity.put("regularization", regularization == null ? "none" : describe(regularization));
        identity.put("augmentation", augmentation.toString());
        identity.put("batchSize", String.valueOf(batchSize));
        identity.put("clipNorm", String.valueOf(clipNorm));
        identity.put("seed", String.valueOf(seed));
        return identity;
    }

    private static String describe(Regularization regularization) {
        return regularization.getClass().getSimpleName() + " " + regularization;
    }
}
