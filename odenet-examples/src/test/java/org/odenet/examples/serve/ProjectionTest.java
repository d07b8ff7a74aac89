package org.odenet.examples.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ProjectionTest {

    /** Points of known spread along known orthogonal directions in four dimensions. */
    @Test
    void findsTheDirectionsOfTheLargestSpread() {
        double[] first = {0.5, 0.5, 0.5, 0.5};
        double[] second = {0.5, -0.5, 0.5, -0.5};
        SplittableRandom random = new SplittableRandom(1);
        float[][] points = new float[2_000][4];
        double[][] parts = new double[points.length][2];
        for (int i = 0; i < points.length; i++) {
            parts[i][0] = random.nextDouble(-3, 3);
            parts[i][1] = random.nextDouble(-1, 1);
            for (int j = 0; j < 4; j++) {
                points[i][j] = (float) (7 + parts[i][0] * first[j] + parts[i][1] * second[j]);
            }
        }

        Projection projection = Projection.of(points);

        double[] origin = projection.of(new float[] {7, 7, 7, 7});
        for (int i = 0; i < 50; i++) {
            double[] found = projection.of(points[i]);
            assertThat(Math.abs(found[0] - origin[0])).isCloseTo(Math.abs(parts[i][0]), within(0.1));
            assertThat(Math.abs(found[1] - origin[1])).isCloseTo(Math.abs(parts[i][1]), within(0.1));
        }
    }

    @Test
    void pointsThatDoNotDifferAreAllInOnePlace() {
        Projection projection = Projection.of(new float[][] {{1, 2, 3}, {1, 2, 3}});

        assertThat(projection.of(new float[] {1, 2, 3})).containsExactly(0, 0);
    }
}
