package org.odenet.solvers.sample;

import org.odenet.solvers.tableau.ButcherTableau;

/** The coefficients of a method as the algebra of batches takes them. */
final class StageCoefficients {

    private final double[][] ofStages;
    private final double[] ofResult;
    private final double[] ofError;
    /** Of the second estimate, or null. */
    private final double[] ofSecondError;

    StageCoefficients(ButcherTableau tableau) {
        int count = tableau.stages();
        ofStages = new double[count][count];
        ofResult = new double[count];
        ofError = new double[count];
        ofSecondError = tableau.hasSecondErrorEstimate() ? new double[count] : null;
        for (int i = 0; i < count; i++) {
            ofResult[i] = tableau.b(i);
            ofError[i] = tableau.error(i);
            if (ofSecondError != null) {
                ofSecondError[i] = tableau.secondError(i);
            }
            for (int j = 0; j < i; j++) {
                ofStages[i][j] = tableau.a(i, j);
            }
        }
    }

    double[] ofStage(int stage) {
        return ofStages[stage];
    }

    double[] ofResult() {
        return ofResult;
    }

    double[] ofError() {
        return ofError;
    }

    double[] ofSecondError() {
        return ofSecondError;
    }
}
