package org.odenet.solvers.sample;

import java.util.List;
import org.odenet.core.ode.BatchFunction;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.state.BatchSpace;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.control.ErrorControl;
import org.odenet.solvers.tableau.ButcherTableau;

/** One solve of a batch, from its initial states to its solution. */
record BatchSolve<S>(
        ButcherTableau tableau,
        ErrorControl control,
        BatchFunction<S> function,
        BatchSpace<S> space,
        List<SampleRun> samples,
        SolveOptions<S> options,
        BatchStepListener<S> listener) {

    BatchSolution<S> run(S initialStates) {
        boolean single = options.dense() || !options.events().isEmpty();
        VectorSpace<S> spaceOfOne = single ? space.ofOne() : null;
        SampleObserver<S> observer =
                new SampleObserver<>(space, spaceOfOne, samples, tableau.interpolationStages(), options.dense());
        boolean done = false;
        try {
            long evaluations = new SampleLoop<>(
                            tableau, control, function, space, spaceOfOne, samples, options, listener, observer)
                    .run(initialStates);
            done = true;
            return observer.solution(samples, evaluations, tableau.name(), options.maxEvaluations());
        } finally {
            space.close();
            if (!done) {
                observer.close();
            }
        }
    }
}
