package org.odenet.solvers.tableau;

/**
 * The collocation method of some places in the step (Hairer, Nørsett and Wanner I, section II.7): {@code b_i(θ)} is the
 * integral from 0 to θ of the Lagrange polynomial of place i, and {@code a_ij = b_j(c_i)}.
 *
 * @param places the places c
 * @param a the coefficients of the stages
 * @param b the weights
 * @param powers the coefficients of {@code θ, θ², …} in each {@code b_i(θ)}
 */
record Collocation(double[] places, double[][] a, double[] b, double[][] powers) {

    static Collocation at(double... places) {
        int stages = places.length;
        double[][] powers = new double[stages][];
        double[][] a = new double[stages][stages];
        double[] b = new double[stages];
        for (int j = 0; j < stages; j++) {
            powers[j] = integral(lagrange(places, j));
            b[j] = value(powers[j], 1);
            for (int i = 0; i < stages; i++) {
                a[i][j] = value(powers[j], places[i]);
            }
        }
        return new Collocation(places, a, b, powers);
    }

    /** The coefficients of 1, θ, … of the polynomial that is 1 at one place and 0 at the others. */
    private static double[] lagrange(double[] places, int j) {
        double[] polynomial = {1};
        for (int m = 0; m < places.length; m++) {
            if (m != j) {
                double[] product = new double[polynomial.length + 1];
                for (int p = 0; p < polynomial.length; p++) {
                    product[p] -= polynomial[p] * places[m] / (places[j] - places[m]);
                    product[p + 1] += polynomial[p] / (places[j] - places[m]);
                }
                polynomial = product;
            }
        }
        return polynomial;
    }

    private static double[] integral(double... polynomial) {
        double[] integral = new double[polynomial.length];
        for (int p = 0; p < integral.length; p++) {
            integral[p] = polynomial[p] / (p + 1);
        }
        return integral;
    }

    private static double value(double[] powers, double theta) {
        double value = 0;
        for (int p = powers.length - 1; p >= 0; p--) {
            value = (value + powers[p]) * theta;
        }
        return value;
    }

    /** A method without an error estimate. */
    ButcherTableau.Builder builder(String name, int order) {
        return ButcherTableau.builder(name, order).a(a).c(places).b(b).interpolation(places.length, powers);
    }
}
