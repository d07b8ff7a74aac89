package org.odenet.models;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.odenet.core.ode.OdeSolver;
import org.odenet.solvers.AdaptiveSolver;
import org.odenet.solvers.FixedStepSolver;
import org.odenet.solvers.Solvers;
import org.odenet.solvers.SteppingSolver;
import org.odenet.solvers.control.ControllerGains;
import org.odenet.solvers.control.ErrorControl;
import org.odenet.solvers.control.FixedSteps;
import org.odenet.solvers.sample.PerSampleSolver;
import org.odenet.solvers.step.Method;
import org.odenet.solvers.step.RungeKutta;

/**
 * A solver as it stands in a model file.
 *
 * @param method the name of its method
 * @param settings its settings by name, those at their defaults left out
 */
record SolverDescription(String method, Map<String, Double> settings) {

    private static final String STEPS = "steps";
    private static final String STEP_SIZE = "stepSize";
    private static final String RELATIVE = "relativeTolerance";
    private static final String ABSOLUTE = "absoluteTolerance";
    private static final String FIRST_STEP = "firstStep";
    private static final String MIN_STEP = "minStep";
    private static final String MAX_STEP = "maxStep";
    private static final String MAX_STEPS = "maxSteps";
    private static final String PAST_END = "steppingPastEnd";
    private static final String PROPORTIONAL = "proportionalGain";
    private static final String INTEGRAL = "integralGain";
    private static final String DERIVATIVE = "derivativeGain";
    private static final String IGNORING_STIFFNESS = "ignoringStiffness";
    private static final String PER_SAMPLE = "perSample";
    private static final Set<String> FIXED = Set.of(STEPS, STEP_SIZE);
    private static final Set<String> ADAPTIVE = Set.of(
            RELATIVE,
            ABSOLUTE,
            FIRST_STEP,
            MIN_STEP,
            MAX_STEP,
            MAX_STEPS,
            PAST_END,
            PROPORTIONAL,
            INTEGRAL,
            DERIVATIVE,
            IGNORING_STIFFNESS,
            PER_SAMPLE);

    SolverDescription {
        Objects.requireNonNull(method, "method is null; name a solver");
        Objects.requireNonNull(settings, "settings is null; give the solver's settings, or {} for its defaults");
    }

    static SolverDescription of(OdeSolver solver) {
        requireFound(solver);
        Map<String, Double> settings = new LinkedHashMap<>();
        if (solver instanceof AdaptiveSolver adaptive) {
            describe(adaptive.control(), settings);
        } else if (solver instanceof PerSampleSolver perSample) {
            describe(perSample.control(), settings);
            settings.put(PER_SAMPLE, 1.0);
        } else {
            FixedSteps control = ((FixedStepSolver) solver).control();
            put(settings, STEPS, control.count(), 0);
            put(settings, STEP_SIZE, control.size(), 0);
        }
        return new SolverDescription(solver.name(), settings);
    }

    /** A model file has the method's name alone: it must lead back to the same method. */
    private static void requireFound(OdeSolver solver) {
        Method method = method(solver);
        if (method == null || !Solvers.knows(method.name())) {
            throw new IllegalArgumentException("the solver '" + solver.name()
                    + "' cannot be written to a model file; save the network with one of " + Solvers.names()
                    + ", or make the method known by a MethodProvider");
        }
        if (!method.equals(Solvers.byName(method.name()).method())) {
            throw new IllegalArgumentException("the solver '" + solver.name()
                    + "' cannot be written to a model file: its method differs from the one of this name; save the"
                    + " network with that of Solvers.byName(\"" + solver.name()
                    + "\"), or make the method known under another name by a MethodProvider");
        }
    }

    /** Null for a solver from outside of this library. */
    private static Method method(OdeSolver solver) {
        if (solver instanceof PerSampleSolver perSample) {
            return new RungeKutta(perSample.tableau());
        }
        return solver instanceof AdaptiveSolver || solver instanceof FixedStepSolver
                ? ((SteppingSolver) solver).method()
                : null;
    }

    private static void describe(ErrorControl control, Map<String, Double> settings) {
        settings.put(RELATIVE, control.tolerances().relative());
        settings.put(ABSOLUTE, control.tolerances().absolute());
        put(settings, FIRST_STEP, control.givenFirstStep(), Double.NaN);
        put(settings, MIN_STEP, control.minStep(), 0);
        put(settings, MAX_STEP, control.maxStep(), Double.POSITIVE_INFINITY);
        put(settings, MAX_STEPS, control.maxSteps(), ErrorControl.DEFAULT_MAX_STEPS);
        ControllerGains standard = ErrorControl.DEFAULT.gains();
        put(settings, PROPORTIONAL, control.gains().proportional(), standard.proportional());
        put(settings, INTEGRAL, control.gains().integral(), standard.integral());
        put(settings, DERIVATIVE, control.gains().derivative(), standard.derivative());
        put(settings, PAST_END, control.stepsPastEnd() ? 1 : 0, 0);
        put(settings, IGNORING_STIFFNESS, control.stopsIfStiff() ? 0 : 1, 0);
    }

    private static void put(Map<String, Double> settings, String name, double value, double standard) {
        if (Double.compare(value, standard) != 0) {
            settings.put(name, value);
        }
    }

    OdeSolver toSolver() {
        SteppingSolver solver = Solvers.byName(method);
        boolean fixed = settings.containsKey(STEPS) || settings.containsKey(STEP_SIZE);
        if (solver instanceof AdaptiveSolver adaptive && !fixed) {
            return configure(adaptive);
        }
        return configure(new FixedStepSolver(solver.method()));
    }

    private FixedStepSolver configure(FixedStepSolver solver) {
        requireKnown(FIXED);
        if (settings.keySet().containsAll(FIXED)) {
            throw new IllegalArgumentException("the solver has both '" + STEPS + "' and '" + STEP_SIZE
                    + "'; give the number or the size of its steps");
        }
        if (settings.containsKey(STEP_SIZE)) {
            return solver.stepSize(settings.get(STEP_SIZE));
        }
        return solver.steps(count(STEPS, 1));
    }

    private OdeSolver configure(AdaptiveSolver solver) {
        requireKnown(ADAPTIVE);
        ErrorControl standard = solver.control();
        AdaptiveSolver configured = solver.tolerances(
                        settings.getOrDefault(RELATIVE, standard.tolerances().relative()),
                        settings.getOrDefault(ABSOLUTE, standard.tolerances().absolute()))
                .stepLimits(
                        settings.getOrDefault(MIN_STEP, standard.minStep()),
                        settings.getOrDefault(MAX_STEP, standard.maxStep()))
                .controller(new ControllerGains(
                        settings.getOrDefault(PROPORTIONAL, standard.gains().proportional()),
                        settings.getOrDefault(INTEGRAL, standard.gains().integral()),
                        settings.getOrDefault(DERIVATIVE, standard.gains().derivative())))
                .maxSteps(count(MAX_STEPS, standard.maxSteps()));
        if (settings.containsKey(FIRST_STEP)) {
            configured = configured.firstStep(settings.get(FIRST_STEP));
        }
        configured = settings.getOrDefault(PAST_END, 0.0) == 0 ? configured : configured.steppingPastEnd();
        configured = settings.getOrDefault(IGNORING_STIFFNESS, 0.0) == 0 ? configured : configured.ignoringStiffness();
        return settings.getOrDefault(PER_SAMPLE, 0.0) == 0 ? configured : configured.perSample();
    }

    private long count(String name, long standard) {
        return Settings.whole("solver", name, settings.getOrDefault(name, (double) standard));
    }

    private void requireKnown(Set<String> known) {
        Settings.requireKnown("solver", method, settings, known);
    }
}
