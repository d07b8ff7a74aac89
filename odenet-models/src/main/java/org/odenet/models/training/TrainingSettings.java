package org.odenet.models.training;

import java.nio.file.Path;
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
        Path runFolder) {}
