package org.odenet.benchmarks;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.adjoint.Gradients;
import org.odenet.core.kernel.ArrayPool;
import org.odenet.core.nn.ForwardPass;
import org.odenet.core.nn.LayerContext;
import org.odenet.core.nn.LayerFunction;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.TimeSpan;
import org.odenet.core.tensor.Tensors;
import org.odenet.models.Architecture;
import org.odenet.models.ImageClassifier;
import org.odenet.models.data.Batch;
import org.odenet.solvers.AdaptiveSolver;
import org.odenet.solvers.sample.BatchSolution;

/**
 * How many evaluations each image takes up to each of some stopping times in an ODE-only network. As steps pass the end, a
 * solve up to a time takes the first steps of a solve up to a later one; so one solve tells all of them.
 */
final class StoppingTimes implements AutoCloseable {

    /** Of one solve: its states at 20 times take memory. */
    private static final int BATCH = 100;

    private final ImageClassifier net;
    private final AdaptiveSolver solver = Mnist.solver();
    private final double[] times;
    private final ArrayPool pool;
    private final LayerContext context;
    private final Batch images;
    private final ForwardPass states;

    /** Times after 0, where nothing is evaluated. */
    StoppingTimes(ImageClassifier net, int images, double... times) {
        this.net = net;
        this.times = times;
        this.pool = net.newPool();
        this.context = LayerContext.inference(net.parameters(), pool);
        this.images = Mnist.images(net, images);
        this.states = net.downsampling().forward(this.images.features(), context);
    }

    static ImageClassifier randomNetwork() {
        return Mnist.network(Architecture.ODE_ONLY, Gradients.checkpointed());
    }

    private LayerFunction function() {
        return new LayerFunction(net.odeBlock().orElseThrow().dynamics(), context);
    }

    private int samples() {
        return (int) states.output().size(0);
    }

    /** As the paper's authors did: a solve for each image and each time. */
    long[][] oneAtATime(int first, int count) {
        long[][] evaluations = new long[count][times.length];
        LayerFunction function = function();
        for (int i = 0; i < count; i++) {
            INDArray state = Tensors.samples(states.output(), first + i, first + i + 1);
            for (int k = 0; k < times.length; k++) {
                try (OdeSolution<INDArray> solution =
                        solver.solve(function, state, TimeSpan.of(0, times[k]), SolveOptions.defaults())) {
                    evaluations[i][k] = solution.statistics().functionEvaluations();
                }
            }
        }
        return evaluations;
    }

    /** Many images at once, each with its own steps, observed at all times. */
    long[][] perSample() {
        long[][] evaluations = new long[samples()][];
        TimeSpan span = TimeSpan.of(0, times[times.length - 1]).observedAt(times);
        LayerFunction function = function();
        for (int from = 0; from < samples(); from += BATCH) {
            int to = Math.min(samples(), from + BATCH);
            INDArray some = Tensors.samples(states.output(), from, to);
            try (BatchSolution<INDArray> solution = solver.perSample().solve(function, some, to - from, span)) {
                for (int i = 0; i < to - from; i++) {
                    evaluations[from + i] = solution.evaluationsAt(i);
                }
            }
        }
        return evaluations;
    }

    /** How many images have the same counts in both. */
    static int equal(long[][] some, long[][] others) {
        int equal = 0;
        for (int i = 0; i < some.length; i++) {
            equal += Arrays.equals(some[i], others[i]) ? 1 : 0;
        }
        return equal;
    }

    @Override
    public void close() {
        states.close();
        images.close();
        context.close();
        pool.close();
    }
}
