package org.odenet.solvers.multistep;

/** What Adams methods need of the polynomials that interpolate at given nodes. */
final class NodePolynomials {

    /** Gauss's quadrature with seven points on [-1, 1]: exact to degree 13, that of the longest products here. */
    private static final double[] POINTS = {
        -0.94910791234275852453,
        -0.74153118559939443986,
        -0.40584515137739716691,
        0,
        0.40584515137739716691,
        0.74153118559939443986,
        0.94910791234275852453
    };

    private static final double[] WEIGHTS = {
        0.12948496616886969327,
        0.27970539148927666790,
        0.38183005050511894495,
        0.41795918367346938776,
        0.38183005050511894495,
        0.27970539148927666790,
        0.12948496616886969327
    };

    private NodePolynomials() {}

    /**
     * The integrals from 0 to an end of Lagrange's polynomials, each 1 at its node and 0 at the others. Products, so that
     * nothing cancels within one of them.
     */
    static double[] integrals(double[] nodes, double end) {
        int count = nodes.length;
        double[] integrals = new double[count];
        double[] left = new double[count];
        for (int q = 0; q < POINTS.length; q++) {
            double x = 0.5 * end * (1 + POINTS[q]);
            double product = 1;
            for (int j = 0; j < count; j++) {
                left[j] = product;
                product *= x - nodes[j];
            }
            double right = 0.5 * end * WEIGHTS[q];
            for (int j = count - 1; j >= 0; j--) {
                integrals[j] += right * left[j];
                right *= x - nodes[j];
            }
        }
        for (int j = 0; j < count; j++) {
            integrals[j] /= productOfGaps(nodes, j, 0);
        }
        return integrals;
    }

    /** The integral from 0 to 1 of the product of {@code x - node} over the nodes from one on. */
    static double integralOfProduct(double[] nodes, int from) {
        double integral = 0;
        for (int q = 0; q < POINTS.length; q++) {
            double x = 0.5 * (1 + POINTS[q]);
            double product = 0.5 * WEIGHTS[q];
            for (int j = from; j < nodes.length; j++) {
                product *= x - nodes[j];
            }
            integral += product;
        }
        return integral;
    }

    /** The weights of the divided difference over the nodes from one on; zero for those before it. */
    static double[] dividedDifference(double[] nodes, int from) {
        double[] weights = new double[nodes.length];
        for (int j = from; j < nodes.length; j++) {
            weights[j] = 1 / productOfGaps(nodes, j, from);
        }
        return weights;
    }

    private static double productOfGaps(double[] nodes, int j, int from) {
        double product = 1;
        for (int m = from; m < nodes.length; m++) {
            if (m != j) {
                product *= nodes[j] - nodes[m];
            }
        }
        return product;
    }
}
