package org.odenet.solvers;

import java.util.List;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.ode.TimeSpan;

/**
 * A stiff initial value problem with its solution at the end, from the Test Set for Initial Value Problem Solvers (Mazzia
 * and Magherini 2008), which has the problems from Hairer and Wanner 1996, "Solving Ordinary Differential Equations II".
 *
 * @param name what it is known as
 * @param function the right-hand side
 * @param initialState the state at 0
 * @param end the end of the interval
 * @param reference the state there
 * @param absolute the absolute tolerance that suits it, in units of the relative one
 */
public record StiffProblem(
        String name,
        OdeFunction<double[]> function,
        double[] initialState,
        double end,
        double[] reference,
        double absolute) {

    /** Robertson's chemical reactions, with rates from 0.04 to 3e7. */
    public static final StiffProblem ROBERTSON = new StiffProblem(
            "robertson",
            (t, y, dydt) -> {
                double first = 0.04 * y[0];
                double second = 1e4 * y[1] * y[2];
                double third = 3e7 * y[1] * y[1];
                dydt[0] = second - first;
                dydt[1] = first - second - third;
                dydt[2] = third;
            },
            new double[] {1, 0, 0},
            1e11,
            new double[] {0.2083340149701255e-7, 0.8333360770334713e-13, 0.9999999791665050},
            1e-8);

    /** Van der Pol's oscillator with μ = 1000, in units of time and velocity that make ε = 1e-6 of it. */
    public static final StiffProblem VAN_DER_POL = new StiffProblem(
            "van der pol",
            (t, y, dydt) -> {
                dydt[0] = y[1];
                dydt[1] = ((1 - y[0] * y[0]) * y[1] - y[0]) * 1e6;
            },
            new double[] {2, 0},
            2,
            new double[] {0.1706167732170483e1, -0.8928097010247975},
            1);

    /** The high irradiance response of plants: eight reactions. */
    public static final StiffProblem HIRES = new StiffProblem(
            "hires",
            (t, y, dydt) -> {
                dydt[0] = -1.71 * y[0] + 0.43 * y[1] + 8.32 * y[2] + 0.0007;
                dydt[1] = 1.71 * y[0] - 8.75 * y[1];
                dydt[2] = -10.03 * y[2] + 0.43 * y[3] + 0.035 * y[4];
                dydt[3] = 8.32 * y[1] + 1.71 * y[2] - 1.12 * y[3];
                dydt[4] = -1.745 * y[4] + 0.43 * y[5] + 0.43 * y[6];
                dydt[5] = -280 * y[5] * y[7] + 0.69 * y[3] + 1.71 * y[4] - 0.43 * y[5] + 0.69 * y[6];
                dydt[6] = 280 * y[5] * y[7] - 1.81 * y[6];
                dydt[7] = -dydt[6];
            },
            new double[] {1, 0, 0, 0, 0, 0, 0, 0.0057},
            321.8122,
            new double[] {
                0.7371312573325668e-3,
                0.1442485726316185e-3,
                0.5888729740967575e-4,
                0.1175651343283149e-2,
                0.2386356198831331e-2,
                0.6238968252742796e-2,
                0.2849998395185769e-2,
                0.2850001604814231e-2
            },
            1e-4);

    /** The Oregonator, a model of the Belousov–Zhabotinskii reaction. */
    public static final StiffProblem OREGO = new StiffProblem(
            "orego",
            (t, y, dydt) -> {
                dydt[0] = 77.27 * (y[1] + y[0] * (1 - 8.375e-6 * y[0] - y[1]));
                dydt[1] = (y[2] - (1 + y[0]) * y[1]) / 77.27;
                dydt[2] = 0.161 * (y[0] - y[2]);
            },
            new double[] {1, 2, 3},
            360,
            new double[] {0.1000814870318523e1, 0.1228178521549917e4, 0.1320554942846706e3},
            1e-2);

    /** All of them. */
    public static final List<StiffProblem> ALL = List.of(ROBERTSON, VAN_DER_POL, HIRES, OREGO);

    /**
     * The interval.
     *
     * @return from 0 to the end
     */
    public TimeSpan span() {
        return TimeSpan.of(0, end);
    }

    /**
     * How many digits of a final state are right.
     *
     * @param state the state at the end
     * @return the least over its components, relative to the reference
     */
    public double digits(double[] state) {
        double digits = 17;
        for (int i = 0; i < state.length; i++) {
            double error = Math.abs(state[i] - reference[i]) / Math.abs(reference[i]);
            digits = Math.min(digits, error == 0 ? 17 : -Math.log10(error));
        }
        return digits;
    }

    @Override
    public String toString() {
        return name;
    }
}
