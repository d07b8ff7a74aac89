package org.odenet.models.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.kernel.ArrayPool;
import org.odenet.core.nn.ForwardPass;
import org.odenet.core.nn.LayerContext;
import org.odenet.core.nn.Parameters;
import org.odenet.core.ode.OdeException;
import org.odenet.models.ImageClassifier;
import org.odenet.models.SoftmaxCrossEntropy;
import org.odenet.models.data.Batch;
import org.odenet.models.data.BatchLoader;
import org.odenet.models.data.EpochBatches;
import org.odenet.models.data.TrainTest;

/** One training: the loop over epochs and steps, with its memory. */
final class TrainingRun implements AutoCloseable {

    /** Apart, so that a step's dropout has nothing in common with the order of the images. */
    private static final long STEP_SEEDS = 0x9E3779B97F4A7C15L;

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
        this.settings = settings;
        this.classifier = classifier;
        this.data = data;
        this.schedule = settings.schedule();
        this.loader = BatchLoader.of(data.train(), settings.batchSize())
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

    void restore() {
        Checkpoint.State state =
                Checkpoint.read(checkpointFile(), classifier.parameters(), optimizer.state(), identity());
        epoch = state.epoch();
        totals = new Totals(state.totals());
        seconds = state.seconds();
        history.addAll(state.history());
        // A schedule is a function of the results so far.
        history.forEach(record -> schedule = schedule.afterEpoch(record.testLoss()));
    }

    TrainingHistory execute() {
        while (epoch < settings.epochs()) {
            if (!trainEpoch()) {
                save();
                return new TrainingHistory(history, true);
            }
            finishEpoch();
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
        gradient.flat().assign(0);
        try (LayerContext context = LayerContext.training(classifier.parameters(), pool, seed)) {
            SoftmaxCrossEntropy loss = differentiate(batch, context);
            learningRate =
                    optimizer.update(classifier.parameters(), gradient, schedule.factor(step, length), step, epoch);
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
                throw failure("the loss is " + loss.loss() + "; " + blame(), null);
            }
            try (INDArray cotangent = loss.cotangent(pass.output())) {
                context.release(pass.backward(cotangent, gradient));
            }
            return loss;
        } catch (OdeException e) {
            throw failure(e.getMessage() + "; " + blame(), e);
        }
    }

    private TrainingException failure(String problem, Throwable cause) {
        return new TrainingException(epoch + 1, totals.batches() + 1, problem, cause);
    }

    /** What is to blame for a step that failed. */
    private String blame() {
        for (String name : classifier.parameters().names()) {
            double norm = classifier.parameters().get(name).norm2Number().doubleValue();
            if (!Double.isFinite(norm)) {
                return "the weights diverged ('" + name + "' has norm " + norm
                        + "): lower the learning rate, which was " + learningRate + ", or clip the gradient";
            }
        }
        return "the weights are finite: lower the learning rate, which was " + learningRate
                + ", tighten the solver's tolerances, or look for images out of range";
    }

    private void finishEpoch() {
        Evaluator.Result test = Evaluator.evaluate(classifier, data.test(), settings.batchSize());
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
        Map<String, String> identity = new TreeMap<>(settings.identity());
        identity.put("model", classifier.architecture().label());
        identity.put("data", data.train().name() + ", " + data.train().size() + " images");
        return identity;
    }

    @Override
    public void close() {
        optimizer.close();
        gradient.close();
        pool.close();
    }
}
