package org.odenet.solvers.implicit;

import java.util.ArrayList;
import java.util.List;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.ode.Outcome;
import org.odenet.core.state.Tolerances;
import org.odenet.core.state.VectorSpace;

/**
 * The equations of one or more stages of a step, {@code k_i = f(t_i, base + Σ_j c_ij k_j)} with {@code c_ij = h a_ij}, in
 * memory that all steps of a solve share.
 *
 * @param <S> the type of a state
 */
public final class StageEquations<S> implements AutoCloseable {

    /** Where steps are fixed, stages are solved for up to so many times the precision of the states. */
    private static final double TIGHT = 1000;

    private static final double[] MINUS_ONE = {-1};

    private final OdeFunction<S> function;
    private final VectorSpace<S> space;
    private final Tolerances tolerances;
    private final boolean tight;
    private final List<S> states = new ArrayList<>();
    private final List<S> values = new ArrayList<>();

    private double startTime;
    private S startState;
    private S base;
    private double[] times;
    private double[][] coefficients;

    /**
     * Prepares for one solve.
     *
     * @param function the right-hand side, counted; if it is a {@link org.odenet.core.ode.DifferentiableOdeFunction}, its
     *     derivatives are used
     * @param space the space
     * @param tolerances the tolerances of the solve, or null to solve up to rounding
     */
    public StageEquations(OdeFunction<S> function, VectorSpace<S> space, Tolerances tolerances) {
        this.function = function;
        this.space = space;
        this.tight = tolerances == null;
        double precision = TIGHT * space.precision();
        this.tolerances = tight ? new Tolerances(precision, precision) : tolerances;
    }

    /**
     * Begins an attempt at a step.
     *
     * @param t where it starts
     * @param y the state there, kept and not changed
     */
    public void begin(double t, S y) {
        startTime = t;
        startState = y;
    }

    /**
     * Poses the equations of some stages.
     *
     * @param sum the base, kept and not changed
     * @param stageTimes the times of the stages
     * @param stageCoefficients the matrix c, as large as there are stages
     */
    public void pose(S sum, double[] stageTimes, double[][] stageCoefficients) {
        base = sum;
        times = stageTimes;
        coefficients = stageCoefficients;
        while (states.size() < times.length) {
            states.add(space.create());
            values.add(space.create());
        }
    }

    OdeFunction<S> function() {
        return function;
    }

    VectorSpace<S> space() {
        return space;
    }

    Tolerances tolerances() {
        return tolerances;
    }

    /** Whether the stages are wanted up to rounding, as the step cannot be repeated with a smaller size. */
    boolean isTight() {
        return tight;
    }

    double startTime() {
        return startTime;
    }

    S startState() {
        return startState;
    }

    int count() {
        return times.length;
    }

    double time(int stage) {
        return times[stage];
    }

    double[] coefficients(int stage) {
        return coefficients[stage];
    }

    /** Where a stage was last evaluated. */
    S state(int stage) {
        return states.get(stage);
    }

    /** What the function gave there. */
    S value(int stage) {
        return values.get(stage);
    }

    /** Forms the state of a stage. */
    void formState(int stage, List<S> k) {
        space.combine(states.get(stage), base, coefficients[stage], k);
    }

    /** Evaluates the function at all stages. */
    void evaluate(List<S> k) {
        for (int i = 0; i < times.length; i++) {
            formState(i, k);
            function.evaluate(times[i], states.get(i), values.get(i));
        }
    }

    /** Forms {@code f(…) - k} of all stages from their latest values. */
    void residual(List<S> k, List<S> residual) {
        for (int i = 0; i < times.length; i++) {
            space.copy(values.get(i), residual.get(i));
            space.combine(residual.get(i), residual.get(i), MINUS_ONE, List.of(k.get(i)));
        }
    }

    /** The size of the change of the stages' states by a change of k, in units of the tolerances. */
    double norm(List<S> change) {
        double sum = 0;
        for (int i = 0; i < times.length; i++) {
            double norm = space.errorNorm(coefficients[i], change, startState, startState, tolerances);
            sum += norm * norm;
        }
        return Math.sqrt(sum / times.length);
    }

    /**
     * Why they could not be solved.
     *
     * @param k where the search ended
     * @return the outcome of a solve that ends with it
     */
    public Outcome obstacle(List<S> k) {
        if (!values.stream().limit(times.length).allMatch(space::isFinite)) {
            return Outcome.NON_FINITE_DERIVATIVE;
        }
        for (int i = 0; i < times.length; i++) {
            formState(i, k);
            if (!space.isFinite(states.get(i))) {
                return Outcome.NON_FINITE_STATE;
            }
        }
        return Outcome.NO_CONVERGENCE;
    }

    @Override
    public void close() {
        states.forEach(space::release);
        values.forEach(space::release);
    }
}
