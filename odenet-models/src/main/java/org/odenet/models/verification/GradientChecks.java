package org.odenet.models.verification;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
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

/** Losses and gradients, by every gradient method, with the function evaluations of both passes. */
final class GradientChecks {

    private static final double DIRECT_BOUND = 1e-5;
    private static final double TIGHT_TOLERANCE = 1e-8;
    private static final double TIGHT_ADJOINT_BOUND = 1e-4;
    private static final String EXACT = "f64/dopri5@1e-08/direct/grad/";

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

    void run(Consumer<Check> collect) {
        TreeSet<String> settings = new TreeSet<>();
        for (String name : reference.namesUnder(type + "/")) {
            if (name.endsWith("/loss")) {
                settings.add(name.substring(0, name.length() - "/loss".length()));
            }
        }
        settings.forEach(setting -> check(setting, collect));
    }

    private void check(String setting, Consumer<Check> collect) {
        String method = setting.substring(0, setting.indexOf('@'));
        double tolerance = Double.parseDouble(setting.substring(setting.indexOf('@') + 1, setting.indexOf('/')));
        boolean adjoint = setting.endsWith("/adjoint");
        OdeSolver solver = ReferenceSolvers.likeTorchdiffeq(method, tolerance);
        for (GradientMethod gradient :
                adjoint ? List.of(Gradients.adjoint()) : List.of(Gradients.direct(), Gradients.checkpointed())) {
            String name = type + "/" + setting;
            Result result = differentiate(solver, gradient);
            try (Parameters values = result.gradient()) {
                collect.accept(lossCheck(name, gradient, result));
                if (adjoint) {
                    adjointCheck(name, tolerance, values, collect);
                } else if (reference.has(name + "/grad/" + values.names().get(0))) {
                    double error = worstError(values, name + "/grad/");
                    collect.accept(Check.of(name + " gradient, " + gradient.name(), error, DIRECT_BOUND));
                }
            }
        }
    }

    private Check lossCheck(String name, GradientMethod gradient, Result result) {
        double expected = reference.number(name + "/loss");
        int[] evaluations = reference.integers(name + "/nfe");
        // Only the forward passes compare: this library's backward passes evaluate otherwise, by design.
        return Check.of(name + " loss, " + gradient.name(), Math.abs(result.loss() - expected) / expected, lossBound)
                .withEvaluations(
                        result.forward() + " + " + result.backward(), evaluations[0] + " + " + evaluations[1], false);
    }

    /** The adjoint is compared with the exact gradient: here it may be no worse than the reference's own adjoint. */
    private void adjointCheck(String name, double tolerance, Parameters values, Consumer<Check> collect) {
        if (!name.startsWith("f64/dopri5")
                || !reference.has(EXACT + values.names().get(0))) {
            return;
        }
        double error = totalError(values.names(), Weights.of(values));
        if (tolerance <= TIGHT_TOLERANCE) {
            collect.accept(Check.of(name + " gradient's error", error, TIGHT_ADJOINT_BOUND));
        } else if (reference.has(name + "/grad/" + values.names().get(0))) {
            double theirs = totalError(values.names(), stored(values, name + "/grad/"));
            collect.accept(Check.of(name + " gradient's error (bound: the reference's)", error, theirs));
        }
    }

    private Map<String, INDArray> stored(Parameters values, String prefix) {
        Map<String, INDArray> stored = new LinkedHashMap<>();
        values.names().forEach(name -> stored.put(name, reference.read(prefix + name)));
        return stored;
    }

    private double totalError(List<String> names, Map<String, INDArray> values) {
        double difference = 0;
        double norm = 0;
        for (String name : names) {
            try (INDArray exact = reference.read(EXACT + name)) {
                double size = exact.norm2Number().doubleValue();
                double error = Comparison.relativeError(values.get(name), exact) * size;
                difference += error * error;
                norm += size * size;
            }
        }
        return Math.sqrt(difference / norm);
    }

    private double worstError(Parameters values, String prefix) {
        double worst = 0;
        for (String name : values.names()) {
            try (INDArray expected = reference.read(prefix + name)) {
                worst = Math.max(worst, Comparison.relativeError(values.get(name), expected));
            }
        }
        return worst;
    }

    private Result differentiate(OdeSolver solver, GradientMethod gradient) {
        // Shares the weights, which are not this method's to close.
        ImageClassifier net = classifier.with(solver, gradient);
        try (ArrayPool pool = net.newPool();
                INDArray images = reference.read("images", net.parameters().dataType())) {
            return differentiate(net, images, pool);
        }
    }

    private Result differentiate(ImageClassifier net, INDArray images, ArrayPool pool) {
        Parameters gradient = net.parameters().zerosLike();
        try (LayerContext context = LayerContext.recording(net.parameters(), pool);
                ForwardPass pass = net.network().forward(images, context)) {
            SoftmaxCrossEntropy loss = SoftmaxCrossEntropy.of(pass.output(), reference.integers("labels"));
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
