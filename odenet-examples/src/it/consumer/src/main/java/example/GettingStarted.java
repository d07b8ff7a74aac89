package example;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.adjoint.Gradients;
import org.odenet.core.dense.Activation;
import org.odenet.core.dense.DenseNetwork;
import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.DifferentiableSolution;
import org.odenet.core.ode.Linearization;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.TimeSpan;
import org.odenet.models.ImageClassifier;
import org.odenet.solvers.Solvers;

/** The code of docs/getting-started.md. */
final class GettingStarted {
    private GettingStarted() {}

    static double tensors() {
        OdeFunction<INDArray> decay = OdeFunction.ofTensors((t, y) -> y.neg());
        try (INDArray start = Nd4j.ones(2, 3);
                OdeSolution<INDArray> solution = Solvers.rk4().steps(100).solve(decay, start, TimeSpan.of(0, 1))) {
            return solution.finalState().getDouble(0, 0); // e⁻¹
        }
    }

    static OdeSolution<double[]> budget() {
        OdeFunction<double[]> growth = OdeFunction.ofArrays((t, y) -> new double[] {y[0]});
        SolveOptions<double[]> options = SolveOptions.<double[]>defaults()
                .withMaxEvaluations(50)
                .withDeadlineIn(Duration.ofMillis(5))
                .returningFailure();
        OdeSolution<double[]> solution = Solvers.dormandPrince54()
                .tolerances(1e-9, 1e-9)
                .solve(growth, new double[] {1}, TimeSpan.of(0, 100), options);
        System.out.println(solution.outcome() + " at t=" + solution.finalTime());
        return solution;
    }

    /** dy/dt = -θ y, with its vector-Jacobian products. */
    record Decay(double[] theta) implements DifferentiableOdeFunction<double[]> {

        @Override
        public void evaluate(double t, double[] y, double[] dydt) {
            dydt[0] = -theta[0] * y[0];
        }

        @Override
        public Linearization<double[]> linearize(double t, double[] y, double[] dydt) {
            evaluate(t, y, dydt);
            double at = y[0];
            return new Linearization<>() {
                @Override
                public void vjp(double[] cotangent, double[] stateCotangent, double[] parameterGradient) {
                    stateCotangent[0] = -theta[0] * cotangent[0];
                    if (parameterGradient != null) {
                        parameterGradient[0] += -at * cotangent[0];
                    }
                }

                @Override
                public void close() {}
            };
        }
    }

    static double gradient() {
        TimeSpan span = TimeSpan.of(0, 1).observedAt(0.5);
        try (DifferentiableSolution<double[]> solution = Gradients.checkpointed()
                .solve(Solvers.dormandPrince54(), new Decay(new double[] {2}), new double[] {1}, span)) {
            // The loss is y(0.5) + y(1): one cotangent for each observed state.
            double[] parameterGradient = new double[1];
            solution.backward(List.of(new double[] {1}, new double[] {1}), parameterGradient);
            return parameterGradient[0];
        }
    }

    static double learnSpiral() {
        double[] times = IntStream.rangeClosed(1, 30).mapToDouble(i -> i / 10.0).toArray();
        DenseNetwork net = DenseNetwork.widths(2, 50, 2).activation(Activation.TANH).build(42);
        double[] parameters = net.parameters();
        double[] velocity = new double[parameters.length];
        double loss = 0;
        for (int epoch = 0; epoch < 300; epoch++) {
            double[] gradient = new double[parameters.length];
            try (DifferentiableSolution<double[]> path = Gradients.checkpointed()
                    .solve(Solvers.dormandPrince54(), net, new double[] {2, 0}, new TimeSpan(0, 3, times))) {
                loss = 0;
                List<double[]> cotangents = new ArrayList<>();
                for (int i = 0; i < times.length; i++) {
                    double[] y = path.solution().states().get(i);
                    double radius = 2 * Math.exp(-times[i] / 4); // the spiral to learn
                    double dx = y[0] - radius * Math.cos(2 * times[i]);
                    double dy = y[1] - radius * Math.sin(2 * times[i]);
                    loss += (dx * dx + dy * dy) / times.length;
                    cotangents.add(new double[] {2 * dx / times.length, 2 * dy / times.length});
                }
                path.backward(cotangents, gradient);
            }
            for (int i = 0; i < parameters.length; i++) { // gradient descent with momentum
                velocity[i] = 0.9 * velocity[i] - 0.005 * gradient[i];
                parameters[i] += velocity[i];
            }
        }
        return loss;
    }

    static int[] classify(Path folder, INDArray images) {
        try (ImageClassifier net = ImageClassifier.load(folder)) {
            return net.classify(images);
        }
    }
}
