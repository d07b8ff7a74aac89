package org.odenet.solvers.tableau;

/**
 * The weights of a Runge–Kutta step.
 *
 * @param tableau the method
 * @param start where the step starts
 * @param end where it ends
 * @param size its size
 */
public record RungeKuttaWeights(ButcherTableau tableau, double start, double end, double size) implements StageWeights {

    @Override
    public int stages() {
        return tableau.stages();
    }

    @Override
    public int earlier() {
        return 0;
    }

    @Override
    public int stageAtEnd() {
        return tableau.stageAtEnd();
    }

    @Override
    public double time(int stage) {
        double c = tableau.c(stage);
        return c == 1 ? end : start + c * (end - start);
    }

    @Override
    public double[] ofStage(int stage) {
        double[] weights = new double[tableau.isExplicit() ? stage : tableau.interpolationStages()];
        for (int j = 0; j < weights.length; j++) {
            weights[j] = size * tableau.a(stage, j);
        }
        return weights;
    }

    @Override
    public double[] ofEnd() {
        double[] weights = new double[tableau.stages()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = size * tableau.b(i);
        }
        return weights;
    }

    @Override
    public double[] ofInside(double theta) {
        double[] weights = new double[tableau.interpolationStages()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = size * tableau.interpolation(i, theta);
        }
        return weights;
    }

    @Override
    public double[] ofHandedOn() {
        return null;
    }
}
