package org.odenet.solvers.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RowStepSizesTest {

    private static final int ROWS = 37;

    static Stream<ErrorControl> controls() {
        return Stream.of(ControllerGains.I, ControllerGains.PI, ControllerGains.PID)
                .map(gains -> ErrorControl.DEFAULT.withGains(gains).withStepLimits(0, 0.7));
    }

    @ParameterizedTest
    @MethodSource("controls")
    void eachRowIsControlledAsIfItWereAlone(ErrorControl control) {
        RowStepSizes rows = new RowStepSizes(control, 5, ROWS);
        StepSizes[] alone = new StepSizes[ROWS];
        double[] sizes = new double[ROWS];
        for (int row = 0; row < ROWS; row++) {
            alone[row] = control.begin();
            sizes[row] = row % 2 == 0 ? 0.1 : -0.1;
        }
        Random random = new Random(7);
        for (int turn = 0; turn < 30; turn++) {
            double[] errors = errors(random);
            double[] next = new double[ROWS];
            rows.choose(ROWS, sizes, errors, next);
            for (int row = 0; row < ROWS; row++) {
                if (errors[row] >= 1) {
                    rows.correct(row, sizes, next);
                }
                assertThat(next[row]).isEqualTo(alone[row].next(Math.abs(sizes[row]), errors[row], 5));
                sizes[row] = Math.signum(sizes[row]) * next[row];
            }
        }
    }

    @ParameterizedTest
    @MethodSource("controls")
    void aRowTakesItsMemoryAlong(ErrorControl control) {
        RowStepSizes rows = new RowStepSizes(control, 5, 2);
        StepSizes alone = control.begin();
        double[] next = new double[2];
        rows.choose(2, new double[] {0.1, 0.1}, new double[] {0.9, 0.01}, next);
        alone.next(0.1, 0.01, 5);
        rows.move(1, 0);
        rows.choose(1, new double[] {0.2}, new double[] {0.5}, next);
        assertThat(next[0]).isEqualTo(alone.next(0.2, 0.5, 5));
    }

    private static double[] errors(Random random) {
        double[] special = {0, 1, Double.POSITIVE_INFINITY, 1e-20, Math.nextDown(1.0), Math.nextUp(1.0)};
        double[] errors = new double[ROWS];
        for (int row = 0; row < ROWS; row++) {
            int kind = random.nextInt(20);
            errors[row] = kind < special.length ? special[kind] : Math.exp(6 * random.nextDouble() - 4);
        }
        return errors;
    }
}
