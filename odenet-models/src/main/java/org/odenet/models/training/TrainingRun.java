package org.odenet.models.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.kernel.ArrayPool;
import org.odenet.core.nn.ForwardPass;
import org.odenet.core.nn.LayerContext;
import org.odenet.core.nn.Parameters;
import org.odenet.core.ode.OdeException;
import org.odenet.models.ImageClassifier;
import org.odenet.models.OdeNetConfig;
import org.odenet.models.SoftmaxCrossEntropy;
import org.odenet.models.data.Batch;
import org.odenet.models.data.BatchLoader;
import org.odenet.models.data.EpochBatches;
import org.odenet.models.data.ImageDataSet;
import org.odenet.models.data.TrainTest;
import org.odenet.models.io.WeightFileException;

/** One training: the loop over epochs and steps, with its memory. */
final class TrainingRun implements AutoCloseable {

    /** Apart, so that a step's dropout has nothing in common with the order of the images. */
    private static final long STEP_SEEDS = 0x9E3779B97F4A7C15L;

    private static final String TOO_FAST = "lower the learning rate or clip the gradient";

    private final TrainingSettings settings;
    private final ImageClassifier classifier;
    private final TrainTest data;
    private final BatchLoader loader;
    private final TrainingLength length;
    private final Parameters gradient;
    private final Optimizer optimizer;
    private final ArrayPool pool;

    private final List<EpochRecord> history = new ArrayList<>();
    private LearningRateSchedule schedule;
    private int epoch;
    private Totals totals = new Totals();
    private double seconds;
    private double learningRate;

    TrainingRun(TrainingSettings settings, ImageClassifier classifier, TrainTest data) {
        requireFits(classifier, data);
        if (settings.runFolder() != null) {
            classifier.requireSavable();
        }
        this.settings = settings;
        this.classifier = classifier;
        this.data = data;
        this.schedule = settings.schedule();
        this.loader = BatchLoader.of(data.train(), settings.batchSize())
                .withShuffling(true)
                .withSeed(settings.seed())
                .withNormalization(classifier.config().normalization())
                .withAugmentation(settings.augmentation())
                .withDataType(classifier.parameters().dataType());
        this.length = new TrainingLength(loader.batchesPerEpoch(), settings.epochs());
        this.gradient = classifier.parameters().zerosLike();
        this.optimizer = new Optimizer(
                settings.updater(), settings.regularization(), settings.clipNorm(), classifier.parameters());
        this.pool = classifier.newPool();
    }

    private static void requireFits(ImageClassifier classifier, TrainTest data) {
        requireImages("train", data.train());
        requireImages("test", data.test());
        OdeNetConfig config = classifier.config();
        ImageDataSet images = data.train();
        if (images.channels() != config.channels() || images.classes() > config.classes()) {
            throw new IllegalArgumentException("the data set '" + images.name() + "' has images of " + images.channels()
                    + " channels and " + images.classes() + " classes, the network is for " + config.channels()
                    + " channels and " + config.classes() + " classes; build it with OdeNetConfig.withImages("
                    + images.channels() + ", " + images.classes() + ")");
        }
    }

    private static void requireImages(String part, ImageDataSet images) {
        if (images.size() == 0) {
            throw new IllegalArgumentException(
                    "the data set '" + images.name() + "' has no images to " + part + " with; give it at least one");
        }
    }

    void restore() {
        Checkpoint.State state =
                Checkpoint.read(checkpointFile(), classifier.parameters(), optimizer.state(), identity());
        epoch = state.epoch();
        totals = new Totals(state.totals());
        seconds = state.seconds();
        history.addAll(state.history());
        requireWithinEpoch();
        // A schedule is a function of the results so far.
        history.forEach(record -> schedule = schedule.afterEpoch(record.testLoss()));
    }

    private void requireWithinEpoch() {
        if (totals.batches() >= length.stepsPerEpoch()) {
            throw new WeightFileException(
                    checkpointFile(),
                    totals.batches() + " steps of an epoch of " + length.stepsPerEpoch() + " are done",
                    "start a new run");
        }
    }

    TrainingHistory execute() {
        while (epoch < settings.epochs()) {
            if (!trainEpoch()) {
                save();
                return new TrainingHistory(history, true);
            }
            finishEpoch();
            if (epoch < settings.epochs() && settings.stop().getAsBoolean()) {
                return new TrainingHistory(history, true);
            }
        }
        return new TrainingHistory(history, false);
    }

    /** Returns false if the training was asked to stop before the end of the epoch. */
    private boolean trainEpoch() {
        settings.listener().epochStarted(epoch + 1, totals.batches(), length);
        long started = System.nanoTime();
        double before = seconds;
        try (EpochBatches batches = loader.epoch(epoch, Math.toIntExact(totals.batches()))) {
            while (batches.hasNext()) {
                try (Batch batch = batches.next()) {
                    step(batch);
                }
                seconds = before + (System.nanoTime() - started) / 1e9;
                if (batches.hasNext() && settings.stop().getAsBoolean()) {
                    return false;
                }
            }
        }
        return true;
    }

    private void step(Batch batch) {
        long step = epoch * length.stepsPerEpoch() + totals.batches();
        long seed = settings.seed() ^ (STEP_SEEDS * (step + 1));
        double factor = schedule.factor(step, length);
        gradient.flat().assign(0);
        try (LayerContext context = LayerContext.training(classifier.parameters(), pool, seed)) {
            SoftmaxCrossEntropy loss = differentiate(batch, context);
            learningRate = optimizer.update(classifier.parameters(), gradient, factor, step, epoch);
            requireFiniteWeights();
            totals.add(loss, batch.size(), context);
            settings.listener()
                    .stepFinished(new StepRecord(
                            epoch + 1,
                            totals.batches(),
                            loss.loss(),
                            totals.meanLoss(),
                            totals.accuracy(),
                            context.forwardStatistics().functionEvaluations(),
                            context.backwardStatistics().functionEvaluations()));
        }
    }

    private SoftmaxCrossEntropy differentiate(Batch batch, LayerContext context) {
        try (ForwardPass pass = classifier.network().forward(batch.features(), context)) {
            SoftmaxCrossEntropy loss = SoftmaxCrossEntropy.of(pass.output(), batch.labels());
            if (!Double.isFinite(loss.loss())) {
                throw failure("the loss is " + loss.loss() + "; " + blame(batch), null);
            }
            try (INDArray cotangent = loss.cotangent(pass.output())) {
                pass.backwardToParameters(cotangent, gradient);
            }
            return loss;
        } catch (OdeException e) {
            throw solveFailure(e, blame(batch));
        }
    }

    /** Before they reach a checkpoint. */
    private void requireFiniteWeights() {
        String name = firstNotFinite();
        if (name != null) {
            throw failure("the update made the weights '" + name + "' infinite or not a number; " + TOO_FAST, null);
        }
    }

    private String firstNotFinite() {
        if (isFinite(classifier.parameters().flat())) {
            return null;
        }
        return classifier.parameters().names().stream()
                .filter(name -> !isFinite(classifier.parameters().get(name)))
                .findFirst()
                .orElse("all together");
    }

    private static boolean isFinite(INDArray values) {
        return Double.isFinite(values.norm2Number().doubleValue());
    }

    private TrainingException solveFailure(OdeException e, String advice) {
        if (e.partialSolution() != null) {
            e.partialSolution().close();
        }
        return failure(e.getMessage() + "; " + advice, e);
    }

    private TrainingException failure(String problem, Throwable cause) {
        String rate = learningRate == 0 ? "" : " (the last step's learning rate was " + learningRate + ")";
        return new TrainingException(epoch + 1, totals.batches() + 1, problem + rate, cause);
    }

    /** What is to blame for a step that failed; the weights are finite, or the step before had failed. */
    private String blame(Batch batch) {
        return isFinite(batch.features())
                ? TOO_FAST + ", or tighten the solver's tolerances"
                : "some pixels of this batch are infinite or not a number after normalisation by "
                        + classifier.config().normalization() + ": measure the normalisation again";
    }

    private void finishEpoch() {
        Evaluator.Result test = test();
        EpochRecord record = new EpochRecord(
                epoch + 1,
                totals.meanLoss(),
                totals.accuracy(),
                test.loss(),
                test.accuracy(),
                totals.meanForward(),
                totals.meanBackward(),
                learningRate,
                seconds);
        history.add(record);
        schedule = schedule.afterEpoch(test.loss());
        epoch++;
        totals = new Totals();
        seconds = 0;
        save();
        settings.listener().epochFinished(record);
    }

    private Evaluator.Result test() {
        Evaluator.Result test;
        try {
            test = Evaluator.evaluate(classifier, data.test(), settings.batchSize());
        } catch (OdeException e) {
            throw solveFailure(e, "in the test after the epoch; " + TOO_FAST);
        }
        if (!Double.isFinite(test.loss())) {
            throw failure("the loss of the test after the epoch is " + test.loss() + "; " + TOO_FAST, null);
        }
        return test;
    }

    private void save() {
        if (settings.runFolder() != null) {
            classifier.save(settings.runFolder());
            new TrainingHistory(history, false).writeCsv(settings.runFolder().resolve("history.csv"));
            Checkpoint.State state = new Checkpoint.State(identity(), epoch, totals.snapshot(), seconds, history);
            Checkpoint.write(checkpointFile(), classifier.parameters(), optimizer.state(), state);
        }
    }

    private Path checkpointFile() {
        return settings.runFolder().resolve("checkpoint.safetensors");
    }

    private Map<String, String> identity() {
        return RunIdentity.of(settings, classifier.architecture(), classifier.config(), data);
    }

    @Override
    public void close() {
        optimizer.close();
        gradient.close();
        pool.close();
    }
}
