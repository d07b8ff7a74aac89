package org.odenet.models.features;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.kernel.ArrayPool;
import org.odenet.core.nn.ForwardPass;
import org.odenet.core.nn.Layer;
import org.odenet.core.nn.LayerContext;
import org.odenet.core.nn.LayerFunction;
import org.odenet.core.nn.OdeBlock;
import org.odenet.core.ode.OdeException;
import org.odenet.core.ode.Outcome;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.TimeSpan;
import org.odenet.models.ImageClassifier;
import org.odenet.models.SoftmaxCrossEntropy;
import org.odenet.solvers.AdaptiveSolver;
import org.odenet.solvers.sample.BatchSolution;
import org.odenet.solvers.sample.PerSampleSolver;

/**
 * Takes features from the hidden state h(t) of a network with an ODE block: after group norm, ReLU and global average
 * pooling, as the classifier sees them (Carrara et al. 2020, "Continuous ODE-defined Image Features for Adaptive
 * Retrieval", section 3.3). Features of different depths can be compared with each other.
 *
 * <p>The images of a batch take common steps, or steps of their own where the network's solver is a {@link
 * PerSampleSolver}: then each has its own evaluations, its own budget of them, and the depth that these allow.
 *
 * <p>It keeps memory and prepared weights from one batch to the next, and serves one thread; several threads take one each.
 * The weights must not change meanwhile.
 */
public final class FeatureExtractor implements AutoCloseable {

    /** What ends a solve that a rule stops. */
    private static final Set<Outcome> RULE = Set.of(Outcome.CANCELLED);
    /** What ends a solve that may take a number of evaluations or a time. */
    private static final Set<Outcome> BUDGET = Set.of(Outcome.EVALUATION_BUDGET, Outcome.DEADLINE);

    private final Layer downsampling;
    private final OdeBlock block;
    private final Layer featureLayer;
    private final Layer logitLayer;
    private final ArrayPool pool;
    private final LayerContext context;

    /**
     * Prepares a network.
     *
     * @param classifier a network with an ODE block, trained as a rule
     * @throws IllegalArgumentException if the network has no ODE block
     */
    public FeatureExtractor(ImageClassifier classifier) {
        this.block = classifier
                .odeBlock()
                .orElseThrow(() -> new IllegalArgumentException("a network of the kind " + classifier.architecture()
                        + " has no ODE block whose state could be stopped; take a Res-ODE or an ODE-only network"));
        this.downsampling = classifier.downsampling();
        this.featureLayer = classifier.featureLayer();
        this.logitLayer = classifier.logitLayer();
        this.pool = classifier.newPool();
        this.context = LayerContext.inference(classifier.parameters(), pool);
    }

    /**
     * Features at a depth.
     *
     * @param images normalised images, {@code [batch, channels, height, width]}
     * @param t the depth, from 0 to 1
     * @return the features, to be closed by the caller
     * @throws IllegalArgumentException if the depth lies outside, or the images have another shape than the network takes
     */
    public Features at(INDArray images, double t) {
        return at(images, new double[] {t}).get(0);
    }

    /**
     * Features at several depths from one solve, which goes to the last of them.
     *
     * @param images normalised images, {@code [batch, channels, height, width]}
     * @param times the depths, from 0 to 1, each larger than the one before
     * @return the features at each depth, to be closed by the caller; where images take common steps, the evaluations
     *     are those of the whole solve
     * @throws IllegalArgumentException if the depths lie outside or are not in order, or the images have another shape than
     *     the network takes
     */
    public List<Features> at(INDArray images, double... times) {
        long begin = System.nanoTime();
        requireDepths(times);
        try (ForwardPass start = downsampling.forward(images, context)) {
            List<Features> features = new ArrayList<>();
            int atStart = times[0] == 0 ? 1 : 0;
            if (atStart == 1) {
                int batch = (int) images.size(0);
                features.add(features(start.output(), new double[batch], new long[batch], begin));
            }
            if (times.length > atStart) {
                observe(start.output(), Arrays.copyOfRange(times, atStart, times.length), begin, features);
            }
            return features;
        }
    }

    private void observe(INDArray start, double[] times, long begin, List<Features> features) {
        TimeSpan span = TimeSpan.of(0, times[times.length - 1]).observedAt(times);
        try (Trajectory trajectory = solve(start, span, SolveOptions.defaults())) {
            for (int k = 0; k < times.length; k++) {
                double[] depths = new double[(int) start.size(0)];
                Arrays.fill(depths, times[k]);
                features.add(features(trajectory.states().get(k), depths, trajectory.evaluations(k), begin));
            }
        }
    }

    private Trajectory solve(INDArray start, TimeSpan span, SolveOptions<INDArray> options) {
        if (!(block.solver() instanceof PerSampleSolver eachSample)) {
            return new JointTrajectory(block.solve(start, context, span, options));
        }
        LayerFunction function = new LayerFunction(block.dynamics(), context);
        BatchSolution<INDArray> solution =
                eachSample.solve(function, start, (int) start.size(0), List.of(span), options, null);
        if (!solution.isComplete() && !options.returnsFailure()) {
            throw new OdeException(solution.failure(), solution.asOne(function.space(start)));
        }
        return new SampleTrajectory(solution);
    }

    private static void requireDepths(double[] times) {
        if (times.length == 0) {
            throw new IllegalArgumentException("there are no depths; give one or more from 0 to 1");
        }
        for (int i = 0; i < times.length; i++) {
            if (!(times[i] >= 0 && times[i] <= 1)) {
                throw new IllegalArgumentException("the depth " + times[i] + " lies outside; give t from 0 to 1");
            }
            if (i > 0 && times[i] <= times[i - 1]) {
                throw new IllegalArgumentException(
                        "the depth " + times[i] + " comes after " + times[i - 1] + "; give the depths in rising order");
            }
        }
    }

    /**
     * The deepest features that a number of evaluations allows.
     *
     * @param images normalised images, {@code [batch, channels, height, width]}
     * @param evaluations the budget of function evaluations, positive; too few for a step give the features at t = 0
     * @return the features at the depth that was reached, to be closed by the caller
     * @throws IllegalArgumentException if the budget is not positive, or the images have another shape than the network
     *     takes
     * @throws IllegalStateException if the solve of an image fails before its budget is spent
     */
    public Features withinEvaluations(INDArray images, long evaluations) {
        return asFarAs(images, SolveOptions.<INDArray>defaults().withMaxEvaluations(evaluations), System.nanoTime());
    }

    /**
     * Each image's features where a rule ends its integration, or at t = 1. The images take steps of their own, at whose
     * ends the rule is asked; those that are done take no part in further evaluations.
     *
     * @param images normalised images, {@code [batch, channels, height, width]}
     * @param rule the rule
     * @return the features at the depths that were reached, to be closed by the caller
     * @throws IllegalArgumentException if the network's solver cannot take steps for each image, or the images have
     *     another shape than the network takes
     * @throws IllegalStateException if the solve of an image fails
     */
    public Features until(INDArray images, StopRule rule) {
        long begin = System.nanoTime();
        PerSampleSolver eachSample = eachSample();
        StopAtRule listener = new StopAtRule(rule, featureLayer, this::probabilities, context);
        try (ForwardPass start = downsampling.forward(images, context);
                BatchSolution<INDArray> solution = eachSample.solve(
                        new LayerFunction(block.dynamics(), context),
                        start.output(),
                        (int) images.size(0),
                        List.of(TimeSpan.of(0, 1)),
                        SolveOptions.defaults(),
                        listener)) {
            Trajectory trajectory = new SampleTrajectory(solution);
            requireNoneFailed(trajectory, RULE);
            return end(trajectory, begin);
        }
    }

    private PerSampleSolver eachSample() {
        if (block.solver() instanceof PerSampleSolver eachSample) {
            return eachSample;
        }
        if (block.solver() instanceof AdaptiveSolver adaptive) {
            return adaptive.perSample();
        }
        throw new IllegalArgumentException("the solver " + block.solver()
                + " takes the same steps for all images; a rule that stops each of them needs an adaptive explicit"
                + " solver, such as dopri5");
    }

    /** A solve that its limits ended is as good as it got; one that failed has no features to give. */
    private static void requireNoneFailed(Trajectory trajectory, Set<Outcome> limits) {
        List<Outcome> outcomes = trajectory.outcomes();
        for (int i = 0; i < outcomes.size(); i++) {
            Outcome outcome = outcomes.get(i);
            if (outcome.isFailure() && !limits.contains(outcome)) {
                throw new IllegalStateException("the solve" + (outcomes.size() == 1 ? "" : " of image " + i)
                        + " ended with " + outcome + " at t=" + trajectory.finalDepths()[i]
                        + "; the weights or the images may hold extreme values, or the tolerance may be too tight");
            }
        }
    }

    /**
     * The deepest features that a time allows. No step is begun after it, so it is missed by a step at most, and by the
     * downsampling, which is never left out.
     *
     * @param images normalised images, {@code [batch, channels, height, width]}
     * @param time the wall-clock time from now, positive
     * @return the features at the depth that was reached, to be closed by the caller
     * @throws IllegalArgumentException if the time is not positive, or the images have another shape than the network takes
     * @throws IllegalStateException if the solve of an image fails before its time is over
     */
    public Features within(INDArray images, Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("the time for the features is " + time + "; it must be positive");
        }
        long begin = System.nanoTime();
        return asFarAs(images, SolveOptions.<INDArray>defaults().withDeadlineIn(time), begin);
    }

    private Features asFarAs(INDArray images, SolveOptions<INDArray> limits, long begin) {
        try (ForwardPass start = downsampling.forward(images, context);
                Trajectory trajectory = solve(start.output(), TimeSpan.of(0, 1), limits.returningFailure())) {
            requireNoneFailed(trajectory, BUDGET);
            return end(trajectory, begin);
        }
    }

    private Features end(Trajectory trajectory, long begin) {
        return features(trajectory.finalStates(), trajectory.finalDepths(), trajectory.finalEvaluations(), begin);
    }

    private Features features(INDArray state, double[] depths, long[] evaluations, long begin) {
        try (ForwardPass pass = featureLayer.forward(state, context)) {
            INDArray values = pass.output().dup('c');
            return new Features(values, depths, evaluations, Duration.ofNanos(System.nanoTime() - begin));
        }
    }

    /** What the network makes of features: the softmax over the classes of each image. */
    double[][] probabilities(INDArray features) {
        try (ForwardPass logits = logitLayer.forward(features, context)) {
            return SoftmaxCrossEntropy.probabilities(logits.output());
        }
    }

    /** Frees the memory; the network's weights stay. */
    @Override
    public void close() {
        context.close();
        pool.close();
    }
}
