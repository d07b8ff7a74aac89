package org.odenet.models.serving;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.nn.ForwardPass;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.OdeSolver;
import org.odenet.core.ode.Outcome;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.Step;
import org.odenet.core.ode.StepListener;
import org.odenet.core.ode.TimeSpan;

/**
 * One solve that several queries share: they take common steps, and each leaves where it reaches a limit of its own. A
 * batch costs much less than its queries one after the other.
 */
final class BatchSolve {

    private final NetworkParts network;
    private final OdeSolver solver;
    private final LongSupplier clock;
    private final long started;
    private final int companions;
    private final List<RunningQuery> running = new ArrayList<>();

    private final Pace pace;

    /** Told each answer before the query is. */
    private final Consumer<Answer> listener;

    private CountedFunction function;
    private long evaluationsBefore;
    private long stepBegun;
    private long stepNanos = -1;
    private boolean tried;
    private double end;
    private boolean cut;

    BatchSolve(
            NetworkParts network,
            OdeSolver solver,
            List<Pending> batch,
            LongSupplier clock,
            Pace pace,
            Consumer<Answer> listener) {
        this.network = network;
        this.solver = solver;
        this.clock = clock;
        this.pace = pace;
        this.listener = listener;
        this.started = clock.getAsLong();
        this.companions = batch.size();
        for (int row = 0; row < companions; row++) {
            running.add(new RunningQuery(batch.get(row), row));
        }
    }

    /** Answers all queries of the batch; some have their answers even if this throws. */
    void run(INDArray images) {
        try (ForwardPass start = network.downsample(images)) {
            observe(0, start.output());
            if (!running.isEmpty()) {
                solve(start.output());
            }
        }
    }

    private void solve(INDArray start) {
        function = new CountedFunction(network.dynamics());
        end = running.stream()
                .mapToDouble(query -> query.limits().depth())
                .max()
                .orElseThrow();
        long budget = running.stream()
                .mapToLong(query -> query.limits().evaluations())
                .max()
                .orElseThrow();
        SolveOptions<INDArray> options = SolveOptions.<INDArray>defaults()
                .withMaxEvaluations(budget)
                .withListener(new Steps())
                .withFirstStep(pace.firstStep())
                .withCancellation(this::stops)
                .returningFailure();
        stepBegun = clock.getAsLong();
        try (OdeSolution<INDArray> solution = solver.solve(function, start, TimeSpan.of(0, end), options)) {
            if (!running.isEmpty()) {
                requireAnswer(solution.outcome());
                Observation last = network.observe(solution.finalTime(), solution.finalState());
                leave(last, List.copyOf(running), evaluationsBefore);
            }
        }
    }

    /** A solve that was ended early is as good as it got; one that failed has no state to show. */
    private static void requireAnswer(Outcome outcome) {
        boolean limited = outcome == Outcome.CANCELLED || outcome == Outcome.EVALUATION_BUDGET;
        if (outcome.isFailure() && !limited) {
            throw new IllegalStateException(
                    "the solve ended with " + outcome + "; the network's weights or the image may hold extreme values");
        }
    }

    /** Whether the next step is not begun. */
    private boolean stops() {
        long now = clock.getAsLong();
        if (running.stream().allMatch(query -> query.isLate(now))) {
            return true;
        }
        cut = stepNanos < 0 ? !pace.begins() : !pace.goesOn(stepNanos);
        return cut;
    }

    private final class Steps implements StepListener<INDArray> {

        @Override
        public void accepted(Step<INDArray> step) {
            tell(step);
            stepped(step);
        }

        @Override
        public void rejected(Step<INDArray> step) {
            tell(step);
        }

        private void tell(Step<INDArray> step) {
            if (tried) {
                return;
            }
            tried = true;
            pace.tried();
            // A step that the end of the interval cut short tells little of the size that would be right.
            if (step.end() < end) {
                pace.sized(step.size(), step.error());
            }
        }
    }

    private void stepped(Step<INDArray> step) {
        long now = clock.getAsLong();
        stepNanos = now - stepBegun;
        stepBegun = now;
        leaveBefore(step);
        observeWithin(step);
        leaveLate(step, now);
        evaluationsBefore = function.evaluations();
    }

    /** Those whose budget did not allow the step. */
    private void leaveBefore(Step<INDArray> step) {
        List<RunningQuery> leaving = running.stream()
                .filter(query -> query.limits().evaluations() < function.evaluations())
                .toList();
        if (!leaving.isEmpty()) {
            leave(network.observe(step.start(), step.initialState()), leaving, evaluationsBefore);
        }
    }

    private void observeWithin(Step<INDArray> step) {
        INDArray scratch = null;
        double next = nextStop();
        while (next < step.end()) {
            scratch = scratch == null ? step.space().create() : scratch;
            step.evaluate(next, scratch);
            observe(next, scratch);
            next = nextStop();
        }
        if (scratch != null) {
            step.space().release(scratch);
        }
        if (next == step.end()) {
            observe(next, step.finalState());
        }
    }

    private double nextStop() {
        return running.stream().mapToDouble(RunningQuery::nextStop).min().orElse(Double.POSITIVE_INFINITY);
    }

    /** Those whose time has passed, where others go on. */
    private void leaveLate(Step<INDArray> step, long now) {
        List<RunningQuery> leaving =
                running.stream().filter(query -> query.isLate(now)).toList();
        if (!leaving.isEmpty()) {
            leave(network.observe(step.end(), step.finalState()), leaving, function.evaluations());
        }
    }

    /** Shows a state to the queries that have a stop there. */
    private void observe(double t, INDArray state) {
        List<RunningQuery> stopping =
                running.stream().filter(query -> query.nextStop() == t).toList();
        if (stopping.isEmpty()) {
            return;
        }
        Observation observation = network.observe(t, state);
        List<RunningQuery> leaving =
                stopping.stream().filter(query -> query.observe(observation)).toList();
        leave(observation, leaving, function == null ? 0 : function.evaluations());
    }

    private void leave(Observation observation, List<RunningQuery> leaving, long evaluations) {
        long now = clock.getAsLong();
        for (RunningQuery query : leaving) {
            query.stop(observation);
            boolean early = cut && observation.depth() < query.limits().depth();
            Answer answer = query.answer(evaluations, started, now, companions, early);
            running.remove(query);
            listener.accept(answer);
            query.complete(answer);
        }
    }
}
