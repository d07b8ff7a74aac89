package org.odenet.adjoint;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.ode.DifferentiableBatchFunction;
import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.DifferentiableSolution;
import org.odenet.core.ode.OdeException;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.SolverStatistics;
import org.odenet.core.ode.TimeSpan;
import org.odenet.core.state.VectorSpace;
import org.odenet.solvers.sample.PerSampleSolver;

/** A batch whose samples took steps of their own, differentiated as a single state. */
final class PerSampleSolution<S> implements DifferentiableSolution<S> {

    private final DifferentiableBatch<S> batch;
    private final OdeSolution<S> solution;
    private final VectorSpace<S> space;

    private PerSampleSolution(DifferentiableBatch<S> batch, VectorSpace<S> space) {
        this.batch = batch;
        this.space = space;
        this.solution = batch.takeSolution(space);
    }

    @SuppressWarnings("unchecked")
    static <S> DifferentiableSolution<S> solve(
            PerSampleSolver solver, DifferentiableOdeFunction<S> function, S initialState, TimeSpan span) {
        if (!(function instanceof DifferentiableBatchFunction<?> && initialState instanceof INDArray tensor)) {
            throw new UnsupportedOperationException("samples take steps of their own where the state is a tensor"
                    + " [batch, ...] and the function a DifferentiableBatchFunction, such as a LayerFunction; use"
                    + " DifferentiableBatch for arrays");
        }
        DifferentiableBatch<S> batch = DifferentiableBatch.solve(
                solver,
                (DifferentiableBatchFunction<S>) function,
                initialState,
                Math.toIntExact(tensor.size(0)),
                List.of(span));
        boolean complete = batch.solution().isComplete();
        String failure = complete ? null : batch.solution().failure();
        PerSampleSolution<S> result = new PerSampleSolution<>(batch, function.space(initialState));
        if (!complete) {
            batch.close();
            throw new OdeException(failure, result.solution);
        }
        return result;
    }

    @Override
    public OdeSolution<S> solution() {
        return solution;
    }

    @Override
    public S backward(List<S> cotangents, S parameterGradient) {
        return batch.backward(cotangents, parameterGradient);
    }

    @Override
    public SolverStatistics backwardStatistics() {
        return batch.backwardStatistics();
    }

    @Override
    public void close() {
        solution.close();
        batch.close();
        space.close();
    }
}
