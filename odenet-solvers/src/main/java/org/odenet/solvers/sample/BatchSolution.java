package org.odenet.solvers.sample;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.odenet.core.ode.EventOccurrence;
import org.odenet.core.ode.Interpolant;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.Outcome;
import org.odenet.core.ode.SolverStatistics;
import org.odenet.core.state.BatchSpace;
import org.odenet.core.state.VectorSpace;

/**
 * The result of a solve in which each sample took its own steps, and ended in its own way. Its states are its own and
 * live until it is closed.
 *
 * @param <S> the type of a batch
 */
public final class BatchSolution<S> implements AutoCloseable {

    private final BatchSpace<S> space;
    private final VectorSpace<S> spaceOfOne;
    private final List<SampleRun> runs;
    private final List<S> states;
    private final List<List<Interpolant<S>>> interpolants;
    private final List<List<EventOccurrence<S>>> events;
    private final boolean dense;
    private final long batchEvaluations;
    private final String method;
    private final long budget;
    private boolean closed;

    BatchSolution(
            BatchSpace<S> space,
            VectorSpace<S> spaceOfOne,
            List<SampleRun> runs,
            List<S> states,
            List<List<Interpolant<S>>> interpolants,
            List<List<EventOccurrence<S>>> events,
            boolean dense,
            long batchEvaluations,
            String method,
            long budget) {
        this.method = method;
        this.budget = budget;
        this.space = space;
        this.spaceOfOne = spaceOfOne;
        this.runs = runs;
        this.states = List.copyOf(states);
        this.interpolants = interpolants;
        this.events = events;
        this.dense = dense;
        this.batchEvaluations = batchEvaluations;
    }

    /**
     * The number of samples.
     *
     * @return the size of the batch
     */
    public int samples() {
        return runs.size();
    }

    /**
     * The states at the observed times: entry k holds each sample at the k-th of its own times. A sample that has fewer,
     * or that ended before, has its final state there.
     *
     * @return the solution's own batches, at least one
     */
    public List<S> states() {
        return states;
    }

    /**
     * Each sample's state at its final time.
     *
     * @return the solution's own batch, the last of {@link #states}
     */
    public S finalStates() {
        return states.get(states.size() - 1);
    }

    /**
     * The time that a sample reached: the end of its interval, unless it ended early.
     *
     * @param sample the sample, from 0
     * @return its time
     */
    public double finalTime(int sample) {
        return runs.get(sample).finalTime();
    }

    /**
     * The times that all samples reached.
     *
     * @return a time for each
     */
    public double[] finalTimes() {
        return runs.stream().mapToDouble(SampleRun::finalTime).toArray();
    }

    /**
     * The observed times that a sample reached.
     *
     * @param sample the sample, from 0
     * @return its times
     */
    public double[] times(int sample) {
        SampleRun run = runs.get(sample);
        return Arrays.copyOf(run.span.observations(), run.observed());
    }

    /**
     * What a sample had cost when it reached each of its observed times.
     *
     * @param sample the sample, from 0
     * @return its function evaluations up to and with the step that reached the time, for each time that was reached
     */
    public long[] evaluationsAt(int sample) {
        SampleRun run = runs.get(sample);
        return Arrays.copyOf(run.evaluationsAt(), run.observed());
    }

    /**
     * How a sample ended.
     *
     * @param sample the sample, from 0
     * @return its outcome
     */
    public Outcome outcome(int sample) {
        return runs.get(sample).outcome;
    }

    /**
     * Whether all samples reached the ends of their intervals.
     *
     * @return false if one ended early, be it at an event
     */
    public boolean isComplete() {
        return runs.stream().allMatch(run -> run.outcome == Outcome.SUCCESS);
    }

    /**
     * The events that happened to a sample, in their order.
     *
     * @param sample the sample, from 0
     * @return the events with their states, batches of this sample alone; of a tensor they are the solution's own
     */
    public List<EventOccurrence<S>> events(int sample) {
        return Collections.unmodifiableList(events.get(sample));
    }

    /**
     * What a sample cost; an evaluation of a batch counts once for each sample in it.
     *
     * @param sample the sample, from 0
     * @return its statistics
     */
    public SolverStatistics statistics(int sample) {
        return runs.get(sample).statistics();
    }

    /**
     * How often the function was called, each time with all samples that were on their way.
     *
     * @return the number of calls
     */
    public long batchEvaluations() {
        return batchEvaluations;
    }

    /**
     * How often the function was evaluated on a sample, all samples together.
     *
     * @return the sum of all samples' evaluations
     */
    public long sampleEvaluations() {
        return runs.stream()
                .mapToLong(run -> run.statistics().functionEvaluations())
                .sum();
    }

    /**
     * The size, without sign, of the step that would follow a sample's last.
     *
     * @param sample the sample, from 0
     * @return the size, or NaN if it took none
     */
    public double nextStep(int sample) {
        return runs.get(sample).nextStep();
    }

    /**
     * A sample's state at any time of its interval that it reached. Needs {@link
     * org.odenet.core.ode.SolveOptions#withDenseOutput}.
     *
     * @param sample the sample, from 0
     * @param t the time
     * @return a new batch of this sample alone; a tensor is the caller's to close
     * @throws IllegalStateException if dense output was not kept
     * @throws IllegalArgumentException if the time lies outside
     */
    public S at(int sample, double t) {
        if (!dense) {
            throw new IllegalStateException(
                    "the steps were not kept; solve with SolveOptions.defaults().withDenseOutput()");
        }
        Interpolant<S> step = interpolantAt(sample, t);
        return spaceOfOne.filled(state -> step.evaluate(t, state));
    }

    private Interpolant<S> interpolantAt(int sample, double t) {
        SampleRun run = runs.get(sample);
        double direction = run.direction;
        if ((t - run.span.start()) * direction >= 0 && (run.finalTime() - t) * direction >= 0) {
            for (Interpolant<S> step : interpolants.get(sample)) {
                // At a discontinuity there is no step: one ends just before it, the next starts just behind.
                if ((step.end() - t) * direction >= 0) {
                    return step;
                }
            }
        }
        throw new IllegalArgumentException("sample " + sample + " was solved from t=" + run.span.start() + " to t="
                + run.finalTime() + "; t=" + t + " lies outside");
    }

    /**
     * What to tell of the first sample that ended early: what happened, where, and the remedy.
     *
     * @return the message
     * @throws IllegalStateException if none did, but at an event
     */
    public String failure() {
        SampleRun first = firstFailure();
        if (first == null) {
            throw new IllegalStateException("no sample failed");
        }
        long failed = runs.stream().filter(run -> run.outcome.isFailure()).count();
        return failed + " of " + runs.size() + " samples ended early; sample " + first.index + ": "
                + first.failure(method, budget);
    }

    private SampleRun firstFailure() {
        return runs.stream().filter(run -> run.outcome.isFailure()).findFirst().orElse(null);
    }

    /**
     * This solution with the batch as a single state, observed at the times that all samples reached. It shares the
     * states: the one that is closed closes them. All samples must have had the same interval. Their events are not shown.
     *
     * @param space the space of the batch as one state, from the same memory
     * @return the solution
     * @throws IllegalStateException if an event ended a sample: then the batch has no time in common
     */
    public OdeSolution<S> asOne(VectorSpace<S> space) {
        SampleRun ended = runs.stream()
                .filter(run -> run.outcome == Outcome.EVENT)
                .findFirst()
                .orElse(null);
        if (ended != null) {
            throw new IllegalStateException("an event ended sample " + ended.index + " at t=" + ended.t
                    + ", so the batch is no single state; look at the samples one by one");
        }
        SampleRun failed = firstFailure();
        SampleRun shown = failed == null ? runs.get(0) : failed;
        int reached = runs.stream().mapToInt(SampleRun::observed).min().orElse(0);
        SolverStatistics all =
                runs.stream().map(SampleRun::statistics).reduce(SolverStatistics.NONE, SolverStatistics::plus);
        SolverStatistics statistics = new SolverStatistics(
                batchEvaluations, 0, all.acceptedSteps(), all.rejectedSteps(), all.smallestStep(), all.largestStep());
        double next = runs.stream().mapToDouble(SampleRun::nextStep).min().orElse(Double.NaN);
        // Those beyond what all reached are not shown, and given back now, but for the last.
        states.subList(reached, Math.max(reached, states.size() - 1)).forEach(space::release);
        return new OdeSolution<>(
                space,
                Arrays.copyOf(shown.span.observations(), reached),
                states.subList(0, reached),
                shown.finalTime(),
                finalStates(),
                shown.lastStep(),
                next,
                shown.outcome,
                statistics,
                !dense ? List.of() : List.of(new BatchInterpolant<>(this, shown.span)),
                List.of());
    }

    /** Writes each sample's state at a time. */
    void at(double t, S out) {
        for (int i = 0; i < runs.size(); i++) {
            S one = at(i, t);
            space.copyRows(1, one, null, out, new int[] {i});
            spaceOfOne.release(one);
        }
    }

    void closeInterpolants() {
        interpolants.forEach(steps -> steps.forEach(Interpolant::close));
    }

    /** Gives back all states. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            states.forEach(space::release);
            closeInterpolants();
            events.forEach(each -> each.forEach(event -> spaceOfOne.release(event.state())));
        }
    }
}
