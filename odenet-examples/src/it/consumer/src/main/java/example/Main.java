package example;

import java.nio.file.Path;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.odenet.adjoint.Gradients;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.TimeSpan;
import org.odenet.models.ImageClassifier;
import org.odenet.models.OdeNetConfig;
import org.odenet.models.OdeNets;
import org.odenet.models.data.DataSets;
import org.odenet.models.data.TrainTest;
import org.odenet.models.training.Trainer;
import org.odenet.models.training.TrainingHistory;
import org.odenet.solvers.Solvers;

/** A user's program: the code of the README, run with the published modules. */
final class Main {
    private Main() {}

    public static void main(String[] args) {
        solve();
        train(Path.of(args[0]));
    }

    private static void solve() {
        // Solve an initial value problem, adaptively: here a pendulum that swings by small angles.
        OdeFunction<double[]> pendulum = OdeFunction.ofArrays((t, y) -> new double[] {y[1], -y[0]});
        OdeSolution<double[]> swing = Solvers.dormandPrince54()
                .tolerances(1e-6, 1e-6)
                .solve(pendulum, new double[] {1, 0}, TimeSpan.of(0, 10));
        System.out.println("angle at the end " + swing.finalState()[0] + ", at t=3.5 " + swing.at(3.5)[0]);
        System.out.println(swing.statistics());
    }

    private static void train(Path folder) {
        // Train a small continuous-depth classifier on 512 of the built-in digits, and keep it.
        OdeNetConfig config = OdeNetConfig.mnist()
                .withFilters(16)
                .withSolver(Solvers.dormandPrince54().tolerances(1e-3, 1e-3))
                .withGradient(Gradients.checkpointed());
        TrainTest digits = DataSets.builtInMnist().take(512);
        try (ImageClassifier net = OdeNets.odeOnly(config)) {
            TrainingHistory history =
                    Trainer.of(net).optimizer(new Nesterovs(0.05, 0.9)).epochs(1).fit(digits);
            System.out.println(history.last());
            net.save(folder);
        }
    }
}
