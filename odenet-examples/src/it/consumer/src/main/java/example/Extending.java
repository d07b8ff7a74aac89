package example;

import java.util.List;
import org.odenet.adjoint.Gradients;
import org.odenet.core.ode.DifferentiableSolution;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.TimeSpan;
import org.odenet.solvers.FixedStepSolver;
import org.odenet.solvers.Solvers;

/** The code of docs/extending.md that uses the new method. */
final class Extending {
    private Extending() {}

    static OdeSolution<double[]> solveByName() {
        OdeFunction<double[]> decay = OdeFunction.ofArrays((t, y) -> new double[] {-y[0]});
        return Solvers.byName("ssp3").solve(decay, new double[] {1}, TimeSpan.of(0, 1));
    }

    static double differentiate(int steps) {
        FixedStepSolver solver = new FixedStepSolver(MyMethods.SSP3).steps(steps);
        try (DifferentiableSolution<double[]> solution = Gradients.checkpointed()
                .solve(solver, new GettingStarted.Decay(new double[] {2}), new double[] {1}, TimeSpan.of(0, 1))) {
            double[] parameterGradient = new double[1];
            solution.backward(List.of(new double[] {1}), parameterGradient);
            return parameterGradient[0];
        }
    }
}
