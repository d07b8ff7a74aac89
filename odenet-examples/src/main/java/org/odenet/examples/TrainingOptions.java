package org.odenet.examples;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.odenet.adjoint.Gradients;
import org.odenet.core.lookup.NameLookup;
import org.odenet.core.ode.OdeSolver;
import org.odenet.models.Architecture;
import org.odenet.models.Downsampling;
import org.odenet.models.OdeNetConfig;
import org.odenet.models.data.Augmentation;
import org.odenet.models.training.LearningRateSchedule;
import org.odenet.models.training.LearningRateSchedules;
import org.odenet.solvers.AdaptiveSolver;
import org.odenet.solvers.FixedStepSolver;
import org.odenet.solvers.Solvers;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options of a training. */
final class TrainingOptions {

    private static final double ADAM_RATE = 1e-3;
    private static final double SGD_RATE = 0.1;
    private static final double MOMENTUM = 0.9;

    /** Where the images are; at most one of the two. */
    static final class Source {

        @Option(names = "--data", paramLabel = "FOLDER", description = "read the data set from this folder")
        private Path data;

        @Option(
                names = "--download",
                paramLabel = "FOLDER",
                description = "download the data set into this folder, unless it is there")
        private Path download;
    }

    @ArgGroup(heading = "Where the images come from:%n")
    private Source source = new Source();

    @Option(names = "--model", defaultValue = "res-ode", description = "resnet, res-ode or ode-only")
    private String model;

    @Option(
            names = "--downsampling",
            description = "residual, convolution or one-shot (default: one-shot for ode-only, else residual)")
    private String downsampling;

    @Option(names = "--filters", description = "channels of the state (default: the paper's, 64 or 256)")
    private Integer filters;

    @Option(names = "--dropout", defaultValue = "0", description = "rate of dropout before the classifier's last layer")
    private double dropout;

    @Option(
            names = "--solver",
            defaultValue = "dopri5",
            completionCandidates = SolverNames.class,
            description = "one of ${COMPLETION-CANDIDATES}")
    private String solver;

    @Option(names = "--tolerance", description = "relative and absolute, for adaptive solvers (default: 1e-3)")
    private Double tolerance;

    @Option(
            names = "--per-sample",
            description =
                    "each image takes steps of its own, instead of common ones of the batch, with adaptive solvers")
    private boolean perSample;

    @Option(names = "--steps", description = "number of steps, for solvers with fixed steps (default: 1)")
    private Long steps;

    @Option(
            names = "--gradient",
            defaultValue = "checkpointed",
            completionCandidates = GradientNames.class,
            description = "one of ${COMPLETION-CANDIDATES}; reversible goes with the solver reversible-heun alone")
    private String gradient;

    @Option(names = "--optimizer", defaultValue = "sgd", description = "sgd (momentum 0.9), adam or adamw")
    private String optimizer;

    @Option(names = "--learning-rate", description = "(default: 0.1 for sgd, 1e-3 for adam and adamw)")
    private Double learningRate;

    @Option(names = "--weight-decay", defaultValue = "1e-4", description = "L2, or decoupled for adamw")
    private double weightDecay;

    @Option(
            names = "--schedule",
            defaultValue = "plateau",
            description = "of the learning rate: plateau, fixed, step, cosine or one-cycle")
    private String schedule;

    @Option(
            names = "--patience",
            defaultValue = "10",
            description =
                    "epochs without a lower test loss before plateau divides by 10, or epochs between divisions of"
                            + " step")
    private int patience;

    @Option(names = "--warm-up", defaultValue = "0", description = "steps of a linear rise of the learning rate")
    private long warmUp;

    @Option(names = "--clip-norm", description = "largest norm of the gradient (default: none)")
    private Double clipNorm;

    @Option(
            names = "--augment",
            split = ",",
            paramLabel = "CHANGE",
            description = "random changes of training images: crop, flip, rotation, colour; several with commas")
    private List<String> augment = List.of();

    @Option(
            names = "--normalize",
            description = "give each channel mean 0 and deviation 1, measured on the training set")
    private boolean normalize;

    @Option(names = "--epochs", defaultValue = "5", description = "passes through the training images")
    private int epochs;

    @Option(names = "--batch-size", defaultValue = "128", description = "images in a training step")
    private int batchSize;

    @Option(names = "--limit", paramLabel = "IMAGES", description = "use only the first images to train and to test")
    private Integer limit;

    @Option(names = "--seed", defaultValue = "1", description = "fixes weights, order, dropout and augmentation")
    private long seed;

    @Option(names = "--run", paramLabel = "FOLDER", description = "where results go (default: a new folder under runs)")
    private Path run;

    @Option(names = "--resume", description = "go on from the checkpoint in the --run folder")
    private boolean resume;

    Path dataFolder() {
        return downloads() ? source.download : source.data;
    }

    boolean downloads() {
        return source.download != null;
    }

    Architecture architecture() {
        return Architecture.byName(model);
    }

    /** The sizes and methods of the network, from those of the data set. */
    OdeNetConfig configure(OdeNetConfig base) {
        OdeNetConfig config = base.withDropout(dropout)
                .withSolver(odeSolver())
                .withGradient(Gradients.byName(gradient))
                .withSeed(seed);
        config = filters == null ? config : config.withFilters(filters);
        return downsampling == null ? config : config.withDownsampling(Downsampling.byName(downsampling));
    }

    private OdeSolver odeSolver() {
        OdeSolver chosen = Solvers.byName(solver);
        if (chosen instanceof AdaptiveSolver adaptive) {
            reject("--steps", steps, "has adaptive steps; give --tolerance");
            AdaptiveSolver set = tolerance == null ? adaptive : adaptive.tolerances(tolerance, tolerance);
            return perSample ? set.perSample() : set;
        }
        reject("--per-sample", perSample ? "" : null, "has fixed steps, the same for all images");
        reject("--tolerance", tolerance, "has fixed steps; give --steps");
        return steps == null ? chosen : ((FixedStepSolver) chosen).steps(steps);
    }

    private void reject(String option, Object value, String why) {
        if (value != null) {
            throw new IllegalArgumentException(option + " " + value + ": the solver '" + solver + "' " + why);
        }
    }

    IUpdater updater() {
        return switch (chosenOptimizer()) {
            case SGD -> new Nesterovs(rate(SGD_RATE), MOMENTUM);
            case ADAM, ADAMW -> new Adam(rate(ADAM_RATE));
        };
    }

    private Optimizer chosenOptimizer() {
        return NameLookup.find("optimizer", optimizer, OPTIMIZERS);
    }

    private enum Optimizer {
        SGD,
        ADAM,
        ADAMW
    }

    private static final Map<String, Optimizer> OPTIMIZERS =
            new TreeMap<>(Map.of("sgd", Optimizer.SGD, "adam", Optimizer.ADAM, "adamw", Optimizer.ADAMW));

    private double rate(double standard) {
        if (learningRate != null && !(learningRate > 0)) {
            throw new IllegalArgumentException("the learning rate is " + learningRate + "; it must be positive");
        }
        return learningRate == null ? standard : learningRate;
    }

    Regularization regularization() {
        if (!(weightDecay >= 0)) {
            throw new IllegalArgumentException("the weight decay is " + weightDecay + "; it must not be negative");
        }
        if (weightDecay == 0) {
            return null;
        }
        return chosenOptimizer() == Optimizer.ADAMW
                ? new WeightDecay(weightDecay, true)
                : new L2Regularization(weightDecay);
    }

    LearningRateSchedule learningRateSchedule() {
        LearningRateSchedule chosen =
                switch (NameLookup.find("schedule", schedule, SCHEDULES)) {
                    case PLATEAU -> LearningRateSchedules.plateau(patience);
                    case FIXED -> LearningRateSchedules.fixed();
                    case STEP -> LearningRateSchedules.step(patience, 10);
                    case COSINE -> LearningRateSchedules.cosine();
                    case ONE_CYCLE -> LearningRateSchedules.oneCycle();
                };
        return warmUp == 0 ? chosen : LearningRateSchedules.warmUp(warmUp, chosen);
    }

    private enum Schedule {
        PLATEAU,
        FIXED,
        STEP,
        COSINE,
        ONE_CYCLE
    }

    private static final Map<String, Schedule> SCHEDULES = new TreeMap<>(Map.of(
            "plateau", Schedule.PLATEAU,
            "fixed", Schedule.FIXED,
            "step", Schedule.STEP,
            "cosine", Schedule.COSINE,
            "one-cycle", Schedule.ONE_CYCLE));

    Augmentation augmentation() {
        Augmentation changes = Augmentation.none();
        for (String change : augment) {
            changes = add(change, changes);
        }
        return changes;
    }

    private static Augmentation add(String change, Augmentation to) {
        Map<String, Augmentation> choices = new TreeMap<>(Map.of(
                "crop", to.crop(4),
                "flip", to.horizontalFlip(),
                "rotation", to.rotation(15),
                "colour", to.colourJitter(0.2, 0.2, 0.2)));
        return NameLookup.find("augmentation", change, choices);
    }

    boolean normalizes() {
        return normalize;
    }

    double clipNorm() {
        return clipNorm == null ? Double.POSITIVE_INFINITY : clipNorm;
    }

    int epochs() {
        return epochs;
    }

    int batchSize() {
        return batchSize;
    }

    Integer limit() {
        return limit;
    }

    long seed() {
        return seed;
    }

    Path run() {
        return run;
    }

    boolean resumes() {
        return resume;
    }

    private static final class SolverNames implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return Solvers.names().iterator();
        }
    }

    private static final class GradientNames implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return Gradients.names().iterator();
        }
    }
}
