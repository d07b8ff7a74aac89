package org.odenet.models.verification;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.kernel.ArrayPool;
import org.odenet.core.nn.ForwardPass;
import org.odenet.core.nn.LayerContext;
import org.odenet.core.nn.LayerFunction;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.OdeSolver;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.TimeSpan;
import org.odenet.models.ImageClassifier;
import org.odenet.solvers.AdaptiveSolver;
import org.odenet.solvers.Solvers;
import org.odenet.solvers.sample.BatchSolution;
import org.odenet.solvers.sample.PerSampleSolver;

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
            long evaluations = solution.statistics().functionEvaluations();
            long expectedEvaluations = (long) reference.number(name + "/nfe");
            collect.accept(Check.of(name + "/h1", reference.error(solution.finalState(), name + "/h1"), bound)
                    .withEvaluations(evaluations, expectedEvaluations, evaluations == expectedEvaluations));
        }
        if (ReferenceSolvers.difference(method) != null) {
            showOwn(method, name, state, context, collect);
        }
        if (solver instanceof AdaptiveSolver adaptive && reference.has(name + "/nfe-per-sample")) {
            checkEachSample(name, adaptive.perSample(), state, context, collect);
        }
    }

    /** The library's own method, where it is another one than the reference's. */
    private void showOwn(String method, String name, INDArray state, LayerContext context, Consumer<Check> collect) {
        OdeSolver solver = ReferenceSolvers.ofLibrary(method, TOLERANCE);
        try (OdeSolution<INDArray> solution = solve(solver, state, context)) {
            collect.accept(Check.of(
                            name + "/h1, the library's",
                            reference.error(solution.finalState(), name + "/h1"),
                            Double.POSITIVE_INFINITY)
                    .withEvaluations(
                            solution.statistics().functionEvaluations(), (long) reference.number(name + "/nfe"), true)
                    .withRemark(ReferenceSolvers.difference(method)));
        }
    }

    private void checkEachSample(
            String name, PerSampleSolver solver, INDArray state, LayerContext context, Consumer<Check> collect) {
        int samples = (int) state.size(0);
        try (BatchSolution<INDArray> solution = solver.solve(function(context), state, samples, TimeSpan.of(0, 1))) {
            long[] evaluations = IntStream.range(0, samples)
                    .mapToLong(i -> solution.statistics(i).functionEvaluations())
                    .toArray();
            long[] expected = Arrays.stream(reference.integers(name + "/nfe-per-sample", samples))
                    .asLongStream()
                    .toArray();
            collect.accept(Check.of(name + ", each sample by itself", 0, bound)
                    .withEvaluations(
                            Arrays.toString(evaluations),
                            Arrays.toString(expected),
                            Arrays.equals(evaluations, expected)));
        }
    }

    private LayerFunction function(LayerContext context) {
        return new LayerFunction(classifier.odeBlock().orElseThrow().dynamics(), context);
    }

    private OdeSolution<INDArray> solve(OdeSolver solver, INDArray state, LayerContext context) {
        return solver.solve(function(context), state, TimeSpan.of(0, 1), SolveOptions.defaults());
    }
}
