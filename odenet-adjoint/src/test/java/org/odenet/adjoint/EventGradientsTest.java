package org.odenet.adjoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.odenet.core.ode.Event;
import org.odenet.core.ode.GradientMethod;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.TimeSpan;
import org.odenet.solvers.AdaptiveSolver;
import org.odenet.solvers.Solvers;

/** Gradients of the times and states of events, against finite differences in float64. */
class EventGradientsTest {

    private static final AdaptiveSolver SOLVER = Solvers.dormandPrince54().tolerances(1e-11, 1e-11);
    private static final double DIFFERENCE = 1e-5;

    /** Height and speed of a ball that falls through air: {@code y'' = -g - d y'}. */
    private static class Ball extends TestFunction {

        Ball(double... theta) {
            super(theta);
        }

        @Override
        TestFunction with(double[] parameters) {
            return new Ball(parameters);
        }

        @Override
        double[] initialState() {
            return new double[] {3, 1};
        }

        @Override
        public void evaluate(double t, double[] y, double[] dydt) {
            dydt[0] = y[1];
            dydt[1] = -theta[0] - theta[1] * y[1];
        }

        @Override
        void vjp(double t, double[] y, double[] v, double[] stateCotangent, double[] parameterGradient) {
            stateCotangent[0] = 0;
            stateCotangent[1] = v[0] - theta[1] * v[1];
            parameterGradient[0] -= v[1];
            parameterGradient[1] -= v[1] * y[1];
        }
    }

    /** A ground that rises with time: {@code g = y - t / 5}. */
    private static final class Ground implements Event.DifferentiableCondition<double[]> {

        @Override
        public double value(double t, double[] y) {
            return y[0] - 0.2 * t;
        }

        @Override
        public double gradient(double t, double[] y, double[] stateGradient) {
            stateGradient[0] = 1;
            stateGradient[1] = 0;
            return -0.2;
        }
    }

    /** The speed against the ground is turned, and a part lost that depends on the time. */
    private static final class Bounce implements Event.DifferentiableReset<double[]> {

        @Override
        public void apply(double t, double[] before, double[] after) {
            after[0] = before[0];
            after[1] = 0.2 - (0.9 - 0.05 * t) * (before[1] - 0.2);
        }

        @Override
        public double vjp(double t, double[] before, double[] cotangent, double[] stateCotangent) {
            stateCotangent[0] = cotangent[0];
            stateCotangent[1] = -(0.9 - 0.05 * t) * cotangent[1];
            return 0.05 * (before[1] - 0.2) * cotangent[1];
        }
    }

    private static final Event<double[]> LANDING =
            Event.<double[]>stopping(new Ground()).falling().withTolerance(1e-14);
    private static final Event<double[]> BOUNCE =
            Event.<double[]>resetting(new Ground(), new Bounce()).falling().withTolerance(1e-14);

    static Stream<GradientMethod> methods() {
        return Stream.of(Gradients.direct(), Gradients.checkpointed().withMemoryBudget(0), Gradients.adjoint());
    }

    private record Problem(double[] initialState, double[] theta) {

        Problem shifted(int i, double by) {
            double[] y = initialState.clone();
            double[] p = theta.clone();
            double[] which = i < 2 ? y : p;
            which[i % 2] += by;
            return new Problem(y, p);
        }
    }

    private static final Problem PROBLEM = new Problem(new double[] {3, 1}, new double[] {9.81, 0.3});

    private static double[] differences(ToDoubleFunction<Problem> loss) {
        double[] gradient = new double[4];
        for (int i = 0; i < 4; i++) {
            gradient[i] = (loss.applyAsDouble(PROBLEM.shifted(i, DIFFERENCE))
                            - loss.applyAsDouble(PROBLEM.shifted(i, -DIFFERENCE)))
                    / (2 * DIFFERENCE);
        }
        return gradient;
    }

    private static double landing(Problem problem) {
        OdeSolution<double[]> solution = SOLVER.solve(
                new Ball(problem.theta()),
                problem.initialState(),
                TimeSpan.of(0, 5),
                SolveOptions.<double[]>defaults().withEvent(LANDING));
        return 2 * solution.finalTime() + 0.5 * solution.finalState()[1] - 3 * solution.finalState()[0];
    }

    @ParameterizedTest
    @MethodSource("methods")
    void timeAndStateOfAnEvent(GradientMethod method) {
        double[] parameterGradient = new double[2];
        try (DifferentiableEvent<double[]> event = EventGradients.until(
                        method,
                        SOLVER,
                        new Ball(PROBLEM.theta()),
                        PROBLEM.initialState(),
                        TimeSpan.of(0, 5),
                        List.of(LANDING))
                .orElseThrow()) {
            double[] initial = event.backward(2, new double[] {-3, 0.5}, parameterGradient);

            double[] expected = differences(EventGradientsTest::landing);
            assertThat(event.event()).isZero();
            assertThat(2 * event.time() + 0.5 * event.state()[1] - 3 * event.state()[0])
                    .isCloseTo(landing(PROBLEM), within(1e-9));
            assertThat(initial).containsExactly(new double[] {expected[0], expected[1]}, within(1e-6));
            assertThat(parameterGradient).containsExactly(new double[] {expected[2], expected[3]}, within(1e-6));
        }
    }

    private static double afterBounces(Problem problem) {
        OdeSolution<double[]> solution = SOLVER.solve(
                new Ball(problem.theta()),
                problem.initialState(),
                TimeSpan.of(0, 3.2),
                SolveOptions.<double[]>defaults().withEvent(BOUNCE));
        assertThat(solution.events()).hasSize(3);
        return solution.finalState()[0] - 0.4 * solution.finalState()[1];
    }

    @ParameterizedTest
    @MethodSource("methods")
    void throughEventsThatResetTheState(GradientMethod method) {
        double[] parameterGradient = new double[2];
        try (HybridSolution<double[]> solution = HybridSolution.solve(
                method,
                SOLVER,
                new Ball(PROBLEM.theta()),
                PROBLEM.initialState(),
                TimeSpan.of(0, 3.2),
                List.of(BOUNCE))) {
            double[] initial = solution.backward(new double[] {1, -0.4}, parameterGradient);

            double[] expected = differences(EventGradientsTest::afterBounces);
            assertThat(solution.events()).hasSize(3);
            assertThat(solution.finalState()[0] - 0.4 * solution.finalState()[1])
                    .isCloseTo(afterBounces(PROBLEM), within(1e-8));
            assertThat(initial).containsExactly(new double[] {expected[0], expected[1]}, within(1e-6));
            assertThat(parameterGradient).containsExactly(new double[] {expected[2], expected[3]}, within(1e-6));
        }
    }

    /** Gives the ball another push upward, at the height of 2. */
    private static final class Push implements Event.DifferentiableReset<double[]> {

        @Override
        public void apply(double t, double[] before, double[] after) {
            after[0] = before[0];
            after[1] = before[1] + 2;
        }

        @Override
        public double vjp(double t, double[] before, double[] cotangent, double[] stateCotangent) {
            stateCotangent[0] = cotangent[0];
            stateCotangent[1] = cotangent[1];
            return 0;
        }
    }

    private static final class Height implements Event.DifferentiableCondition<double[]> {

        @Override
        public double value(double t, double[] y) {
            return y[0] - 2;
        }

        @Override
        public double gradient(double t, double[] y, double[] stateGradient) {
            stateGradient[0] = 1;
            stateGradient[1] = 0;
            return 0;
        }
    }

    static Stream<List<Event<double[]>>> eventsThatAResetLeavesAtZero() {
        Event<double[]> bounce = Event.resetting(new Ground(), new Bounce());
        Event<double[]> push = Event.resetting(new Height(), new Push());
        return Stream.of(List.of(bounce), List.of(bounce, push), List.of(bounce.falling(), push.rising()));
    }

    @ParameterizedTest
    @MethodSource("eventsThatAResetLeavesAtZero")
    void aResetHappensOnce(List<Event<double[]>> events) {
        Ball ball = new Ball(PROBLEM.theta());
        TimeSpan span = TimeSpan.of(0, 3.2);
        SolveOptions<double[]> options = SolveOptions.defaults();
        for (Event<double[]> event : events) {
            options = options.withEvent(event);
        }
        OdeSolution<double[]> plain = SOLVER.solve(ball, PROBLEM.initialState(), span, options);

        try (HybridSolution<double[]> solution =
                HybridSolution.solve(Gradients.direct(), SOLVER, ball, PROBLEM.initialState(), span, events)) {
            assertThat(solution.events()).hasSameSizeAs(plain.events());
            for (int i = 0; i < plain.events().size(); i++) {
                assertThat(solution.events().get(i).event())
                        .isEqualTo(plain.events().get(i).event());
                assertThat(solution.events().get(i).time())
                        .isCloseTo(plain.events().get(i).time(), within(1e-8));
            }
            assertThat(solution.finalState()).containsExactly(plain.finalState(), within(1e-7));
        }
    }

    @Test
    void discontinuitiesHoldInEveryPiece() {
        Set<Double> times = new HashSet<>();
        Ball ball = new Ball(PROBLEM.theta()) {
            @Override
            public void evaluate(double t, double[] y, double[] dydt) {
                times.add(t);
                super.evaluate(t, y, dydt);
            }
        };
        TimeSpan span = TimeSpan.of(0, 3.2).withDiscontinuities(0.4, 2);
        try (HybridSolution<double[]> solution =
                HybridSolution.solve(Gradients.direct(), SOLVER, ball, PROBLEM.initialState(), span, List.of(BOUNCE))) {
            assertThat(solution.events()).hasSize(3);
            assertThat(times).contains(Math.nextUp(0.4), Math.nextUp(2.0)).doesNotContain(0.4, 2.0);
        }
    }

    @Test
    void aSecondCloseDoesNothing() {
        CountingSpace<double[]> space = new CountingSpace<>(PROBLEM.initialState());
        CountingFunction<double[]> ball = new CountingFunction<>(new Ball(PROBLEM.theta())).in(space);
        HybridSolution<double[]> solution = HybridSolution.solve(
                Gradients.direct(), SOLVER, ball, PROBLEM.initialState(), TimeSpan.of(0, 3.2), List.of(BOUNCE));
        DifferentiableEvent<double[]> first = solution.events().get(0);

        first.close();
        solution.close();
        solution.close();

        assertThat(space.alive()).isZero();
    }

    @Test
    void noEventIsNoGradient() {
        assertThat(EventGradients.until(
                        Gradients.direct(),
                        SOLVER,
                        new Ball(PROBLEM.theta()),
                        PROBLEM.initialState(),
                        TimeSpan.of(0, 0.1),
                        List.of(LANDING)))
                .isEmpty();
    }

    @Test
    void eventsThatCannotBeDifferentiatedAreRefused() {
        Ball ball = new Ball(PROBLEM.theta());
        TimeSpan span = TimeSpan.of(0, 5);
        Event<double[]> plain = Event.stopping((t, y) -> y[0]);

        assertThatThrownBy(() -> EventGradients.until(
                        Gradients.direct(), SOLVER, ball, PROBLEM.initialState(), span, List.of(plain)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the condition of an event cannot be differentiated; make it an"
                        + " Event.DifferentiableCondition, which tells its gradient");
        assertThatThrownBy(() -> HybridSolution.solve(
                        Gradients.direct(), SOLVER, ball, PROBLEM.initialState(), span, List.of(LANDING)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the reset of an event cannot be differentiated");
    }
}
