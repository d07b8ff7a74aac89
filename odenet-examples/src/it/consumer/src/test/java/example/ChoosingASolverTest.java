package example;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.odenet.core.ode.OdeSolution;
import org.odenet.solvers.control.ControllerGains;

class ChoosingASolverTest {
    @Test
    void theOrbitCloses() {
        assertArrayEquals(
                new double[] {1, 0, 0, 1}, ChoosingASolver.tight().finalState(), 1e-9);
    }

    @Test
    void theBallBounces() {
        OdeSolution<double[]> path = ChoosingASolver.bounce();
        double hit = Math.sqrt(2 / 9.81);
        double rising = 0.8 * 9.81 * hit;
        double left = 1 - hit;

        assertEquals(1, path.events().size());
        assertEquals(hit, path.events().get(0).time(), 1e-9);
        assertEquals(rising * left - 9.81 * left * left / 2, path.finalState()[0], 1e-9);
    }

    @Test
    void theHeatingEndsWhereItIsSaid() {
        double warm = 10 * (1 - Math.exp(-0.5));

        assertEquals(
                warm * Math.exp(-0.5), ChoosingASolver.switched().finalState()[0], 1e-7);
    }

    @Test
    void theControllerIsChosen() {
        assertEquals(ControllerGains.PI, ChoosingASolver.smooth().control().gains());
    }
}
