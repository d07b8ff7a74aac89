package org.odenet.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.adjoint.Gradients;
import org.odenet.core.kernel.ArrayPool;
import org.odenet.core.nn.ForwardPass;
import org.odenet.core.nn.LayerContext;
import org.odenet.core.nn.Parameters;
import org.odenet.core.ode.GradientMethod;
import org.odenet.core.ode.OdeSolver;
import org.odenet.solvers.AdaptiveSolver;
import org.odenet.solvers.Solvers;

/** The gradient of the loss by all weights of a network, along random directions, against central differences. */
class NetworkGradientTest {

    private static final double STEP = 1e-6;
    private static final int[] LABELS = {2, 0};
    private static final long DROPOUT_SEED = 5;

    static List<Arguments> networks() {
        OdeSolver steps = Solvers.rk4().steps(2);
        // Its steps do not depend on the weights; else differences would see them come and go.
        AdaptiveSolver given =
                Solvers.dormandPrince54().tolerances(1e9, 1e9).firstStep(0.4).stepLimits(0, 0.4);
        // The adjoint is that of the continuous solution; discrete ones cross the kinks of ReLU at other places.
        OdeSolver small = Solvers.rk4().steps(30);
        List<Arguments> cases = new ArrayList<>();
        cases.add(Arguments.of(Architecture.RES_NET, steps, Gradients.direct(), 1e-6));
        for (Architecture architecture : List.of(Architecture.RES_ODE, Architecture.ODE_ONLY)) {
            for (GradientMethod exact : List.of(Gradients.direct(), Gradients.checkpointed())) {
                cases.add(Arguments.of(architecture, steps, exact, 1e-6));
                cases.add(Arguments.of(architecture, given, exact, 1e-6));
            }
            cases.add(Arguments.of(architecture, given.perSample(), Gradients.checkpointed(), 1e-6));
            cases.add(Arguments.of(architecture, small, Gradients.adjoint(), 5e-2));
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("networks")
    void gradientAgainstDifferences(
            Architecture architecture, OdeSolver solver, GradientMethod method, double tolerance) {
        OdeNetConfig config =
                TinyTask.config().withDropout(0.4).withSolver(solver).withGradient(method);
        try (ImageClassifier single = OdeNets.build(architecture, config);
                ImageClassifier net = single.copyAs(DataType.DOUBLE);
                INDArray images = TinyTask.inputs(DataType.DOUBLE, 2, 1);
                Parameters gradient = net.parameters().zerosLike()) {
            loss(net, images, gradient);
            for (int seed = 0; seed < 3; seed++) {
                compareAlong(direction(net.parameters(), seed), net, images, gradient, tolerance);
            }
        }
    }

    private static INDArray direction(Parameters parameters, int seed) {
        INDArray direction = Nd4j.create(
                new SplittableRandom(seed).doubles(parameters.count(), -1, 1).toArray());
        return direction.divi(direction.norm2Number());
    }

    private static void compareAlong(
            INDArray direction, ImageClassifier net, INDArray images, Parameters gradient, double tolerance) {
        INDArray weights = net.parameters().flat();
        try (INDArray before = weights.dup()) {
            double expected = gradient.flat().mul(direction).sumNumber().doubleValue();
            weights.addi(direction.mul(STEP));
            double after = loss(net, images, null);
            weights.assign(before).subi(direction.mul(STEP));
            double difference = (after - loss(net, images, null)) / (2 * STEP);
            weights.assign(before);
            double scale = gradient.flat().norm2Number().doubleValue() / Math.sqrt(weights.length());
            double error = Math.abs(difference - expected) / scale;
            assertThat(error)
                    .as("gradient %s, differences %s", expected, difference)
                    .isLessThan(tolerance);
        }
    }

    private static double loss(ImageClassifier net, INDArray images, Parameters gradient) {
        try (ArrayPool pool = net.newPool();
                LayerContext context = LayerContext.training(net.parameters(), pool, DROPOUT_SEED);
                ForwardPass pass = net.network().forward(images, context)) {
            SoftmaxCrossEntropy loss = SoftmaxCrossEntropy.of(pass.output(), LABELS);
            if (gradient != null) {
                try (INDArray cotangent = loss.cotangent(pass.output())) {
                    context.release(pass.backward(cotangent, gradient));
                }
            }
            return loss.loss();
        }
    }
}
