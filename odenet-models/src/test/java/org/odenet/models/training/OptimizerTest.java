package org.odenet.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.odenet.core.nn.Linear;
import org.odenet.core.nn.Parameters;

/** Steps of the optimizers against computation by hand. */
class OptimizerTest {

    private static final double[] WEIGHTS = {1, -2, 3};
    private static final double[] GRADIENT = {0.3, 0.4, -1.2};
    private static final double NORM = 1.3;

    private final Parameters parameters = Parameters.initialize(new Linear(2, 1), DataType.DOUBLE, 1);
    private final Parameters gradient = parameters.zerosLike();

    @AfterEach
    void free() {
        parameters.close();
        gradient.close();
    }

    @Test
    void sgd() {
        assertThat(firstStep(new Sgd(0.1), null, Double.POSITIVE_INFINITY, 1)).isEqualTo(minus(GRADIENT, 0.1));
    }

    @Test
    void theScheduleScalesTheRate() {
        assertThat(firstStep(new Sgd(0.1), null, Double.POSITIVE_INFINITY, 0.5)).isEqualTo(minus(GRADIENT, 0.05));
    }

    @Test
    void l2AddsToTheGradient() {
        double[] regularized = GRADIENT.clone();
        for (int i = 0; i < 3; i++) {
            regularized[i] += 0.2 * WEIGHTS[i];
        }
        assertClose(
                firstStep(new Sgd(0.1), new L2Regularization(0.2), Double.POSITIVE_INFINITY, 1),
                minus(regularized, 0.1));
    }

    /** Adam divides by the gradient's size: with L2 the weights do not count, decoupled they shrink by rate × decay. */
    @Test
    void decoupledDecayIsNotDividedByAdam() {
        double[] decoupled = firstStep(new Adam(0.1), new WeightDecay(0.2, true), Double.POSITIVE_INFINITY, 0.5);
        double[] coupled = firstStep(new Adam(0.1), new L2Regularization(0.2), Double.POSITIVE_INFINITY, 0.5);
        for (int i = 0; i < 3; i++) {
            double adam = 0.05 * Math.signum(GRADIENT[i]);
            assertThat(decoupled[i]).isCloseTo(WEIGHTS[i] - adam - 0.05 * 0.2 * WEIGHTS[i], within(1e-6));
            double sign = Math.signum(GRADIENT[i] + 0.2 * WEIGHTS[i]);
            // 0.4 - 0.2 · 2 = 0: no gradient, no step.
            assertThat(coupled[i]).isCloseTo(i == 1 ? WEIGHTS[i] : WEIGHTS[i] - 0.05 * sign, within(1e-6));
        }
    }

    @Test
    void clippingScalesTheWholeGradientBeforeRegularization() {
        double[] expected = minus(GRADIENT, 0.1 * 0.5 / NORM);
        assertClose(firstStep(new Sgd(0.1), null, 0.5, 1), expected);
        for (int i = 0; i < 3; i++) {
            expected[i] -= 0.1 * 0.2 * WEIGHTS[i];
        }
        assertClose(firstStep(new Sgd(0.1), new L2Regularization(0.2), 0.5, 1), expected);
        assertClose(firstStep(new Sgd(0.1), null, 1.4, 1), minus(GRADIENT, 0.1));
    }

    /** v ← μv − ηg, θ ← θ + μv − ηg (Sutskever et al. 2013). */
    @Test
    void nesterovs() {
        prepare();
        double[] expected = WEIGHTS.clone();
        double[] velocity = new double[3];
        try (Optimizer optimizer = new Optimizer(new Nesterovs(0.1, 0.9), null, Double.POSITIVE_INFINITY, parameters)) {
            for (int step = 0; step < 3; step++) {
                setGradient();
                optimizer.update(parameters, gradient, 1, step, 0);
                for (int i = 0; i < 3; i++) {
                    velocity[i] = 0.9 * velocity[i] - 0.1 * GRADIENT[i];
                    expected[i] += 0.9 * velocity[i] - 0.1 * GRADIENT[i];
                }
                assertClose(parameters.flat().toDoubleVector(), expected);
            }
        }
    }

    @Test
    void theRateOfTheUpdatersOwnScheduleIsKept() {
        ISchedule schedule = new MapSchedule.Builder(ScheduleType.ITERATION)
                .add(0, 0.1)
                .add(5, 0.01)
                .build();
        try (Optimizer optimizer = new Optimizer(new Sgd(schedule), null, Double.POSITIVE_INFINITY, parameters)) {
            assertThat(optimizer.update(parameters, gradient, 0.5, 0, 0)).isEqualTo(0.05);
            assertThat(optimizer.update(parameters, gradient, 0.5, 6, 1)).isEqualTo(0.005);
        }
    }

    @Test
    void theCallersUpdaterIsNotChanged() {
        Nesterovs updater = new Nesterovs(0.1, 0.9);
        firstStep(updater, null, Double.POSITIVE_INFINITY, 0.01);
        assertThat(updater).isEqualTo(new Nesterovs(0.1, 0.9));
    }

    @Test
    void onlySomeHaveAState() {
        try (Optimizer sgd = new Optimizer(new Sgd(0.1), null, 1, parameters);
                Optimizer adam = new Optimizer(new Adam(0.1), null, 1, parameters)) {
            assertThat(sgd.state()).isNull();
            assertThat(adam.state().length()).isEqualTo(6);
        }
    }

    private double[] firstStep(IUpdater updater, Regularization regularization, double maxNorm, double factor) {
        prepare();
        setGradient();
        try (Optimizer optimizer = new Optimizer(updater, regularization, maxNorm, parameters)) {
            optimizer.update(parameters, gradient, factor, 0, 0);
            return parameters.flat().toDoubleVector();
        }
    }

    private void prepare() {
        for (int i = 0; i < 3; i++) {
            parameters.flat().putScalar(i, WEIGHTS[i]);
        }
    }

    private void setGradient() {
        for (int i = 0; i < 3; i++) {
            gradient.flat().putScalar(i, GRADIENT[i]);
        }
    }

    private static double[] minus(double[] change, double rate) {
        double[] result = WEIGHTS.clone();
        for (int i = 0; i < 3; i++) {
            result[i] -= rate * change[i];
        }
        return result;
    }

    private static void assertClose(double[] actual, double[] expected) {
        assertThat(actual).containsExactly(expected, within(1e-12));
    }
}
