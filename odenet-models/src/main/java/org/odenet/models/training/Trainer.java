package org.odenet.models.training;

import java.nio.file.Path;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.odenet.models.ImageClassifier;
import org.odenet.models.data.Augmentation;
import org.odenet.models.data.TrainTest;

/**
 * Trains a network. The defaults are the paper's: SGD with momentum 0.9 (ND4J's, which is Nesterov's), learning rate 0.1
 * divided by 10 on a plateau, weight decay 1e-4, batches of 128.
 *
 * <pre>{@code
 * TrainingHistory history = Trainer.of(net).optimizer(new Nesterovs(0.1, 0.9)).epochs(5).fit(data);
 * }</pre>
 */
public final class Trainer {

    private static final int DEFAULT_PATIENCE = 10;

    private final ImageClassifier classifier;
    private IUpdater updater = new Nesterovs(0.1, 0.9);
    private Regularization regularization = new L2Regularization(1e-4);
    private LearningRateSchedule schedule = LearningRateSchedules.plateau(DEFAULT_PATIENCE);
    private Augmentation augmentation = Augmentation.none();
    private int epochs = 1;
    private int batchSize = 128;
    private double clipNorm = Double.POSITIVE_INFINITY;
    private long seed = 1;
    private TrainingListener listener = new TrainingListener() {};
    private BooleanSupplier stop = () -> false;
    private Path runFolder;

    private Trainer(ImageClassifier classifier) {
        this.classifier = classifier;
    }

    /**
     * Starts from a network, whose weights will be changed.
     *
     * @param classifier the network
     * @return a trainer with the defaults
     */
    public static Trainer of(ImageClassifier classifier) {
        return new Trainer(Objects.requireNonNull(classifier, "classifier"));
    }

    /**
     * Sets the optimizer.
     *
     * @param optimizer one of ND4J's updaters, with its learning rate
     * @return this trainer
     */
    public Trainer optimizer(IUpdater optimizer) {
        updater = Objects.requireNonNull(optimizer, "optimizer");
        return this;
    }

    /**
     * Sets the L2 regularisation: the rate times each weight is added to its gradient.
     *
     * @param rate the rate, not negative; 0 for none
     * @return this trainer
     */
    public Trainer weightDecay(double rate) {
        if (!(rate >= 0)) {
            throw new IllegalArgumentException("the weight decay is " + rate + "; it must not be negative");
        }
        return regularization(rate == 0 ? null : new L2Regularization(rate));
    }

    /**
     * Sets the regularisation, such as ND4J's {@code WeightDecay} for AdamW.
     *
     * @param method one of ND4J's, or null for none
     * @return this trainer
     */
    public Trainer regularization(Regularization method) {
        regularization = method;
        return this;
    }

    /**
     * Sets how the learning rate changes.
     *
     * @param learningRate the schedule
     * @return this trainer
     */
    public Trainer schedule(LearningRateSchedule learningRate) {
        schedule = Objects.requireNonNull(learningRate, "learningRate");
        return this;
    }

    /**
     * Sets the random changes of training images.
     *
     * @param changes the augmentation
     * @return this trainer
     */
    public Trainer augmentation(Augmentation changes) {
        augmentation = Objects.requireNonNull(changes, "changes");
        return this;
    }

    /**
     * Sets the length.
     *
     * @param count the number of epochs, positive
     * @return this trainer
     */
    public Trainer epochs(int count) {
        if (count <= 0) {
            throw new IllegalArgumentException("the number of epochs is " + count + "; it must be positive");
        }
        epochs = count;
        return this;
    }

    /**
     * Sets the batches.
     *
     * @param images the images in a batch, positive
     * @return this trainer
     */
    public Trainer batchSize(int images) {
        if (images <= 0) {
            throw new IllegalArgumentException("the batch size is " + images + "; it must be positive");
        }
        batchSize = images;
        return this;
    }

    /**
     * Scales gradients down whose norm over all parameters is larger.
     *
     * @param norm the largest norm, positive
     * @return this trainer
     */
    public Trainer clipNorm(double norm) {
        if (!(norm > 0)) {
            throw new IllegalArgumentException("the gradient's largest norm is " + norm + "; it must be positive");
        }
        clipNorm = norm;
        return this;
    }

    /**
     * Sets the seed of shuffling, augmentation and dropout.
     *
     * @param value the seed
     * @return this trainer
     */
    public Trainer seed(long value) {
        seed = value;
        return this;
    }

    /**
     * Follows the training.
     *
     * @param follower the listener
     * @return this trainer
     */
    public Trainer listener(TrainingListener follower) {
        listener = Objects.requireNonNull(follower, "follower");
        return this;
    }

    /**
     * Lets the training be stopped: asked after each step, and after an epoch's test; then a checkpoint is saved and the
     * history so far returned.
     *
     * @param requested whether to stop
     * @return this trainer
     */
    public Trainer stopWhen(BooleanSupplier requested) {
        stop = Objects.requireNonNull(requested, "requested");
        return this;
    }

    /**
     * Keeps a run's results in a folder: the network, a checkpoint and {@code history.csv}, after each epoch.
     *
     * @param folder the folder, made where missing
     * @return this trainer
     */
    public Trainer runFolder(Path folder) {
        runFolder = folder;
        return this;
    }

    /**
     * Trains from the network's present weights.
     *
     * @param data the training and test images
     * @return the results of all epochs
     * @throws IllegalArgumentException if the images do not fit the network, or a run folder was set and the network cannot
     *     be saved there
     * @throws TrainingException if the loss is not finite or a solve fails
     */
    public TrainingHistory fit(TrainTest data) {
        try (TrainingRun run = new TrainingRun(settings(), classifier, data)) {
            return run.execute();
        }
    }

    /**
     * Goes on where the checkpoint in the run folder was saved, to the same results as if it had not stopped. The settings
     * must be the same, the schedule by its description; only the number of epochs may differ.
     *
     * @param data the same training and test images
     * @return the results of all epochs, those before included
     * @throws IllegalStateException if no run folder was set
     * @throws org.odenet.models.io.WeightFileException if the checkpoint is missing, corrupt, or of another network or
     *     training
     * @throws TrainingException if the loss is not finite or a solve fails
     */
    public TrainingHistory resume(TrainTest data) {
        if (runFolder == null) {
            throw new IllegalStateException("there is nothing to resume from; set the run folder");
        }
        try (TrainingRun run = new TrainingRun(settings(), classifier, data)) {
            run.restore();
            return run.execute();
        }
    }

    private TrainingSettings settings() {
        return new TrainingSettings(
                updater,
                regularization,
                schedule,
                augmentation,
                epochs,
                batchSize,
                clipNorm,
                seed,
                listener,
                stop,
                runFolder);
    }
}
