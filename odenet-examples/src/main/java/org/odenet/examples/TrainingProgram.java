package org.odenet.examples;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.odenet.models.ImageClassifier;
import org.odenet.models.OdeNetConfig;
import org.odenet.models.OdeNets;
import org.odenet.models.data.Normalization;
import org.odenet.models.data.TrainTest;
import org.odenet.models.io.Json;
import org.odenet.models.io.Provenance;
import org.odenet.models.training.EpochRecord;
import org.odenet.models.training.Trainer;
import org.odenet.models.training.TrainingHistory;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Trains a network with the options of the command line and leaves its results in a run folder. */
final class TrainingProgram {

    private static final int INTERRUPTED = 130;
    private static final String CHECKPOINT = "checkpoint.safetensors";

    private final String dataSet;
    private final TrainingOptions options;
    private final OdeNetConfig base;
    private final Function<TrainingOptions, TrainTest> source;
    private final CommandLine command;
    private final PrintWriter out;

    TrainingProgram(
            String dataSet,
            TrainingOptions options,
            OdeNetConfig base,
            Function<TrainingOptions, TrainTest> source,
            CommandLine command) {
        this.dataSet = dataSet;
        this.options = options;
        this.base = base;
        this.source = source;
        this.command = command;
        this.out = command.getOut();
    }

    int run() {
        OdeNetConfig config = options.configure(base);
        requireUsableFolder();
        TrainTest all = source.apply(options);
        TrainTest data = options.limit() == null ? all : all.take(options.limit());
        if (options.normalizes()) {
            config = config.withNormalization(Normalization.of(data.train()));
        }
        try (ImageClassifier net = OdeNets.build(options.architecture(), config);
                StopOnInterrupt interrupt = new StopOnInterrupt()) {
            Trainer trainer = trainer(net).stopWhen(interrupt::requested);
            introduce(net, data);
            Path folder = runFolder();
            trainer.runFolder(folder);
            TrainingHistory history = options.resumes() ? goOn(trainer, data, folder) : begin(trainer, data, folder);
            conclude(history, folder);
            return history.interrupted() ? INTERRUPTED : 0;
        }
    }

    private TrainingHistory begin(Trainer trainer, TrainTest data, Path folder) {
        record(folder);
        return withBar(trainer, () -> trainer.fit(data));
    }

    /** A checkpoint that does not fit is refused, and must leave the record of its run as it is. */
    private TrainingHistory goOn(Trainer trainer, TrainTest data, Path folder) {
        TrainingHistory history = withBar(trainer, () -> trainer.resume(data));
        record(folder);
        return history;
    }

    private static TrainingHistory withBar(Trainer trainer, Supplier<TrainingHistory> training) {
        try (TrainingBar bar = new TrainingBar()) {
            trainer.listener(bar);
            return training.get();
        }
    }

    /** A run's results are never overwritten by another run. */
    private void requireUsableFolder() {
        Path folder = options.run();
        if (folder == null) {
            if (options.resumes()) {
                throw new ParameterException(command, "--resume needs the --run folder of the run to go on with");
            }
            return;
        }
        boolean begun = Files.exists(folder.resolve(CHECKPOINT));
        if (begun && !options.resumes()) {
            throw new ParameterException(
                    command, "the run folder " + folder + " holds a run; --resume it, or name another folder");
        }
        if (!begun && options.resumes()) {
            throw new ParameterException(
                    command, "there is no " + CHECKPOINT + " in the run folder " + folder + " to resume from");
        }
    }

    private Path runFolder() {
        boolean named = options.run() != null;
        Path folder = named ? options.run() : usualFolder();
        try {
            if (!named) {
                return newFolder(folder);
            }
            Files.createDirectories(folder);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("the run folder " + folder + " cannot be made: " + e, e);
        }
    }

    private Path usualFolder() {
        String time = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
        return Path.of("runs", dataSet + "-" + options.architecture().label() + "-" + time);
    }

    /** A folder that was not there: one of two runs that begin in the same second gets a number. */
    static Path newFolder(Path wanted) throws IOException {
        Files.createDirectories(wanted.getParent());
        Path folder = wanted;
        for (int number = 2; ; number++) {
            try {
                return Files.createDirectory(folder);
            } catch (FileAlreadyExistsException e) {
                folder = wanted.resolveSibling(wanted.getFileName() + "-" + number);
            }
        }
    }

    private Trainer trainer(ImageClassifier net) {
        return Trainer.of(net)
                .optimizer(options.updater())
                .regularization(options.regularization())
                .schedule(options.learningRateSchedule())
                .augmentation(options.augmentation())
                .epochs(options.epochs())
                .batchSize(options.batchSize())
                .clipNorm(options.clipNorm())
                .seed(options.seed());
    }

    private void introduce(ImageClassifier net, TrainTest data) {
        out.printf(
                "%s with %,d parameters, %s, gradient %s%n",
                net.architecture().label(),
                net.parameters().count(),
                net.config().solver(),
                net.config().gradient());
        out.printf(
                "%s: %,d images to train, %,d to test%n",
                data.train().name(), data.train().size(), data.test().size());
        out.flush();
    }

    private void record(Path folder) {
        Json.write(folder.resolve("run.json"), Provenance.capture(options.seed(), optionValues()));
    }

    private Map<String, String> optionValues() {
        Map<String, String> values = new TreeMap<>();
        values.put("command", dataSet);
        for (OptionSpec option : command.getCommandSpec().options()) {
            Object value = option.getValue();
            if (value != null && !option.usageHelp() && !option.versionHelp()) {
                values.put(option.longestName(), String.valueOf(value));
            }
        }
        return values;
    }

    private void conclude(TrainingHistory history, Path folder) {
        if (!history.epochs().isEmpty()) {
            EpochRecord last = history.last();
            out.println(HistoryTable.of(history.epochs()));
            out.printf(
                    "test accuracy %.2f %% (error %.2f %%)%n",
                    100 * last.testAccuracy(), 100 * (1 - last.testAccuracy()));
        }
        if (history.interrupted()) {
            // No charts: a virtual machine that is ending cannot load what draws them.
            out.printf("stopped; go on with --resume --run %s%n", folder);
        } else {
            Charts.accuracy(history.epochs(), folder.resolve("accuracy.png"));
            Charts.evaluations(history.epochs(), folder.resolve("evaluations.png"));
            out.printf(
                    "results in %s: model.json, weights.safetensors, checkpoint.safetensors, history.csv, run.json,"
                            + " accuracy.png, evaluations.png%n",
                    folder);
        }
        out.flush();
    }
}
