package org.odenet.models.verification;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.adjoint.Gradients;
import org.odenet.core.kernel.ArrayPool;
import org.odenet.core.nn.ForwardPass;
import org.odenet.core.nn.LayerContext;
import org.odenet.core.nn.Parameters;
import org.odenet.core.ode.GradientMethod;
import org.odenet.core.ode.OdeSolver;
import org.odenet.models.ImageClassifier;
import org.odenet.models.SoftmaxCrossEntropy;
import org.odenet.models.Weights;
import org.odenet.solvers.Solvers;

/** Losses and gradients, by every gradient method, with the function evaluations of both passes. */
final class GradientChecks {

    private static final double DIRECT_BOUND = 1e-5;
    private static final double TIGHT_TOLERANCE = 1e-8;

    /**
     * Through ReLU even the exact gradient of a discrete solve differs from the continuous limit, and with it from the
     * adjoint, by about 1e-3 at a tolerance of 1e-8: the steps cross the kinks at other places.
     */
    private static final double TIGHT_ADJOINT_BOUND = 2e-3;

    /** Tighter backward solves follow each kink at several times the cost, and come no nearer. */
    private static final double TIGHTEST_ADJOINT_TOLERANCE = 1e-6;

    /** Keeps no activations, so that the recomputation is what is compared and counted. */
    private static final GradientMethod RECOMPUTING = Gradients.checkpointed().withMemoryBudget(0);

    private static final double NEGLIGIBLE = 1e-3;
    private static final String GRADIENT = "/grad/";
    private static final String EXACT = "f64/dopri5@1e-08/direct" + GRADIENT;
    private static final Pattern LOSS =
            Pattern.compile("(([^@/]+)@(\\d+(?:\\.\\d+)?(?:e-?\\d+)?)/(direct|adjoint))/loss");

    private final ReferenceFile reference;
    private final ImageClassifier classifier;
    private final String type;
    private final double lossBound;

    GradientChecks(ReferenceFile reference, ImageClassifier classifier, String type, double lossBound) {
        this.reference = reference;
        this.classifier = classifier;
        this.type = type;
        this.lossBound = lossBound;
    }

    /** What one training step's differentiation gave. */
    private record Result(double loss, Parameters gradient, long forward, long backward) {}

    /** What a training step is differentiated with; its name is that of the entries. */
    private record Setting(String name, String method, double tolerance, boolean adjoint) {}

    void run(Consumer<Check> collect, List<String> skipped) {
        for (String entry : reference.namesUnder(type + "/")) {
            Matcher parts = LOSS.matcher(entry);
            if (parts.matches()) {
                String name = type + "/" + parts.group(1);
                if (Solvers.knows(parts.group(2))) {
                    double tolerance = Double.parseDouble(parts.group(3));
                    check(
                            new Setting(
                                    name,
                                    parts.group(2),
                                    tolerance,
                                    parts.group(4).equals("adjoint")),
                            collect);
                } else {
                    skipped.add(name);
                }
            }
        }
    }

    private void check(Setting setting, Consumer<Check> collect) {
        OdeSolver solver = ReferenceSolvers.likeTorchdiffeq(setting.method(), setting.tolerance());
        List<GradientMethod> methods =
                setting.adjoint() ? List.of(adjoint(setting)) : List.of(Gradients.direct(), RECOMPUTING);
        for (GradientMethod method : methods) {
            Result result = differentiate(solver, method);
            try (Parameters values = result.gradient()) {
                collect.accept(lossCheck(setting, method, result));
                if (setting.adjoint()) {
                    adjointCheck(setting, values, collect);
                } else if (hasGradient(setting.name() + GRADIENT)) {
                    double error = worstError(values, setting.name() + GRADIENT);
                    collect.accept(Check.of(setting.name() + " gradient, " + method.name(), error, DIRECT_BOUND));
                }
            }
        }
    }

    private boolean hasGradient(String prefix) {
        return !reference.namesUnder(prefix).isEmpty();
    }

    private static GradientMethod adjoint(Setting setting) {
        if (setting.tolerance() >= TIGHTEST_ADJOINT_TOLERANCE) {
            return Gradients.adjoint();
        }
        return Gradients.adjoint()
                .withSolver(ReferenceSolvers.likeTorchdiffeq(setting.method(), TIGHTEST_ADJOINT_TOLERANCE));
    }

    /**
     * Only the forward passes compare: this library's backward passes evaluate otherwise, by design. And where tolerances
     * are tight, rounding decides how a step meets a kink of ReLU, and so how many steps follow.
     */
    private Check lossCheck(Setting setting, GradientMethod gradient, Result result) {
        double expected = reference.number(setting.name() + "/loss");
        double error = Math.abs(result.loss() - expected) / Math.abs(expected);
        int[] evaluations = reference.integers(setting.name() + "/nfe", 2);
        boolean agree = setting.tolerance() <= TIGHT_TOLERANCE || result.forward() == evaluations[0];
        return Check.of(setting.name() + " loss, " + gradient.name(), error, lossBound)
                .withEvaluations(
                        result.forward() + " + " + result.backward(), evaluations[0] + " + " + evaluations[1], agree);
    }

    /** The adjoint is compared with the exact gradient: here it may be no worse than the reference's own adjoint. */
    private void adjointCheck(Setting setting, Parameters values, Consumer<Check> collect) {
        if (!setting.name().startsWith("f64/dopri5") || !hasGradient(EXACT)) {
            return;
        }
        double error = totalError(values.names(), Weights.of(values));
        if (setting.tolerance() <= TIGHT_TOLERANCE) {
            collect.accept(Check.of(setting.name() + " gradient's error", error, TIGHT_ADJOINT_BOUND));
            showFloor(setting, collect);
        } else if (hasGradient(setting.name() + GRADIENT)) {
            Map<String, INDArray> stored = stored(values, setting.name() + GRADIENT);
            double theirs = totalError(values.names(), stored);
            stored.values().forEach(INDArray::close);
            collect.accept(Check.of(setting.name() + " gradient's error (bound: the reference's)", error, theirs));
        }
    }

    private Map<String, INDArray> stored(Parameters values, String prefix) {
        Map<String, INDArray> stored = new LinkedHashMap<>();
        values.names()
                .forEach(name -> stored.put(
                        name, reference.read(prefix + name, values.get(name).shape())));
        return stored;
    }

    /** How far the exact gradients of two tight solves are apart: nearer than that no adjoint can come to either. */
    private void showFloor(Setting setting, Consumer<Check> collect) {
        double tighter = setting.tolerance() / 10;
        OdeSolver solver = ReferenceSolvers.likeTorchdiffeq(setting.method(), tighter);
        try (Parameters values = differentiate(solver, Gradients.checkpointed()).gradient()) {
            double distance = totalError(values.names(), Weights.of(values));
            collect.accept(Check.of(
                    "exact gradient at " + tighter + ", from that at " + setting.tolerance(),
                    distance,
                    Double.POSITIVE_INFINITY));
        }
    }

    private double totalError(List<String> names, Map<String, INDArray> values) {
        double difference = 0;
        double norm = 0;
        for (String name : names) {
            try (INDArray exact = reference.read(EXACT + name, values.get(name).shape())) {
                double size = Comparison.norm(exact);
                double error = Comparison.difference(values.get(name), exact);
                difference += error * error;
                norm += size * size;
            }
        }
        return Math.sqrt(difference / norm);
    }

    /**
     * The worst relative error of a parameter, whose norm counts as no less than a small part of the whole gradient's. A
     * parameter without influence, such as a bias that a group norm of single channels takes away again, has a gradient of
     * errors only; and torchdiffeq's holds a little of the derivative of its first step's size.
     */
    private double worstError(Parameters values, String prefix) {
        Map<String, INDArray> expected = stored(values, prefix);
        try {
            double whole = Math.sqrt(expected.values().stream()
                    .mapToDouble(part -> Math.pow(Comparison.norm(part), 2))
                    .sum());
            double worst = 0;
            for (String name : values.names()) {
                double size = Math.max(Comparison.norm(expected.get(name)), NEGLIGIBLE * whole);
                worst = Math.max(worst, Comparison.difference(values.get(name), expected.get(name)) / size);
            }
            return worst;
        } finally {
            expected.values().forEach(INDArray::close);
        }
    }

    private Result differentiate(OdeSolver solver, GradientMethod gradient) {
        // Shares the weights, which are not this method's to close.
        ImageClassifier net = classifier.with(solver, gradient);
        try (ArrayPool pool = net.newPool();
                INDArray images = reference.images(net)) {
            return differentiate(net, images, pool);
        }
    }

    private Result differentiate(ImageClassifier net, INDArray images, ArrayPool pool) {
        Parameters gradient = net.parameters().zerosLike();
        try (LayerContext context = LayerContext.recording(net.parameters(), pool);
                ForwardPass pass = net.network().forward(images, context)) {
            int[] labels = reference.labels(images.size(0), net.config().classes());
            SoftmaxCrossEntropy loss = SoftmaxCrossEntropy.of(pass.output(), labels);
            try (INDArray cotangent = loss.cotangent(pass.output())) {
                context.release(pass.backward(cotangent, gradient));
            }
            return new Result(
                    loss.loss(),
                    gradient,
                    context.forwardStatistics().functionEvaluations(),
                    context.backwardStatistics().functionEvaluations());
        }
    }
}
