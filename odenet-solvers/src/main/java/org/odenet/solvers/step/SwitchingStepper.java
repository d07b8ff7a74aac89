package org.odenet.solvers.step;

import org.odenet.core.ode.Outcome;
import org.odenet.core.ode.Step;

/** Takes each step with one of two methods, by how stiff the problem has been of late. */
final class SwitchingStepper<S> implements Stepper<S> {

    private static final int STEPS_BETWEEN_TESTS = 5;
    /** From this part of the explicit method's limit on a step counts as stiff. */
    private static final double NEAR_LIMIT = 0.85;
    /** Below this part the explicit method could take the implicit one's step with room to spare. */
    private static final double WELL_WITHIN = 0.4;
    /** One test in favour of the other method may be an accident. */
    private static final int TESTS = 2;

    private final double limit;
    private final Stepper<S> explicit;
    private final Stepper<S> implicit;
    private final CountingFunction<S> function;
    private final LargestRate<S> rate;
    private Stepper<S> current;
    private int accepted;
    private int inFavourOfOther;

    // The last attempt.
    private double end;
    private double size;
    private S finalState;

    SwitchingStepper(double limit, Stepper<S> explicit, Stepper<S> implicit, StepProblem<S> problem) {
        this.limit = limit;
        this.explicit = explicit;
        this.implicit = implicit;
        this.function = problem.function();
        this.rate = new LargestRate<>(function, problem.space());
        this.current = explicit;
    }

    @Override
    public int cost() {
        return current.cost();
    }

    @Override
    public S derivative(double t, S y) {
        return current.derivative(t, y);
    }

    @Override
    public double attempt(double t, double stepEnd, double h, S y, S next) {
        end = stepEnd;
        size = h;
        finalState = next;
        return current.attempt(t, stepEnd, h, y, next);
    }

    @Override
    public Outcome obstacle() {
        return current.obstacle();
    }

    @Override
    public int errorOrder() {
        return current.errorOrder();
    }

    @Override
    public double expectedError(double error) {
        return current.expectedError(error);
    }

    @Override
    public double growthLimit() {
        return current.growthLimit();
    }

    @Override
    public Step<S> step() {
        return current.step();
    }

    @Override
    public void accept() {
        current.accept();
        accepted++;
        boolean affordable = function.remaining() > LargestRate.FIRST_ITERATIONS + current.cost();
        if (accepted % STEPS_BETWEEN_TESTS == 0 && affordable) {
            test();
        }
    }

    private void test() {
        double product = Math.abs(size) * rate.at(end, finalState, current.derivative(end, finalState));
        boolean other = current == explicit ? product > NEAR_LIMIT * limit : product < WELL_WITHIN * limit;
        inFavourOfOther = other ? inFavourOfOther + 1 : 0;
        if (inFavourOfOther == TESTS) {
            inFavourOfOther = 0;
            current = current == explicit ? implicit : explicit;
            current.restart();
        }
    }

    @Override
    public void restart() {
        current.restart();
    }

    @Override
    public void close() {
        explicit.close();
        implicit.close();
        rate.close();
    }
}
