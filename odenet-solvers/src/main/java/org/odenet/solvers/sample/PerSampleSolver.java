package org.odenet.solvers.sample;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.ode.BatchFunction;
import org.odenet.core.ode.OdeException;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.OdeSolver;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.TimeSpan;
import org.odenet.core.state.BatchSpace;
import org.odenet.core.state.Tolerances;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.control.ErrorControl;
import org.odenet.solvers.tableau.ButcherTableau;

/**
 * An explicit Runge–Kutta method that solves a batch of independent samples at once, each as if it were alone: with its
 * own step sizes, its own error control, its own interval and tolerances, its own events, and its own outcome. The function is evaluated
 * on those samples alone that are still on their way.
 *
 * <p>A sample's result does not depend on its companions: on arrays not in a single bit, on tensors as far as the kernels
 * compute a sample alike in batches of every size.
 *
 * <p>As an {@link OdeSolver} it solves tensors {@code [batch, …]} whose function is a {@link BatchFunction} too, as
 * networks are: so it takes the place of any other solver of a network.
 *
 * <p>Where samples differ much in difficulty this saves evaluations, as an easy sample does not take the small steps of a
 * hard one. The joint solve of a batch, {@link org.odenet.solvers.AdaptiveSolver}, controls the error over the whole batch.
 */
public final class PerSampleSolver implements OdeSolver {

    private final ButcherTableau tableau;
    private final ErrorControl control;
    private final List<Tolerances> tolerances;

    /**
     * Makes a solver.
     *
     * @param tableau the method
     * @param control the choice of each sample's steps
     * @throws IllegalArgumentException if the method is implicit or has no error estimate
     */
    public PerSampleSolver(ButcherTableau tableau, ErrorControl control) {
        this(tableau, control, List.of(control.tolerances()));
        if (!tableau.isExplicit()) {
            throw new IllegalArgumentException("the method '" + tableau.name()
                    + "' is implicit; samples of a batch take steps of their own by explicit methods, such as dopri5");
        }
        if (!tableau.hasErrorEstimate()) {
            throw new IllegalArgumentException("the method '" + tableau.name()
                    + "' has no error estimate, so samples cannot choose their steps; use it with fixed steps");
        }
    }

    private PerSampleSolver(ButcherTableau tableau, ErrorControl control, List<Tolerances> tolerances) {
        this.tableau = tableau;
        this.control = control;
        this.tolerances = tolerances;
    }

    /**
     * Sets the tolerances.
     *
     * @param each the tolerances of each sample, or one for all
     * @return a changed copy
     * @throws IllegalArgumentException if there are none
     */
    public PerSampleSolver tolerances(List<Tolerances> each) {
        if (each.isEmpty()) {
            throw new IllegalArgumentException("no tolerances; give one for all samples, or one for each");
        }
        ErrorControl changed = each.size() == 1 ? control.withTolerances(each.get(0)) : control;
        return new PerSampleSolver(tableau, changed, List.copyOf(each));
    }

    /**
     * The method.
     *
     * @return its tableau
     */
    public ButcherTableau tableau() {
        return tableau;
    }

    /**
     * The choice of each sample's steps.
     *
     * @return the control
     */
    public ErrorControl control() {
        return control;
    }

    /**
     * Solves a batch over one interval.
     *
     * @param function the right-hand side
     * @param initialStates the states at the start, not changed
     * @param samples how many samples they are
     * @param span the interval and the observed times of all samples
     * @param <S> the type of a batch
     * @return the solution, to be closed by the caller where states are tensors; a sample that fails has its outcome there
     * @throws org.odenet.core.ode.OdeFunctionException if the function throws
     */
    public <S> BatchSolution<S> solve(BatchFunction<S> function, S initialStates, int samples, TimeSpan span) {
        return solve(function, initialStates, samples, List.of(span), SolveOptions.defaults(), null);
    }

    /**
     * Solves a batch.
     *
     * @param function the right-hand side
     * @param initialStates the states at the start, not changed
     * @param samples how many samples they are
     * @param spans the interval and the observed times of each sample, or one for all; each may run forward or backward
     * @param options whether to keep dense output, the budget of each sample's evaluations, the deadline of all, the
     *     first step, and the events of each sample, whose conditions and resets see a batch of that sample alone
     * @param listener follows the steps, or null
     * @param <S> the type of a batch
     * @return the solution, to be closed by the caller where states are tensors; a sample that fails has its outcome there
     * @throws IllegalArgumentException if the batch has another number of samples, if there are not as many spans and
     *     tolerances, or if the options have
     *     what is for a single state: a listener, a space, tolerances of components, or every step observed
     * @throws org.odenet.core.ode.OdeFunctionException if the function throws
     */
    public <S> BatchSolution<S> solve(
            BatchFunction<S> function,
            S initialStates,
            int samples,
            List<TimeSpan> spans,
            SolveOptions<S> options,
            BatchStepListener<S> listener) {
        boolean single = options.listener() != null
                || options.space() != null
                || options.everyStep()
                || options.relativeTolerances() != null;
        if (single) {
            throw new IllegalArgumentException("the options have a listener, a space, tolerances of components or"
                    + " the observation of every step, which are for a single state; samples with steps of their own"
                    + " have a BatchStepListener, a BatchFunction's space and their own tolerances");
        }
        BatchSpace<S> space = function.batchSpace(initialStates, samples);
        if (space.samples() != samples) {
            throw new IllegalArgumentException("the batch has " + space.samples() + " samples, but " + samples
                    + " are to be solved for; give the number that it has");
        }
        space.require(initialStates, "the initial state");
        List<SampleRun> runs = new ArrayList<>();
        for (int i = 0; i < samples; i++) {
            TimeSpan span = ofSample(i, spans, samples, "intervals");
            runs.add(new SampleRun(i, span, ofSample(i, tolerances, samples, "tolerances"), control));
        }
        return new BatchSolve<>(tableau, control, function, space, runs, options, listener).run(initialStates);
    }

    /**
     * Solves a batch as one state. All samples have the same interval. The solution's statistics count calls of the
     * function on all samples that were still on their way, and the steps of all samples together; a solve fails with the
     * outcome of the first sample that does.
     *
     * @throws IllegalArgumentException if the function is no {@link BatchFunction}, the state is no tensor, or the options
     *     have events or what is for a single state
     */
    @Override
    @SuppressWarnings("unchecked")
    public <S> OdeSolution<S> solve(OdeFunction<S> function, S initialState, TimeSpan span, SolveOptions<S> options) {
        if (!(function instanceof BatchFunction<?> && initialState instanceof INDArray tensor)) {
            throw new IllegalArgumentException(
                    "samples take steps of their own where the state is a tensor [batch, ...] and"
                            + " the function a BatchFunction, such as a LayerFunction; this is a "
                            + function.getClass().getSimpleName() + " of a "
                            + initialState.getClass().getSimpleName());
        }
        if (!options.events().isEmpty()) {
            throw new IllegalArgumentException(
                    "the events of samples with steps of their own happen to each sample, not to"
                            + " the batch as one state, and have no gradient; solve with a number of samples, which gives a"
                            + " BatchSolution, or differentiate one sample at a time with the ordinary solver");
        }
        int samples = Math.toIntExact(tensor.size(0));
        VectorSpace<S> space = function.space(initialState);
        BatchSolution<S> solution =
                solve((BatchFunction<S>) function, initialState, samples, List.of(span), options, null);
        OdeSolution<S> whole = solution.asOne(space);
        if (whole.outcome().isFailure() && !options.returnsFailure()) {
            throw new OdeException(solution.failure(), whole);
        }
        return whole;
    }

    @Override
    public String name() {
        return tableau.name();
    }

    private static <T> T ofSample(int sample, List<T> values, int samples, String what) {
        if (values.size() != 1 && values.size() != samples) {
            throw new IllegalArgumentException("there are " + values.size() + " " + what + " for " + samples
                    + " samples; give one for all, or one for each");
        }
        return values.get(values.size() == 1 ? 0 : sample);
    }

    @Override
    public String toString() {
        return tableau.name() + " per sample " + control + (tolerances.size() == 1 ? "" : " " + tolerances);
    }
}
