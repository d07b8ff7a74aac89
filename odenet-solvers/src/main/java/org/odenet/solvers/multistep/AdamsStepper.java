package org.odenet.solvers.multistep;

import java.util.List;
import org.odenet.core.ode.Outcome;
import org.odenet.core.ode.Step;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.step.StepProblem;
import org.odenet.solvers.step.Stepper;

/**
 * Takes Adams steps of the order that promises the smallest error (Shampine and Gordon 1975, chapters 7 and 10).
 *
 * <p>A step of order k predicts from k derivatives and corrects with that at the predicted end, which gives order k + 1; its
 * error is the difference from the corrector of order k. The error of order j, for the choice of the order and of the next
 * step, is {@code h γ*_j ∇^j f}, as though all steps had been as large as this one: the divided difference over the j + 1
 * latest stages gives {@code ∇^j f = j! h^j f[…]}.
 */
final class AdamsStepper<S> implements Stepper<S> {

    static final int HIGHEST_ORDER = 12;

    /** After so many failures in a row the past says nothing about the next step. */
    private static final int FAILURES = 3;

    /** The error that the next step aims at, in units of the tolerance: with all of it many steps would be rejected. */
    private static final double TARGET = 0.5;

    /** The largest factor between steps. */
    private static final double GROWTH = 2;

    /** Orders below this one are no better than a start. */
    private static final int EASY_ORDER = 3;

    /** {@code j! |γ*_j|} with the coefficients of Moulton's formula (Hairer, Nørsett and Wanner I, table III.1.2). */
    private static final double[] MOULTON = moulton(HIGHEST_ORDER + 1);

    private final StepProblem<S> problem;
    private final VectorSpace<S> space;
    private final AdamsAttempt<S> adams;
    private int order;
    private boolean rising;
    private int failures;

    // The last attempt.
    private S initialState;
    private S finalState;
    private double size;
    private double error;
    private int errorOrder;
    private double expectedError;

    AdamsStepper(StepProblem<S> problem) {
        this.problem = problem;
        this.space = problem.space();
        this.adams = new AdamsAttempt<>(problem, HIGHEST_ORDER, true);
        restart();
    }

    /** By the recurrence {@code Σ_{i≤j} γ*_i / (j + 1 - i) = 0}, {@code γ*_0 = 1}. */
    private static double[] moulton(int highest) {
        double[] gamma = new double[highest + 1];
        double[] scaled = new double[highest + 1];
        gamma[0] = 1;
        double factorial = 1;
        for (int j = 1; j <= highest; j++) {
            for (int i = 0; i < j; i++) {
                gamma[j] -= gamma[i] / (j + 1 - i);
            }
            factorial *= j;
            scaled[j] = factorial * Math.abs(gamma[j]);
        }
        return scaled;
    }

    @Override
    public int cost() {
        return adams.cost();
    }

    @Override
    public S derivative(double t, S y) {
        return adams.derivative(t, y);
    }

    @Override
    public double attempt(double t, double end, double h, S y, S next) {
        initialState = y;
        finalState = next;
        size = h;
        adams.derivative(t, y);
        adams.take(order, t, end, h, y, next);
        errorOrder = order + 1;
        measure();
        return error;
    }

    private void measure() {
        double[] nodes = adams.weights().nodes();
        double difference = difference(order, nodes, adams.stages());
        error = Math.abs(NodePolynomials.integralOfProduct(nodes, 1)) * difference;
        if (!Double.isFinite(error)) {
            error = adams.isStartFinite() ? Double.POSITIVE_INFINITY : Double.NaN;
            fail(order);
            return;
        }
        double ofOrder = MOULTON[order] * difference;
        double ofLower = order > 1 ? errorOf(order - 1) : Double.POSITIVE_INFINITY;
        boolean lower =
                order > 2 ? Math.max(ofLower, errorOf(order - 2)) <= ofOrder : order == 2 && ofLower <= 0.5 * ofOrder;
        if (error > 1) {
            fail(lower ? order - 1 : order);
        } else {
            choose(lower, ofLower, ofOrder);
        }
    }

    /** The scaled divided difference of an order, times the step. */
    private double difference(int ofOrder, double[] nodes, List<S> stages) {
        double[] weights = NodePolynomials.dividedDifference(nodes, nodes.length - 1 - ofOrder);
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= size;
        }
        return space.errorNorm(weights, stages, initialState, finalState, problem.tolerances());
    }

    private double errorOf(int lower) {
        return MOULTON[lower] * difference(lower, adams.weights().nodes(), adams.stages());
    }

    private void fail(int next) {
        rising = false;
        failures++;
        order = failures < FAILURES ? next : 1;
    }

    /**
     * The order of the next step. At first it rises with every step, until a lower one promises less error. Where the step
     * doubles anyway, the limit of its growth, a higher order would gain nothing, and magnify rounding errors: so soon after
     * smaller steps its weights are large.
     */
    private void choose(boolean lower, double ofLower, double ofOrder) {
        failures = 0;
        rising &= !lower && order < HIGHEST_ORDER;
        boolean doubles = order >= EASY_ORDER && ofOrder * Math.pow(GROWTH, order + 1) <= TARGET;
        if (lower) {
            next(order - 1, ofLower);
        } else if (doubles) {
            next(order, ofOrder);
        } else if (rising) {
            next(order + 1, 0);
        } else {
            chooseBesideHigher(ofLower, ofOrder, errorOfHigher());
        }
    }

    private double errorOfHigher() {
        if (order == HIGHEST_ORDER || adams.remembered() <= order) {
            return Double.POSITIVE_INFINITY;
        }
        return MOULTON[order + 1] * difference(order + 1, adams.nodesOfNextOrder(), adams.stagesOfNextOrder());
    }

    private void chooseBesideHigher(double ofLower, double ofOrder, double ofHigher) {
        if (order > 1 && ofLower <= Math.min(ofOrder, ofHigher)) {
            next(order - 1, ofLower);
        } else if (ofHigher < (order > 1 ? ofOrder : 0.5 * ofOrder)) {
            next(order + 1, ofHigher);
        } else {
            next(order, ofOrder);
        }
    }

    private void next(int nextOrder, double nextError) {
        order = nextOrder;
        errorOrder = nextOrder + 1;
        expectedError = nextError / TARGET;
    }

    @Override
    public double expectedError(double ofLastAttempt) {
        return expectedError;
    }

    /** Larger steps would extrapolate too far from the derivatives that are remembered. */
    @Override
    public double growthLimit() {
        return GROWTH;
    }

    @Override
    public Outcome obstacle() {
        return adams.areStagesFinite() ? Outcome.NON_FINITE_STATE : Outcome.NON_FINITE_DERIVATIVE;
    }

    @Override
    public int errorOrder() {
        return errorOrder;
    }

    @Override
    public Step<S> step() {
        return adams.step(error);
    }

    @Override
    public void accept() {
        adams.accept();
    }

    @Override
    public void restart() {
        adams.forget();
        order = 1;
        errorOrder = 2;
        rising = true;
        failures = 0;
    }

    @Override
    public void close() {
        adams.close();
    }
}
