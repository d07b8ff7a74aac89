package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.odenet.core.ode.Outcome;

class GettingStartedTest {
    @Test
    void tensors() {
        assertEquals(Math.exp(-1), GettingStarted.tensors(), 1e-6);
    }

    @Test
    void budget() {
        assertEquals(Outcome.EVALUATION_BUDGET, GettingStarted.budget().outcome());
    }

    @Test
    void gradient() {
        double exact = -0.5 * Math.exp(-1) - Math.exp(-2);

        assertEquals(exact, GettingStarted.gradient(), 1e-3);
    }

    @Test
    void learnSpiral() {
        assertTrue(GettingStarted.learnSpiral() < 0.01);
    }
}
