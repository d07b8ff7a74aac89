package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.odenet.core.ode.OdeSolution;
import org.odenet.solvers.Solvers;

class ExtendingTest {
    @Test
    void theNewMethodIsFoundByItsName() {
        assertTrue(Solvers.names().contains("ssp3"));
    }

    @Test
    void itChoosesItsStepsAndInterpolates() {
        OdeSolution<double[]> solution = Extending.solveByName();

        assertEquals(Math.exp(-1), solution.finalState()[0], 1e-3);
        assertEquals(Math.exp(-0.35), solution.at(0.35)[0], 1e-3);
        assertTrue(solution.statistics().acceptedSteps() > 1);
    }

    @Test
    void gradientsGoThroughItWithItsOrder() {
        double exact = -Math.exp(-2);
        double coarse = Math.abs(Extending.differentiate(20) - exact);
        double fine = Math.abs(Extending.differentiate(40) - exact);

        assertEquals(3, Math.log(coarse / fine) / Math.log(2), 0.2);
    }
}
