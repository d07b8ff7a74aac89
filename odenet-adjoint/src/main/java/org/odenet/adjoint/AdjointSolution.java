package org.odenet.adjoint;

import java.util.List;
import java.util.stream.DoubleStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.DifferentiableSolution;
import org.odenet.core.ode.OdeException;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.OdeSolver;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.SolverStatistics;
import org.odenet.core.ode.TimeSpan;
import org.odenet.core.state.Tolerances;
import org.odenet.core.state.VectorSpace;

/** A solution whose gradient is an ODE solved backward in time. */
final class AdjointSolution<S> implements DifferentiableSolution<S> {

    private static final double[] ONE = {1};

    /** With these the error norm is the plain root mean square. */
    private static final Tolerances UNIT = new Tolerances(Double.MIN_NORMAL, 1);

    private final OdeSolution<S> solution;
    private final DifferentiableOdeFunction<S> function;
    private final VectorSpace<S> states;
    private final TimeSpan span;
    private final OdeSolver solver;
    private final boolean seminorm;
    private SolverStatistics backward = SolverStatistics.NONE;
    /** What the interval before has shown spares the next one the estimate; NaN at first. */
    private double firstStep;

    AdjointSolution(
            OdeSolution<S> solution,
            DifferentiableOdeFunction<S> function,
            VectorSpace<S> states,
            TimeSpan span,
            OdeSolver solver,
            boolean seminorm) {
        this.solution = solution;
        this.function = function;
        this.states = states;
        this.span = span;
        this.solver = solver;
        this.seminorm = seminorm;
    }

    @Override
    public OdeSolution<S> solution() {
        return solution;
    }

    @Override
    public S backward(List<S> cotangents, S parameterGradient) {
        VectorSpace<S> gradients = isEmpty(parameterGradient) ? null : VectorSpace.of(parameterGradient);
        AdjointSpace<S> space = new AdjointSpace<>(states, gradients, seminorm);
        AdjointState<S> from = space.zeros();
        S cotangent = states.zeros();
        backward = SolverStatistics.NONE;
        firstStep = Double.NaN;
        try (AdjointFunction<S> adjoint = new AdjointFunction<>(function, states, space);
                Cotangents<S> observed = new Cotangents<>(solution, cotangents, states)) {
            double[] times = solution.times();
            for (int i = times.length - 1; i >= 0; i--) {
                observed.addAt(times[i], times[i], cotangent);
                double length = length(cotangent);
                if (length != 0) {
                    states.copy(solution.states().get(i), from.y());
                    states.combine(from.cotangent(), null, new double[] {1 / length}, List.of(cotangent));
                    double to = i == 0 ? span.start() : times[i - 1];
                    solve(
                            adjoint,
                            space,
                            from,
                            backwards(times[i], to),
                            new Scaled<>(length, cotangent, parameterGradient));
                }
            }
            return cotangent;
        } catch (RuntimeException e) {
            states.release(cotangent);
            throw e;
        } finally {
            space.release(from);
            if (gradients != null) {
                gradients.close();
            }
        }
    }

    /** A function without parameters has a gradient of no components, which no space has. */
    private static boolean isEmpty(Object gradient) {
        return gradient == null
                || gradient instanceof double[] array && array.length == 0
                || gradient instanceof INDArray tensor && tensor.isEmpty();
    }

    /** An interval between observed times, without the discontinuities at its ends. */
    private TimeSpan backwards(double from, double to) {
        double first = isDiscontinuity(from) ? Math.nextAfter(from, to) : from;
        double last = isDiscontinuity(to) ? Math.nextAfter(to, from) : to;
        return Spans.part(span, first, last);
    }

    private boolean isDiscontinuity(double time) {
        return DoubleStream.of(span.discontinuities()).anyMatch(discontinuity -> discontinuity == time);
    }

    /** The Euclidean norm. */
    private double length(S cotangent) {
        double rootMeanSquare = states.errorNorm(ONE, List.of(cotangent), cotangent, cotangent, UNIT);
        return rootMeanSquare * Math.sqrt(states.dimension());
    }

    /** Where the result of a solve goes that began with a cotangent divided by its length. */
    private record Scaled<S>(double length, S cotangent, S parameterGradient) {}

    /**
     * Solves over one interval between observed times. The cotangent is scaled to length 1, and the result back: the
     * adjoint is linear in it, but an absolute tolerance is not, and would mean nothing beside the cotangents of a mean
     * loss, which shrink with the batch.
     */
    private void solve(
            AdjointFunction<S> adjoint,
            AdjointSpace<S> space,
            AdjointState<S> from,
            TimeSpan interval,
            Scaled<S> result) {
        SolveOptions<AdjointState<S>> options =
                SolveOptions.<AdjointState<S>>defaults().withSpace(space).withFirstStep(firstStep);
        try (OdeSolution<AdjointState<S>> back = solver.solve(adjoint, from, interval, options)) {
            double[] length = {result.length()};
            AdjointState<S> end = back.finalState();
            states.combine(result.cotangent(), null, length, List.of(end.cotangent()));
            if (end.gradient() != null) {
                S sum = result.parameterGradient();
                space.gradients().combine(sum, sum, length, List.of(end.gradient()));
            }
            count(back.statistics());
            firstStep = back.nextStep();
        } catch (OdeException e) {
            OdeException inBackward = new OdeException(
                    "in the backward solve of the continuous adjoint, " + e.getMessage(), e.partialSolution());
            inBackward.initCause(e);
            throw inBackward;
        }
    }

    /** Each evaluation of the adjoint's right-hand side is one of the function and one vector-Jacobian product. */
    private void count(SolverStatistics cost) {
        backward = backward.plus(new SolverStatistics(
                cost.functionEvaluations(),
                cost.functionEvaluations(),
                cost.acceptedSteps(),
                cost.rejectedSteps(),
                cost.smallestStep(),
                cost.largestStep()));
    }

    @Override
    public SolverStatistics backwardStatistics() {
        return backward;
    }

    @Override
    public void close() {
        solution.close();
        states.close();
    }
}
