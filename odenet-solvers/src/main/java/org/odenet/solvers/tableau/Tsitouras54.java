package org.odenet.solvers.tableau;

import static org.odenet.solvers.tableau.ButcherTableau.row;

/**
 * Tsitouras' pair of orders 5 and 4, with his solution within a step of order 4: a quartic, and so given by its value in
 * the middle, as it has the states and derivatives at both ends.
 */
final class Tsitouras54 {

    static final ButcherTableau TABLEAU = ButcherTableau.builder("tsit5", 5)
            .a(
                    row(),
                    row(0.161),
                    row(-0.0084806554923569885444, 0.33548065549235698854),
                    row(2.8971530571054934321, -6.3594484899750748431, 4.362295432869581411),
                    row(5.3258648284392566044, -11.748883564062827878, 7.4955393428898362083, -0.092495066361755249257),
                    row(
                            5.8614554429464200287,
                            -12.920969317847109292,
                            8.1593678985761586432,
                            -0.071584973281400997225,
                            -0.028269050394068382909),
                    row(
                            0.096460766818065229518,
                            0.01,
                            0.47988965041449957478,
                            1.3790085741037418932,
                            -3.2900695154360806799,
                            2.3247105240997739824))
            .c(0, 0.161, 0.327, 0.9, 0.98002554090450968573, 1, 1)
            .b(
                    0.096460766818065229518,
                    0.01,
                    0.47988965041449957478,
                    1.3790085741037418932,
                    -3.2900695154360806799,
                    2.3247105240997739824,
                    0)
            .errorWeights(
                    0.0017800110522257714434,
                    8.1643445965674690322e-4,
                    -0.0078808780102619960103,
                    0.14471100717326290754,
                    -0.58235716545255522502,
                    0.45808210592918694666,
                    -1.0 / 66)
            .quarticInterpolation(
                    4,
                    0.10741235230096876513,
                    1817.0 / 160000,
                    0.39560903056045308985,
                    -0.34475214352593546616,
                    1.3161853649581647373,
                    -1.0170608542936511195,
                    1.0 / 32)
            .citation(
                    "Tsitouras 2011, Runge-Kutta pairs of order 5(4) satisfying only the first column simplifying assumption")
            .build();

    private Tsitouras54() {}
}
