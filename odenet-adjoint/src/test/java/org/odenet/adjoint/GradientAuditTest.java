package org.odenet.adjoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.kernel.Window2d;
import org.odenet.core.nn.ForwardPass;
import org.odenet.core.nn.GroupNorm;
import org.odenet.core.nn.Initializer;
import org.odenet.core.nn.Layer;
import org.odenet.core.nn.LayerContext;
import org.odenet.core.nn.OdeBlock;
import org.odenet.core.nn.ParameterSpec;
import org.odenet.core.nn.Parameters;
import org.odenet.core.nn.Relu;
import org.odenet.core.nn.Sequential;
import org.odenet.core.nn.Tanh;
import org.odenet.core.nn.TimeConv2d;
import org.odenet.core.ode.GradientMethod;
import org.odenet.core.ode.OdeSolver;
import org.odenet.core.ode.TimeSpan;
import org.odenet.solvers.AdaptiveSolver;
import org.odenet.solvers.Solvers;

class GradientAuditTest {

    private static final TimeSpan SPAN = TimeSpan.of(0, 1);
    private static final Window2d SAME = new Window2d(3, 1, 1);

    /** Half of the ODE function of Chen et al. (2018), small. */
    private static Layer odeFunction() {
        return Sequential.builder()
                .add("norm", new GroupNorm(2, 1, 1e-5).withRelu())
                .add("conv", new TimeConv2d(2, 2, SAME))
                .build();
    }

    /** Without kinks. */
    private static Layer smoothFunction() {
        return Sequential.builder()
                .add("conv", new TimeConv2d(2, 2, SAME))
                .add("tanh", new Tanh())
                .build();
    }

    private static INDArray random(DataType type, long... shape) {
        SplittableRandom random = new SplittableRandom(3);
        INDArray values = Nd4j.create(type, shape);
        for (long i = 0; i < values.length(); i++) {
            values.putScalar(i, random.nextDouble(-1, 1));
        }
        return values;
    }

    private static GradientAudit audit(Layer dynamics, OdeSolver solver, GradientMethod method, long... shape) {
        OdeBlock block = new OdeBlock(dynamics, solver, method, SPAN);
        try (Parameters parameters = Parameters.initialize(block, DataType.FLOAT, 5);
                INDArray input = random(DataType.FLOAT, shape)) {
            return GradientAudit.of(block, parameters, input);
        }
    }

    private static GradientAudit audit(Layer dynamics, OdeSolver solver) {
        return audit(dynamics, solver, Gradients.direct(), 2, 3);
    }

    private static GradientAudit auditImages(Layer dynamics, OdeSolver solver) {
        return audit(dynamics, solver, Gradients.checkpointed(), 2, 2, 3, 3);
    }

    @Test
    void exactGradientsAgreeWithDifferencesThroughEverySolver() {
        for (OdeSolver solver : List.of(
                Solvers.euler().steps(3),
                Solvers.rk4(),
                Solvers.dormandPrince54().steppingPastEnd())) {
            GradientAudit audit = auditImages(odeFunction(), solver);

            assertThat(audit.rows()).hasSize(5).allSatisfy(row -> {
                assertThat(row.methodErrors().get("checkpointed")).isLessThan(1e-12);
                assertThat(row.differenceError()).isLessThan(1e-6);
                assertThat(row.norm()).isPositive();
                assertThat(row.unused()).isFalse();
            });
            assertThat(audit.unusedParameters()).isEmpty();
        }
    }

    @Test
    void tightTolerancesMakeTheContinuousAdjointAgree() {
        AdaptiveSolver solver = Solvers.dormandPrince54();

        assertThat(auditImages(smoothFunction(), solver).isConsistent(1e-6)).isFalse();
        assertThat(auditImages(smoothFunction(), solver.tolerances(1e-8, 1e-8)).isConsistent(1e-6))
                .isTrue();
    }

    @Test
    void takesTheBlocksOwnMethodIn() {
        GradientMethod own = Gradients.adjoint().withSeminorm();

        GradientAudit audit = audit(new Scaled(1, 1), Solvers.dormandPrince54(), own, 2, 3);

        assertThat(audit.row("input").methodErrors()).containsOnlyKeys("checkpointed", "adjoint", "adjoint, seminorm");
    }

    /** {@code f = scale · y}, with a parameter that nothing reads; its derivatives may be given wrong. */
    private static final class Scaled implements Layer {

        private final ParameterSpec scale = new ParameterSpec("scale", Initializer.ONES, 3);
        private final ParameterSpec idle = new ParameterSpec("idle", Initializer.ONES, 2);
        private final double stateFactor;
        private final double scaleFactor;

        Scaled(double stateFactor, double scaleFactor) {
            this.stateFactor = stateFactor;
            this.scaleFactor = scaleFactor;
        }

        @Override
        public List<ParameterSpec> parameters() {
            return List.of(scale, idle);
        }

        @Override
        public long[] outputShape(long... inputShape) {
            return inputShape;
        }

        @Override
        public ForwardPass forward(INDArray x, LayerContext context) {
            INDArray output = context.allocate(x.shape());
            output.assign(x.mulRowVector(context.parameters().get(scale)));
            return new ForwardPass(context, x, output) {
                @Override
                public void backward(INDArray cotangent, Parameters gradient, INDArray inputCotangent) {
                    if (gradient != null) {
                        gradient.get(scale).addi(x.mul(cotangent).sum(0).mul(scaleFactor));
                    }
                    inputCotangent
                            .assign(cotangent.mulRowVector(context.parameters().get(scale)))
                            .muli(stateFactor);
                }
            };
        }
    }

    @Test
    void findsAWrongParameterGradient() {
        GradientAudit audit = audit(new Scaled(1, 1.5), Solvers.rk4());

        assertThat(audit.row("odefunc.scale").differenceError()).isCloseTo(1 / 3.0, within(0.2));
        assertThat(audit.row("input").differenceError()).isLessThan(1e-8);
        assertThat(audit.row("odefunc.scale").methodErrors().get("checkpointed"))
                .isLessThan(1e-12);
        assertThat(audit.isConsistent(0.01)).isFalse();
        assertThat(audit.worstError()).isEqualTo(audit.row("odefunc.scale").worstError());
    }

    @Test
    void findsAWrongStateGradient() {
        GradientAudit audit = audit(new Scaled(0.9, 1), Solvers.rk4());

        assertThat(audit.row("input").differenceError()).isGreaterThan(0.02);
    }

    @Test
    void findsAMissingGradient() {
        GradientAudit audit = audit(new Scaled(1, 0), Solvers.rk4());

        assertThat(audit.row("odefunc.scale").differenceError()).isGreaterThan(1);
        assertThat(audit.unusedParameters()).containsExactly("odefunc.idle");
    }

    @Test
    void namesUnusedParameters() {
        GradientAudit audit = audit(new Scaled(1, 1), Solvers.dormandPrince54());

        assertThat(audit.unusedParameters()).containsExactly("odefunc.idle");
        assertThat(audit.isConsistent(1e-2)).isTrue();
    }

    @Test
    void takesABlockWithoutParameters() {
        GradientAudit audit = audit(new Relu(), Solvers.rk4());

        assertThat(audit.rows()).extracting(AuditedGradient::name).containsExactly("input");
        assertThat(audit.row("input").differenceError()).isLessThan(1e-8);
    }

    @Test
    void looksAtTheBlockOfANetworkAlone() {
        OdeBlock block = new OdeBlock(odeFunction(), Solvers.rk4(), Gradients.direct(), SPAN);
        Layer network = Sequential.builder()
                .add("before", new TimeConv2d(2, 2, SAME))
                .add("block", block)
                .build();
        try (Parameters parameters = Parameters.initialize(network, DataType.DOUBLE, 5);
                INDArray before = parameters.flat().dup();
                INDArray input = random(DataType.DOUBLE, 1, 3, 3, 2).permute(0, 3, 1, 2);
                INDArray inputBefore = input.dup()) {
            GradientAudit audit = GradientAudit.of(block, parameters, input);

            assertThat(audit.rows()).hasSize(5).noneMatch(row -> row.name().contains("before"));
            assertThat(parameters.flat()).isEqualTo(before);
            assertThat(input).isEqualTo(inputBefore);
        }
    }

    @Test
    void printsATable() {
        String table = audit(new Scaled(1, 1), Solvers.rk4()).toString();

        assertThat(table)
                .matches("(?s)gradients through rk4 with 1 steps over \\[0\\.0, 1\\.0]: 1 steps, 4 evaluations\n"
                        + "parameter +elements +norm +checkpointed +adjoint +differences\n"
                        + "input +6 +\\d\\.\\d\\de[+-]\\d\\d +\\S+ +\\S+ +\\S+\n"
                        + "odefunc\\.scale +3 .*\n"
                        + "odefunc\\.idle +2 +0\\.00e\\+00 +0\\.0e\\+00 +0\\.0e\\+00 +0\\.0e\\+00  unused\n"
                        + "worst error \\d\\.\\de[+-]\\d\\d");
    }

    @Test
    void refusesToGoNowhere() {
        OdeBlock block = new OdeBlock(new Relu(), Solvers.rk4(), Gradients.direct(), SPAN);

        assertThatThrownBy(() -> GradientAudit.of(block, null, null, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the differences need at least one direction for each parameter, not 0");
    }

    @Test
    void refusesImplicitSteps() {
        assertThatThrownBy(() -> audit(new Scaled(1, 1), Solvers.implicitMidpoint()))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("explicit steps alone; the solver '"
                        + Solvers.implicitMidpoint().name() + "' took an implicit step from t=0.0 to t=1.0")
                .hasMessageEndingWith("Audit the block with an explicit solver, such as dopri5");
    }

    @Test
    void saysWhichRowsThereAre() {
        GradientAudit audit = audit(new Scaled(1, 1), Solvers.rk4());

        assertThatThrownBy(() -> audit.row("scale"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no row has the name 'scale'; there are [input, odefunc.scale, odefunc.idle]");
    }
}
