package org.odenet.solvers;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.odenet.core.lookup.NameLookup;
import org.odenet.solvers.multistep.Adams;
import org.odenet.solvers.multistep.AdamsBashforth;
import org.odenet.solvers.multistep.AdamsMoulton;
import org.odenet.solvers.reversible.ReversibleHeun;
import org.odenet.solvers.step.Method;
import org.odenet.solvers.step.RungeKutta;
import org.odenet.solvers.step.SwitchingMethod;
import org.odenet.solvers.tableau.ButcherTableaus;
import org.odenet.solvers.tableau.ImplicitTableaus;

/** All solvers, by object and by name. */
public final class Solvers {

    private static final Method SWITCHING = new SwitchingMethod(
            "dopri5-kvaerno5",
            new RungeKutta(ButcherTableaus.DORMAND_PRINCE_54),
            new RungeKutta(ImplicitTableaus.KVAERNO5));

    private static final Map<String, Method> BY_NAME = methods();

    private Solvers() {}

    private static Map<String, Method> methods() {
        Map<String, Method> byName = new TreeMap<>();
        ButcherTableaus.ALL.forEach(tableau -> add(new RungeKutta(tableau), byName));
        List.of(new AdamsBashforth(4), new AdamsMoulton(), new Adams(), new ReversibleHeun())
                .forEach(method -> add(method, byName));
        ImplicitTableaus.ALL.forEach(tableau -> add(new RungeKutta(tableau), byName));
        add(SWITCHING, byName);
        ServiceLoader.load(MethodProvider.class)
                .forEach(provider -> provider.methods().forEach(method -> add(method, byName)));
        return byName;
    }

    private static void add(Method method, Map<String, Method> byName) {
        if (byName.putIfAbsent(method.name(), method) != null) {
            throw new IllegalStateException("two methods have the name '" + method.name()
                    + "'; a MethodProvider must give its methods names of their own");
        }
    }

    /**
     * Euler's method, order 1.
     *
     * @return a solver with a single step
     */
    public static FixedStepSolver euler() {
        return new FixedStepSolver(ButcherTableaus.EULER);
    }

    /**
     * The explicit midpoint rule, order 2.
     *
     * @return a solver with a single step
     */
    public static FixedStepSolver midpoint() {
        return new FixedStepSolver(ButcherTableaus.MIDPOINT);
    }

    /**
     * Kutta's 3/8 rule, order 4: what torchdiffeq calls {@code rk4}.
     *
     * @return a solver with a single step
     */
    public static FixedStepSolver rk4() {
        return new FixedStepSolver(ButcherTableaus.RK4);
    }

    /**
     * The classic Runge–Kutta method, order 4.
     *
     * @return a solver with a single step
     */
    public static FixedStepSolver rk4Classic() {
        return new FixedStepSolver(ButcherTableaus.RK4_CLASSIC);
    }

    /**
     * The adaptive method of Dormand and Prince, order 5(4).
     *
     * @return a solver with tolerances of 1e-3
     */
    public static AdaptiveSolver dormandPrince54() {
        return new AdaptiveSolver(ButcherTableaus.DORMAND_PRINCE_54);
    }

    /**
     * The explicit method of Adams and Bashforth, order 4, with one evaluation a step.
     *
     * @return a solver with a single step
     */
    public static FixedStepSolver explicitAdams() {
        return new FixedStepSolver(new AdamsBashforth(4));
    }

    /**
     * The predictor–corrector method of Adams, Bashforth and Moulton, order 4, with two evaluations a step.
     *
     * @return a solver with a single step
     */
    public static FixedStepSolver implicitAdams() {
        return new FixedStepSolver(new AdamsMoulton());
    }

    /**
     * The adaptive Adams method of variable order from 1 to 12, with two evaluations a step.
     *
     * @return a solver with tolerances of 1e-3
     */
    public static AdaptiveSolver adams() {
        return new AdaptiveSolver(new Adams());
    }

    /**
     * The reversible Heun method, order 2 with one evaluation a step, whose gradients need no states but the last.
     *
     * @return a solver with tolerances of 1e-3
     */
    public static AdaptiveSolver reversibleHeun() {
        return new AdaptiveSolver(new ReversibleHeun());
    }

    /**
     * The implicit Euler method, order 1, for stiff problems.
     *
     * @return a solver with a single step
     */
    public static FixedStepSolver implicitEuler() {
        return new FixedStepSolver(ImplicitTableaus.IMPLICIT_EULER);
    }

    /**
     * The implicit midpoint rule, order 2 and symplectic.
     *
     * @return a solver with a single step
     */
    public static FixedStepSolver implicitMidpoint() {
        return new FixedStepSolver(ImplicitTableaus.IMPLICIT_MIDPOINT);
    }

    /**
     * The trapezoidal rule, order 2.
     *
     * @return a solver with a single step
     */
    public static FixedStepSolver trapezoid() {
        return new FixedStepSolver(ImplicitTableaus.TRAPEZOID);
    }

    /**
     * The Gauss–Legendre method of order 4, symplectic.
     *
     * @return a solver with a single step
     */
    public static FixedStepSolver gauss4() {
        return new FixedStepSolver(ImplicitTableaus.GAUSS4);
    }

    /**
     * The Gauss–Legendre method of order 6, symplectic.
     *
     * @return a solver with a single step
     */
    public static FixedStepSolver gauss6() {
        return new FixedStepSolver(ImplicitTableaus.GAUSS6);
    }

    /**
     * The adaptive Radau IIA method of order 5 of Hairer and Wanner, for stiff problems and tight tolerances.
     *
     * @return a solver with tolerances of 1e-3
     */
    public static AdaptiveSolver radau5() {
        return new AdaptiveSolver(ImplicitTableaus.RADAU5);
    }

    /**
     * The adaptive TR-BDF2, order 2, for stiff problems and loose tolerances.
     *
     * @return a solver with tolerances of 1e-3
     */
    public static AdaptiveSolver trbdf2() {
        return new AdaptiveSolver(ImplicitTableaus.TRBDF2);
    }

    /**
     * Kværnø's adaptive method of order 3(2), for stiff problems.
     *
     * @return a solver with tolerances of 1e-3
     */
    public static AdaptiveSolver kvaerno3() {
        return new AdaptiveSolver(ImplicitTableaus.KVAERNO3);
    }

    /**
     * Kværnø's adaptive method of order 4(3), for stiff problems.
     *
     * @return a solver with tolerances of 1e-3
     */
    public static AdaptiveSolver kvaerno4() {
        return new AdaptiveSolver(ImplicitTableaus.KVAERNO4);
    }

    /**
     * Kværnø's adaptive method of order 5(4), for stiff problems.
     *
     * @return a solver with tolerances of 1e-3
     */
    public static AdaptiveSolver kvaerno5() {
        return new AdaptiveSolver(ImplicitTableaus.KVAERNO5);
    }

    /**
     * Dormand and Prince's method where the problem is not stiff and Kværnø's of order 5 where it is, switching by itself.
     *
     * @return a solver with tolerances of 1e-3
     */
    public static AdaptiveSolver switching() {
        return new AdaptiveSolver(SWITCHING);
    }

    /**
     * A solver by the name of its method, adaptive if the method estimates its error. torchdiffeq's names are known; in any
     * name an underscore stands for a hyphen.
     *
     * @param name the name, such as {@code dopri5}
     * @return the solver with its defaults: tolerances of 1e-3, or a single step
     * @throws IllegalArgumentException if there is no such method; the message names the nearest
     */
    public static SteppingSolver byName(String name) {
        Method method = NameLookup.find("solver", hyphenated(name), BY_NAME);
        return method.hasErrorEstimate() ? new AdaptiveSolver(method) : new FixedStepSolver(method);
    }

    private static String hyphenated(String name) {
        return name.replace('_', '-');
    }

    /**
     * Whether a name is known.
     *
     * @param name the name of a method
     * @return true if {@link #byName} finds it
     */
    public static boolean knows(String name) {
        return BY_NAME.containsKey(hyphenated(name).toLowerCase(Locale.ROOT));
    }

    /**
     * The names of all methods.
     *
     * @return the names in alphabetical order
     */
    public static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }
}
