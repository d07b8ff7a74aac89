package org.odenet.models.verification;

import java.util.Arrays;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.odenet.core.kernel.ArrayPool;
import org.odenet.core.nn.ForwardPass;
import org.odenet.core.nn.LayerContext;
import org.odenet.core.nn.LayerFunction;
import org.odenet.core.nn.OdeBlock;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.TimeSpan;
import org.odenet.models.ImageClassifier;
import org.odenet.solvers.Solvers;

/** The exact states, features and logits: all that does not depend on a solver. */
final class StateChecks {

    private static final double BOUND = 1e-6;
    private static final double TOLERANCE = 1e-9;
    private static final double FUNCTION_TIME = 0.3;

    private final ReferenceFile reference;
    private final ImageClassifier classifier;
    private final OdeBlock block;

    StateChecks(ReferenceFile reference, ImageClassifier classifier) {
        this.reference = reference;
        this.classifier = classifier;
        this.block = classifier
                .odeBlock()
                .orElseThrow(() -> reference.unusable(
                        "weight/", "is of a network without an ODE block, of which there is nothing to verify"));
    }

    void run(Consumer<Check> collect) {
        try (ArrayPool pool = classifier.newPool();
                LayerContext context = LayerContext.inference(classifier.parameters(), pool);
                INDArray images = reference.images(classifier);
                ForwardPass stem = classifier.downsampling().forward(images, context)) {
            INDArray state = stem.output();
            collect.accept(Check.of("h0", reference.error(state, "h0"), BOUND));
            collect.accept(Check.of("f(0.3,h0)", functionError(state, context), BOUND));
            trajectory(state, context, collect);
        }
    }

    private double functionError(INDArray state, LayerContext context) {
        try (INDArray derivative = state.dup()) {
            new LayerFunction(block.dynamics(), context).evaluate(FUNCTION_TIME, state, derivative);
            return reference.error(derivative, "f(0.3,h0)");
        }
    }

    private void trajectory(INDArray state, LayerContext context, Consumer<Check> collect) {
        double[] times = reference.times("t");
        long[] shape = state.shape();
        try (INDArray states = reference.read("h(t)/exact", times.length, shape[0], shape[1], shape[2], shape[3]);
                INDArray features = reference.read("features(t)/exact", times.length, shape[0], shape[1]);
                OdeSolution<INDArray> solution = solve(state, context, times)) {
            double stateError = 0;
            double featureError = 0;
            for (int i = 0; i < times.length; i++) {
                INDArray at = i == 0 ? state : solution.states().get(i - 1);
                stateError = Math.max(stateError, Comparison.relativeError(at, row(states, i)));
                featureError = Math.max(featureError, featureError(at, row(features, i), context));
            }
            collect.accept(Check.of("h(t)/exact, worst of " + times.length + " times", stateError, BOUND));
            collect.accept(Check.of("features(t)/exact, worst of " + times.length + " times", featureError, BOUND));
            try (ForwardPass logits = classifier.head().forward(solution.finalState(), context)) {
                collect.accept(Check.of("logits/exact", reference.error(logits.output(), "logits/exact"), BOUND));
            }
        }
    }

    /** The reference's first time is the start of the interval. */
    private OdeSolution<INDArray> solve(INDArray state, LayerContext context, double[] times) {
        TimeSpan span =
                TimeSpan.of(times[0], times[times.length - 1]).observedAt(Arrays.copyOfRange(times, 1, times.length));
        LayerFunction function = new LayerFunction(block.dynamics(), context);
        return Solvers.dormandPrince54()
                .tolerances(TOLERANCE, TOLERANCE)
                .solve(function, state, span, SolveOptions.defaults());
    }

    private double featureError(INDArray state, INDArray expected, LayerContext context) {
        try (ForwardPass features = classifier.featureLayer().forward(state, context)) {
            return Comparison.relativeError(features.output(), expected);
        }
    }

    private static INDArray row(INDArray values, int i) {
        return values.get(NDArrayIndex.point(i));
    }
}
