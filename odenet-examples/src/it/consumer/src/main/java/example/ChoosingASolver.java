package example;

import org.odenet.core.ode.Event;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.TimeSpan;
import org.odenet.solvers.AdaptiveSolver;
import org.odenet.solvers.Solvers;
import org.odenet.solvers.control.ControllerGains;
import org.odenet.solvers.tableau.ButcherTableaus;

/** The code of docs/choosing-a-solver.md. */
final class ChoosingASolver {
    private ChoosingASolver() {}

    static OdeSolution<double[]> tight() {
        OdeFunction<double[]> orbit = (t, y, dydt) -> {
            double r = Math.hypot(y[0], y[1]);
            dydt[0] = y[2];
            dydt[1] = y[3];
            dydt[2] = -y[0] / (r * r * r);
            dydt[3] = -y[1] / (r * r * r);
        };
        AdaptiveSolver solver = new AdaptiveSolver(ButcherTableaus.DORMAND_PRINCE_853).tolerances(1e-11, 1e-11);
        return solver.solve(orbit, new double[] {1, 0, 0, 1}, TimeSpan.of(0, 2 * Math.PI));
    }

    static OdeSolution<double[]> bounce() {
        OdeFunction<double[]> fall = OdeFunction.ofArrays((t, y) -> new double[] {y[1], -9.81});
        Event<double[]> ground = Event.<double[]>resetting((t, y) -> y[0], (t, before, after) -> {
                    after[0] = 0;
                    after[1] = -0.8 * before[1];
                })
                .falling();
        SolveOptions<double[]> options = SolveOptions.<double[]>defaults().withEvent(ground);
        OdeSolution<double[]> path =
                Solvers.dormandPrince54().solve(fall, new double[] {1, 0}, TimeSpan.of(0, 1), options);
        System.out.println("bounces at " + path.events().get(0).time());
        return path;
    }

    static OdeSolution<double[]> switched() {
        OdeFunction<double[]> heated = OdeFunction.ofArrays((t, y) -> new double[] {(t < 0.5 ? 10 : 0) - y[0]});
        TimeSpan span = TimeSpan.of(0, 1).withDiscontinuities(0.5);
        return Solvers.dormandPrince54().tolerances(1e-8, 1e-8).solve(heated, new double[] {0}, span);
    }

    static AdaptiveSolver smooth() {
        return Solvers.dormandPrince54().controller(ControllerGains.PI);
    }
}
