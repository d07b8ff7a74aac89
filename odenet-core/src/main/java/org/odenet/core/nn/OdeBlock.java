package org.odenet.core.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.ode.DifferentiableSolution;
import org.odenet.core.ode.GradientMethod;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.OdeSolver;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.TimeSpan;

/**
 * A layer whose output is the solution of an ODE at the end of an interval, {@code h(t1)} with {@code dh/dt = f(t, h;
 * θ)} and {@code h(t0) = x} (Chen et al. 2018, "Neural Ordinary Differential Equations").
 */
public final class OdeBlock implements Layer {

    private final Layer dynamics;
    private final OdeSolver solver;
    private final GradientMethod gradientMethod;
    private final TimeSpan span;

    /**
     * Makes a block.
     *
     * @param dynamics the ODE function, a layer whose output has its input's shape
     * @param solver the solver
     * @param gradientMethod how to differentiate
     * @param span the interval; the output is the state at its end
     * @throws IllegalArgumentException if the dynamics are random, such as dropout: the backward pass may evaluate them again
     */
    public OdeBlock(Layer dynamics, OdeSolver solver, GradientMethod gradientMethod, TimeSpan span) {
        if (dynamics.isRandom()) {
            throw new IllegalArgumentException("the dynamics of an ODE block draw random numbers in training, such as"
                    + " dropout does; an ODE's function must give the same at every evaluation, so put that layer before"
                    + " or behind the block");
        }
        this.dynamics = dynamics;
        this.solver = solver;
        this.gradientMethod = gradientMethod;
        this.span = span;
    }

    /**
     * Solves without keeping anything for a gradient.
     *
     * @param x the initial state
     * @param context the context
     * @param times the interval and the observed times
     * @param options what to keep, spend and report to
     * @return the solution, to be closed by the caller
     */
    public OdeSolution<INDArray> solve(
            INDArray x, LayerContext context, TimeSpan times, SolveOptions<INDArray> options) {
        OdeSolution<INDArray> solution = solver.solve(new LayerFunction(dynamics, context), x, times, options);
        context.addForward(solution.statistics());
        return solution;
    }

    @Override
    public ForwardPass forward(INDArray x, LayerContext context) {
        outputShape(x.shape());
        if (context.isRecording()) {
            DifferentiableSolution<INDArray> solution =
                    gradientMethod.solve(solver, new LayerFunction(dynamics, context), x, span);
            context.addForward(solution.solution().statistics());
            return new SolvedPass(context, x, solution);
        }
        try (OdeSolution<INDArray> solution = solve(x, context, span, SolveOptions.defaults())) {
            return ForwardPass.of(context, x, copyOf(solution.finalState(), context), null);
        }
    }

    /** The step size is chosen for the whole batch. */
    @Override
    public boolean mixesSamples() {
        return true;
    }

    @Override
    public long[] outputShape(long... inputShape) {
        long[] output = dynamics.outputShape(inputShape);
        if (!Arrays.equals(output, inputShape)) {
            throw new IllegalArgumentException("the dynamics of an ODE block turn shape " + Arrays.toString(inputShape)
                    + " into " + Arrays.toString(output) + "; they must keep the shape");
        }
        return output;
    }

    @Override
    public Map<String, Layer> children() {
        return Map.of("odefunc", dynamics);
    }

    /**
     * The ODE function.
     *
     * @return the layer
     */
    public Layer dynamics() {
        return dynamics;
    }

    /**
     * The solver.
     *
     * @return the solver
     */
    public OdeSolver solver() {
        return solver;
    }

    /**
     * The gradient method.
     *
     * @return the method
     */
    public GradientMethod gradientMethod() {
        return gradientMethod;
    }

    /**
     * The interval.
     *
     * @return the interval and the observed times
     */
    public TimeSpan span() {
        return span;
    }

    private static INDArray copyOf(INDArray state, LayerContext context) {
        INDArray copy = context.allocate(state.shape());
        Elementwise.copy(context.kernels(), state, copy);
        return copy;
    }

    private final class SolvedPass extends ForwardPass {

        private final DifferentiableSolution<INDArray> solution;

        SolvedPass(LayerContext context, INDArray x, DifferentiableSolution<INDArray> solution) {
            super(context, x, copyOf(solution.solution().finalState(), context));
            this.solution = solution;
        }

        @Override
        public void backward(INDArray cotangent, Parameters gradient, INDArray inputCotangent) {
            int observed = solution.solution().states().size();
            List<INDArray> cotangents = new ArrayList<>(Collections.nCopies(observed, null));
            cotangents.set(observed - 1, cotangent);
            INDArray flat = gradient == null ? null : gradient.flatOf(dynamics);
            INDArray initial = solution.backward(cotangents, flat);
            context().addBackward(solution.backwardStatistics());
            Elementwise.copy(context().kernels(), initial, inputCotangent);
            context().release(initial);
        }

        @Override
        public void close() {
            super.close();
            solution.close();
        }
    }
}
