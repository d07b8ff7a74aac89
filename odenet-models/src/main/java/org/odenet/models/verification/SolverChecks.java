package org.odenet.models.verification;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.odenet.core.kernel.ArrayPool;
import org.odenet.core.nn.ForwardPass;
import org.odenet.core.nn.LayerContext;
import org.odenet.core.nn.LayerFunction;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.OdeSolver;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.TimeSpan;
import org.odenet.models.ImageClassifier;
import org.odenet.solvers.Solvers;

/** The final states of the solvers, and their function evaluations, at the reference's tolerance. */
final class SolverChecks {

    private static final double TOLERANCE = 1e-3;

    private final ReferenceFile reference;
    private final ImageClassifier classifier;
    private final String type;
    private final double bound;

    SolverChecks(ReferenceFile reference, ImageClassifier classifier, String type, double bound) {
        this.reference = reference;
        this.classifier = classifier;
        this.type = type;
        this.bound = bound;
    }

    void run(Consumer<Check> collect, List<String> skipped) {
        try (ArrayPool pool = classifier.newPool();
                LayerContext context = LayerContext.inference(classifier.parameters(), pool);
                INDArray images = reference.images(classifier);
                ForwardPass stem = classifier.downsampling().forward(images, context)) {
            for (String method : methods()) {
                if (Solvers.knows(method)) {
                    check(method, stem.output(), context, collect);
                } else {
                    skipped.add(type + "/" + method);
                }
            }
        }
    }

    private TreeSet<String> methods() {
        TreeSet<String> methods = new TreeSet<>();
        for (String name : reference.namesUnder(type + "/")) {
            if (name.endsWith("/h1")) {
                methods.add(name.substring(0, name.length() - "/h1".length()));
            }
        }
        return methods;
    }

    private void check(String method, INDArray state, LayerContext context, Consumer<Check> collect) {
        OdeSolver solver = ReferenceSolvers.likeTorchdiffeq(method, TOLERANCE);
        String name = type + "/" + method;
        try (OdeSolution<INDArray> solution = solve(solver, state, context)) {
            double error = reference.error(solution.finalState(), name + "/h1");
            long evaluations = solution.statistics().functionEvaluations();
            long expectedEvaluations = (long) reference.number(name + "/nfe");
            collect.accept(Check.of(name + "/h1", error, bound)
                    .withEvaluations(evaluations, expectedEvaluations, evaluations == expectedEvaluations));
        }
        if (reference.has(name + "/nfe-per-sample")) {
            checkEachSample(name, solver, state, context, collect);
        }
    }

    private void checkEachSample(
            String name, OdeSolver solver, INDArray state, LayerContext context, Consumer<Check> collect) {
        int[] evaluations = new int[(int) state.size(0)];
        for (int i = 0; i < evaluations.length; i++) {
            try (INDArray sample =
                    context.kernels().create(state.dataType(), 1, state.size(1), state.size(2), state.size(3))) {
                sample.assign(state.get(NDArrayIndex.interval(i, i + 1)));
                try (OdeSolution<INDArray> solution = solve(solver, sample, context)) {
                    evaluations[i] = (int) solution.statistics().functionEvaluations();
                }
            }
        }
        int[] expected = reference.integers(name + "/nfe-per-sample", evaluations.length);
        collect.accept(Check.of(name + ", samples one by one", 0, bound)
                .withEvaluations(
                        Arrays.toString(evaluations), Arrays.toString(expected), Arrays.equals(evaluations, expected)));
    }

    private OdeSolution<INDArray> solve(OdeSolver solver, INDArray state, LayerContext context) {
        LayerFunction function =
                new LayerFunction(classifier.odeBlock().orElseThrow().dynamics(), context);
        return solver.solve(function, state, TimeSpan.of(0, 1), SolveOptions.defaults());
    }
}
