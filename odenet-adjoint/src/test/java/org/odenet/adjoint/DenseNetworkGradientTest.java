package org.odenet.adjoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.odenet.core.dense.Activation;
import org.odenet.core.dense.DenseNetwork;
import org.odenet.core.ode.GradientMethod;
import org.odenet.core.ode.Linearization;
import org.odenet.core.ode.TimeSpan;
import org.odenet.solvers.AdaptiveSolver;
import org.odenet.solvers.Solvers;

/** Gradients of a fully connected network through a solve, by its own products and by finite differences. */
class DenseNetworkGradientTest {

    private static final TimeSpan SPAN = TimeSpan.of(0, 0.8).observedAt(0.13, 0.5);
    private static final AdaptiveSolver SOLVER = Solvers.dormandPrince54().tolerances(1e-9, 1e-9);

    private static final class NetworkFunction extends TestFunction {

        private final Activation activation;
        private final DenseNetwork network;

        NetworkFunction(Activation activation, double[] parameters) {
            super(parameters);
            this.activation = activation;
            this.network = shape(activation).build(parameters);
        }

        static NetworkFunction of(Activation activation) {
            double[] parameters = shape(activation).build(12).parameters();
            // Biases that keep every ReLU on its side of the kink, near which differences do not tell the derivative.
            for (int unit = 0; unit < 9; unit++) {
                parameters[3 * 9 + unit] = (unit % 2 == 0 ? 1 : -1) * (activation == Activation.RELU ? 4 : 0.3);
            }
            return new NetworkFunction(activation, parameters);
        }

        private static DenseNetwork.Builder shape(Activation activation) {
            return DenseNetwork.widths(2, 9, 2).activation(activation).withTime();
        }

        @Override
        TestFunction with(double[] parameters) {
            return new NetworkFunction(activation, parameters);
        }

        @Override
        double[] initialState() {
            // Two samples.
            return new double[] {0.3, -0.4, 0.1, 0.5};
        }

        @Override
        public void evaluate(double t, double[] y, double[] dydt) {
            network.evaluate(t, y, dydt);
        }

        @Override
        public Linearization<double[]> linearize(double t, double[] y, double[] dydt) {
            return network.linearize(t, y, dydt);
        }

        @Override
        void vjp(double t, double[] y, double[] v, double[] stateCotangent, double[] parameterGradient) {
            try (Linearization<double[]> linearization = linearize(t, y, new double[y.length])) {
                linearization.vjp(v, stateCotangent, parameterGradient);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyMethodAgreesWithFiniteDifferences(Activation activation) {
        NetworkFunction function = NetworkFunction.of(activation);
        Differentiated differences = Differentiated.byDifferences(SOLVER, function, SPAN);
        for (GradientMethod method : List.of(Gradients.direct(), Gradients.checkpointed(), Gradients.adjoint())) {
            Differentiated gradient = Differentiated.by(method, SOLVER, function, SPAN);
            assertThat(gradient.relativeError(differences)).as("%s", method).isLessThan(1e-6);
        }
    }
}
