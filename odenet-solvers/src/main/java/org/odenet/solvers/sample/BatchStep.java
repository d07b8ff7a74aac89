package org.odenet.solvers.sample;

import java.util.List;
import org.odenet.core.state.BatchSpace;
import org.odenet.solvers.tableau.ButcherTableau;

/**
 * One step of each sample that is still on its way, shown to a {@link BatchStepListener}. Its arrays and batches belong to
 * the solver, are valid during that call only and not to be changed, but for {@code ending}.
 *
 * @param tableau the method
 * @param space the space of the batches
 * @param count how many samples there are; longer arrays and batches are meant up to there
 * @param indices which sample of the batch is in each row
 * @param accepted whether each row's step was accepted
 * @param ending all false; the listener may set a row whose step was accepted, to end its sample with this step, with
 *     the outcome {@link org.odenet.core.ode.Outcome#CANCELLED}
 * @param starts where each row's step starts
 * @param ends where each row's step ends: earlier than its size tells where an event ended it
 * @param sizes each row's step size, negative where time runs backward
 * @param initialStates the states at the start
 * @param finalStates the states at the end, before an event changes them
 * @param stages the derivatives of all stages
 * @param <S> the type of a batch
 */
public record BatchStep<S>(
        ButcherTableau tableau,
        BatchSpace<S> space,
        int count,
        int[] indices,
        boolean[] accepted,
        boolean[] ending,
        double[] starts,
        double[] ends,
        double[] sizes,
        S initialStates,
        S finalStates,
        List<S> stages) {}
